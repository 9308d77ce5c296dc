"""Forms of accounts and people: they parse and check, they never save."""

from people.forms.accounts import LoginForm

__all__ = ["LoginForm"]
