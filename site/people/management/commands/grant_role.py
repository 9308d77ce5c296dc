"""Give a role that no officer may give: editor, reviewer, reader or operator. For whoever keeps the installation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.querysets import all_organisations
from organisations.roles import GRANTED_BY_OFFICERS, Role
from people.querysets import all_people
from people.services import grants


class Command(BaseCommand):
    help = (
        "Give an account's person a role on an organisation from today: editor, reviewer, reader or operator."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--username", required=True)
        given = sorted(role.value for role in Role if role not in GRANTED_BY_OFFICERS)
        parser.add_argument("--role", required=True, choices=given)
        parser.add_argument("--organisation", required=True, help="full name")

    def handle(self, *args: Any, **options: Any) -> None:
        person = all_people().standing().filter(account__username=options["username"]).first()
        if person is None:
            raise CommandError("no person has this account")
        places = list(all_organisations().current().filter(name=options["organisation"])[:2])
        if len(places) != 1:
            raise CommandError("no organisation, or more than one, has exactly this name")
        at = clock.now()
        try:
            grants.grant(
                person=person, role=Role(options["role"]), organisation=places[0],
                starts_on=clock.date_of(at), ends_on=None, by=SYSTEM, at=at,
            )  # fmt: skip
        except RuleBroken as error:
            raise CommandError(error.message) from error
        self.stdout.write("done")
