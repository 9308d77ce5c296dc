"""Accounts that log in, persons whose hours are kept, their postings and their roles."""

from people.models.access import AccessRequest, PaperCode
from people.models.accounts import Account
from people.models.persons import Person
from people.models.postings import Posting, RoleGrant
from people.models.privacy import PrivacyAcknowledgement

__all__ = [
    "AccessRequest",
    "Account",
    "PaperCode",
    "Person",
    "Posting",
    "PrivacyAcknowledgement",
    "RoleGrant",
]
