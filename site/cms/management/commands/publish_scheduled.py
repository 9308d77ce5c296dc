"""Wagtail's command with our door before it: what may not be published any more stays a draft."""

from __future__ import annotations

from typing import Any

from wagtail.management.commands import publish_scheduled

from cms.services import releases
from core import clock
from organisations.authority import SYSTEM


class Command(publish_scheduled.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not options["dryrun"]:
            releases.hold_back_due(by=SYSTEM, at=clock.now())
        super().handle(*args, **options)
