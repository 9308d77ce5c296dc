"""The only writers of questions, checks and attempts."""
