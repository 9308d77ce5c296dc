"""Take away somebody's lost app, passkeys and recovery codes. Make sure first who asks for it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from organisations.authority import SYSTEM
from people.models import Account
from people.services import second_proofs


class Command(BaseCommand):
    help = "Take away the second proofs of an account and end its sessions; the next log-in sets up new ones."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username=options["username"]).first()
        if account is None:
            raise CommandError("没有这个用户名")
        gone = second_proofs.drop(account=account, by=SYSTEM, at=clock.now())
        self.stdout.write(f"{gone}")
