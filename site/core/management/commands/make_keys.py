"""Make every missing key of this installation, before its first start."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.keys import KeyStore


class Command(BaseCommand):
    help = "Make the missing key files in BANYAN_KEYS; existing ones are left alone."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = settings.KEYS.folder
        KeyStore(folder, may_create=True).make_all()
        self.stderr.write(f"keys are complete in {folder}")
