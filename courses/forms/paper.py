"""The form into which a paper sign-in sheet is typed: a row a person, and what concerns the whole sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.upload_fields import DocumentField
from courses.forms.names import people_named
from courses.models import Attendance, ClassSession
from courses.services.attendance import arrived_at
from courses.services.paper import PaperRow
from courses.words import AttendanceState
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Person

STATES = (
    AttendanceState.PRESENT,
    AttendanceState.LATE,
    AttendanceState.LEFT_EARLY,
    AttendanceState.LEAVE,
    AttendanceState.ABSENT,
)
ON_PAPER = {word.value for word in STATES}


@dataclass(frozen=True)
class Row:
    """One line of the table; `standing` is what is recorded already, where the form cannot say it."""

    person: Person
    state: BoundField
    came: BoundField
    left: BoundField
    standing: AttendanceState | None


class PaperForm(forms.Form):
    """`people`: the roster in the order of the sheet; `standing`: what is recorded already, by person."""

    others = forms.CharField(
        label=gettext_lazy("名单外签到的人"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("一行一个姓名；同名的再空一格写上单位。都记为出勤。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("为什么用纸质签到"), max_length=200, initial=gettext_lazy("会场用纸质签到表签到"),
        error_messages={"required": gettext_lazy("请写明为什么用纸质签到，例如“会场没有网络”")},
        help_text=gettext_lazy("会留在台账里"),
    )  # fmt: skip
    file = DocumentField(
        label=gettext_lazy("签到表扫描件"),
        help_text=gettext_lazy("可以不传。.pdf、.jpg 或 .png，不超过5 MB。加密保存，只有办班的人能打开。"),
    )

    def __init__(
        self,
        *args: Any,
        session: ClassSession,
        people: Sequence[Person],
        standing: Mapping[int, Attendance],
        by: Authority,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.people, self.standing, self.by = session, people, standing, by
        for person in people:
            self._add_row(person, standing.get(person.pk))
        if not by.scope(Permission.VIEW_PEOPLE):
            del self.fields["others"]

    def _add_row(self, person: Person, known: Attendance | None) -> None:
        key = person.public_id.hex
        choices = [("", "—"), *((word.value, word.label) for word in STATES)]
        self.fields[f"state_{key}"] = forms.ChoiceField(
            choices=choices, required=False, initial=_initial_state(known),
            label=_("%(name)s的签到") % {"name": person.name},
        )  # fmt: skip
        for part, label, value in (
            ("came", _("%(name)s的到达时间"), arrived_at(known) if known else None),
            ("left", _("%(name)s的离开时间"), known.signed_out_at if known else None),
        ):
            self.fields[f"{part}_{key}"] = forms.TimeField(
                required=False, initial=value, label=label % {"name": person.name},
                widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                error_messages={"invalid": _("请填写时间，例如09:05")},
            )  # fmt: skip

    def rows(self) -> Iterator[Row]:
        for person in self.people:
            key, known = person.public_id.hex, self.standing.get(person.pk)
            state = AttendanceState(known.state) if known else None
            told = None if state is None or _initial_state(known) == state else state
            yield Row(person, self[f"state_{key}"], self[f"came_{key}"], self[f"left_{key}"], told)

    def sheet_fields(self) -> list[BoundField]:
        """What concerns the whole sheet."""
        return [self[name] for name in ("others", "reason", "file") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rows = [row for person in self.people if (row := self._typed(person, cleaned)) is not None]
        rows += [PaperRow(person, AttendanceState.PRESENT) for person in self._others(cleaned)]
        if not rows and not self.errors:
            raise forms.ValidationError(_("还没有录入任何人。请至少选一个人的状态。"))
        cleaned["rows"] = rows
        return cleaned

    def _typed(self, person: Person, cleaned: Mapping[str, Any]) -> PaperRow | None:
        key = person.public_id.hex
        state, came, left = (cleaned.get(f"{part}_{key}") for part in ("state", "came", "left"))
        if not state:
            return None
        if came and left and left <= came:
            self.add_error(f"left_{key}", _("离开时间要晚于到达时间，请核对"))
        return PaperRow(person, AttendanceState(state), came, left)

    def _others(self, cleaned: Mapping[str, Any]) -> list[Person]:
        found = people_named(str(cleaned.get("others", "")).splitlines(), by=self.by, on=self.session.held_on)
        if found.problems:
            self.add_error("others", found.problems)
        listed = {person.pk for person in self.people}
        return [person for person in found.people if person.pk not in listed]


def _initial_state(known: Attendance | None) -> str:
    """What the select shows of what stands: too short a stay is 出勤 with its times; what no paper says stays away."""
    if known is None:
        return ""
    if known.state == AttendanceState.TOO_SHORT:
        return AttendanceState.PRESENT
    return known.state if known.state in ON_PAPER else ""
