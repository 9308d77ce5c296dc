"""Forms of the organiser's side of sign-in: a mark by hand, and the head count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms.names import people_named
from courses.models import ClassSession
from courses.words import AttendanceState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person

# The state that is asked for most often comes first.
STATES = [
    (word.value, word.label)
    for word in (
        AttendanceState.LATE_MARK,
        AttendanceState.PRESENT,
        AttendanceState.LATE,
        AttendanceState.LEFT_EARLY,
        AttendanceState.MAKE_UP,
        AttendanceState.LEAVE,
        AttendanceState.ABSENT,
    )
]


class MarkForm(forms.Form):
    """One person, one state, and why. Whoever is not on the list is named by hand."""

    person = forms.ChoiceField(label=_("名单上的人"), required=False)
    name = forms.CharField(
        label=_("名单外的人"), required=False, max_length=80, help_text=_("姓名；同名的再空一格写上单位")
    )
    state = forms.ChoiceField(label=_("记为"), choices=STATES)
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=200, help_text=_("补签、补课、请假必须写，会留在台账里"),
    )  # fmt: skip

    def __init__(
        self, *args: Any, session: ClassSession, people: Sequence[Person], by: Authority, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.by = session, by
        self.people = {str(person.public_id): person for person in people}
        names = [(public_id, person.name) for public_id, person in self.people.items()]
        self.fields["person"].choices = [("", _("请选择")), *names]  # type: ignore[attr-defined]
        if not by.scope(Permission.VIEW_PEOPLE):
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, named = self.people.get(cleaned.get("person", "")), cleaned.get("name", "").strip()
        if bool(chosen) == bool(named):
            if "person" not in self.errors:
                self.add_error("person", _("请选一位名单上的人，或者填写一位名单外的人"))
        elif named:
            chosen = self._named(named)
        cleaned["who"] = chosen
        return cleaned

    def _named(self, name: str) -> Person | None:
        found = people_named([name], by=self.by, on=self.session.held_on)
        if found.problems:
            self.add_error("name", found.problems)
        return found.people[0] if found.people else None


class CloseForm(forms.Form):
    """The organiser's head count, and a word where it differs from what was recorded."""

    head_count = forms.IntegerField(
        label=_("清点人数"), min_value=0, max_value=10_000, error_messages={"required": _("请填写清点的人数")}
    )
    note = forms.CharField(
        label=_("差异说明"), required=False, max_length=160, help_text=_("清点人数与已到人数不同时必须写")
    )
