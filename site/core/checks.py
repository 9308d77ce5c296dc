"""What `manage.py check --database default` and every migrate look at first."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from core import providers
from core.services import rotation


@checks.register(checks.Tags.database)
def keys_belong_to_the_database(
    app_configs: object = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A backup that was restored without its keys is useless, and says so before anybody relies on it."""
    if not databases:
        return []
    missing = rotation.key_ids_in_use() - set(settings.KEYS.field_keys)
    return [
        checks.Error(
            f"The database was sealed with field key {key_id}, which is not in {settings.KEYS.folder}.",
            hint="Restore the keys that belong to this database: without them its sealed columns are lost.",
            id="core.E001",
        )
        for key_id in sorted(missing)
    ]


@checks.register()
def providers_are_complete(app_configs: object = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """A wrong address or a missing secret is told at the start, not by the first code that does not come."""
    found: list[checks.CheckMessage] = []
    for channel in settings.SENDING:
        try:
            if providers.is_configured(channel):
                providers.provider_for(channel)
        except ImproperlyConfigured as error:
            found.append(checks.Error(f"{channel}: {error}", hint="See docs/sending.md.", id="core.E002"))
    return found
