"""What is decided without a database: lessons here; whatever classes need stands in its own module beside."""
