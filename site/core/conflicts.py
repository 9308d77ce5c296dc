"""Two people change one thing: whoever saves second is shown what the first wrote, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.translation import gettext as _

from core import clock
from core.encryption import lookup_hash

SEEN = "seen"


@dataclass(frozen=True)
class Change:
    """Who changed something last, and when."""

    who: str
    at: datetime


@dataclass(frozen=True)
class Difference:
    """One field of which the typed and the standing value are not the same."""

    label: str
    yours: str
    now: str


def hold(request: HttpRequest, rows: QuerySet[Any], public_id: UUID) -> None:
    """Take the row's lock for the rest of a POST, in a statement of its own.

    A locking query that joins would lose a row whose joined row another transaction exchanged while this one waited.
    """
    if request.method == "POST":
        rows.filter(public_id=public_id).order_by().select_for_update().values_list("pk").first()


class ChangeForm(forms.Form):
    """A form that changes what stands; its initial values are what stands now.

    The page carries a keyed hash of what its writer saw. The view reads the row under its lock before it makes the
    form: without that two who save in one moment would both be let through. `{% conflict form %}` shows the rest.
    """

    def __init__(
        self, *args: Any, last_change: Callable[[], Change | None] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.last_change = last_change
        self.differences: list[Difference] = []

    @property
    def seen(self) -> str:
        """The mark of what stands now; empty for a form that changes nothing."""
        if self.last_change is None:
            return ""
        values = [(name, _plain(self._standing(name))) for name in sorted(self.fields)]
        return lookup_hash(repr(values), purpose="seen")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        told = self.data.get(SEEN, "")
        if self.last_change is not None and told and told != self.seen:
            self.differences = [*self._compared(cleaned)]
        if self.differences and self.last_change is not None:
            self.add_error(None, _said(self.last_change()))
        return cleaned

    def _standing(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _compared(self, cleaned: dict[str, Any]) -> list[Difference]:
        found = []
        for name, field in self.fields.items():
            if name not in self.initial:  # a number that the page never shows
                continue
            now, yours = self._standing(name), cleaned.get(name, self.data.get(name))
            if _plain(now) != _plain(yours):
                found.append(Difference(str(field.label), _shown(field, yours), _shown(field, now)))
        return found


def _plain(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _shown(field: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return _("（空）")
    if isinstance(field, forms.BooleanField):
        return _("是") if value else _("否")
    if isinstance(field, forms.ModelChoiceField):
        return str(field.label_from_instance(value)) if hasattr(value, "pk") else str(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
    return str(localize(value))


def _said(change: Change | None) -> str:
    if change is None:
        return _("别人改过这里。您写的和现在的并排列在下面，请核对后再保存一次。")
    minutes = int((clock.now() - change.at).total_seconds() // 60)
    when = _("刚才") if minutes < 1 else _("%(minutes)s分钟前") % {"minutes": minutes}
    if minutes >= 60:
        when = f"{change.at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    return _("%(who)s%(when)s改过这里。您写的和现在的并排列在下面，请核对后再保存一次。") % {
        "who": change.who, "when": when,
    }  # fmt: skip
