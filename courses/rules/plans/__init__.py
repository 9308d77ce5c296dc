"""Training plans as pure rules: the definition, whom it is for, its days, and what is missing."""
