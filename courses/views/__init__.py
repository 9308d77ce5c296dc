"""Pages of classes and of learning, one module each."""
