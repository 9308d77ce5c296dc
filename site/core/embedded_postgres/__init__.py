"""A Django database backend that starts a private PostgreSQL at its first connection."""
