"""Make the first organisation with its officer, editor and operator. Their passwords are printed once, and stored nowhere."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.roles import Role
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.services import first_run
from people.services.first_run import FirstPerson

# Whoever edits alone must be able to publish; who only writes comes later (grant_role).
ROLES = {"officer": Role.OFFICER, "editor": Role.REVIEWER, "operator": Role.OPERATOR}


class Command(BaseCommand):
    help = "Make the first organisation with its officer, editor and operator; refused where an organisation exists."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--organisation", required=True, help="full name of the bureau")
        parser.add_argument("--area", required=True, help="area code, 6 digits")
        parser.add_argument("--tier", required=True, choices=["province", "city", "county"])
        parser.add_argument("--line", default=Line.CIVIL_AFFAIRS.value, choices=[line.value for line in Line])
        for role in ("officer", "editor", "operator"):
            parser.add_argument(f"--{role}-username", required=True)
            parser.add_argument(f"--{role}-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["area"]) != 6 or not options["area"].isdecimal():
            raise CommandError("--area is an area code of 6 digits")
        details = OrganisationDetails(
            name=options["organisation"], kind=OrganisationKind.BUREAU, tier=Tier(options["tier"]),
            line=Line(options["line"]), area_code=options["area"],
        )  # fmt: skip
        people = [
            FirstPerson(
                options[f"{role}_name"] or options[f"{role}_username"],
                options[f"{role}_username"],
                ROLES[role],
            )
            for role in ("officer", "editor", "operator")
        ]
        try:
            passwords = first_run.set_up(details=details, people=people, by=SYSTEM, at=clock.now())
        except RuleBroken as error:
            raise CommandError(error.message) from error
        for username, password in passwords.items():
            self.stdout.write(f"{username}\t{password}")
        self.stderr.write("请登录后立即修改密码：/accounts/password/change/（以上密码只显示这一次）")
