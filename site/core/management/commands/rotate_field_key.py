"""Make a new field key and seal everything with it. Safe to run again, and while the site is in use."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.services import rotation


class Command(BaseCommand):
    help = (
        "Make a new field key and re-encrypt all encrypted columns; old key files may be removed afterwards."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-new-key", action="store_true", help="only finish an interrupted rotation")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["no_new_key"]:
            self.stderr.write(f"new field key: {settings.KEYS.add_field_key()}")
        self.stderr.write(f"{rotation.seal_again()} values sealed again")
        unused = sorted(
            set(settings.KEYS.field_keys) - rotation.key_ids_in_use() - {max(settings.KEYS.field_keys)}
        )
        if unused:
            names = ", ".join(f"field-{key_id}.key" for key_id in unused)
            self.stderr.write(f"no longer needed by this database, but by its older backups: {names}")
