"""The kernel: no domain word in it."""
