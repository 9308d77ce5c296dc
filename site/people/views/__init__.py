"""Screens of organisations, persons and grants."""
