"""The request as views behind log-in see it."""

from django.http import HttpRequest

from organisations.authority import Authority
from people.models import Account, Person


class BanyanRequest(HttpRequest):
    """`by` is the authority of whoever asks; `person` is the learner behind the account."""

    user: Account
    by: Authority
    person: Person
