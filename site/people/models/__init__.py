"""Accounts that log in, persons whose hours are kept, their postings and their roles."""

from people.models.accounts import Account
from people.models.persons import Person
from people.models.postings import Posting, RoleGrant

__all__ = ["Account", "Person", "Posting", "RoleGrant"]
