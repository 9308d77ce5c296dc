"""Uploading the list of a webinar, and saying who its doubtful guests are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.uploads import MAX_BYTES
from courses.models import ClassSession, OnlineList
from courses.services.online import NOBODY
from courses.services.presence import judge_spans, thresholds_for
from courses.words import AttendanceState
from people.models import Person


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("线上参会名单"), widget=forms.FileInput({"accept": ".csv,.xlsx,.xls"}),
        error_messages={"required": gettext_lazy("请选择从会议软件导出的名单")},
        help_text=gettext_lazy(".csv 或 .xlsx，要有昵称、加入时间、离开时间。同一人进出几次会合在一起算。"),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过5 MB。请只留这一课次的记录再上传。"))
        return file


@dataclass(frozen=True)
class GuestRow:
    """One nickname with its minutes and what they come to; `who` where a person has to choose, else `name`."""

    nickname: str
    minutes: int
    state: AttendanceState
    name: str
    who: BoundField | None


class ChoiceForm(forms.Form):
    """A choice for each guest that is not certain; `suggestion` stands beside it and is never taken by itself."""

    def __init__(
        self, data: Any, *, found: OnlineList, session: ClassSession, people: Sequence[Person]
    ) -> None:
        super().__init__(data)
        self.guests, self.session = found.guests or [], session
        self.names = {str(person.public_id): person.name for person in people}
        options = [("", _("请选择")), (NOBODY, _("不是学员")), *self.names.items()]
        for place, guest in enumerate(self.guests):
            if not self._is_certain(guest):
                self.fields[f"who_{place}"] = forms.ChoiceField(
                    label=_("“%(nickname)s”是谁") % {"nickname": guest["nickname"]}, choices=options,
                    help_text=self._suggestion(guest),
                    error_messages={"required": _("请选定学员，不是学员的选“不是学员”")},
                )  # fmt: skip

    def rows(self) -> Iterator[GuestRow]:
        thresholds = thresholds_for(self.session)
        for place, guest in enumerate(self.guests):
            judged = judge_spans(
                self.session, [(since, until) for since, until in guest["spans"]], thresholds=thresholds
            )
            who = None if self._is_certain(guest) else self[f"who_{place}"]
            name = self.names.get(guest["key"], "") if who is None else ""
            yield GuestRow(guest["nickname"], judged.minutes, judged.state, name, who)

    def choices(self) -> dict[int, str]:
        """For each guest the person's public id, or NOBODY."""
        return {
            place: guest["key"] if self._is_certain(guest) else self.cleaned_data[f"who_{place}"]
            for place, guest in enumerate(self.guests)
        }

    def _is_certain(self, guest: dict[str, Any]) -> bool:
        return bool(guest["is_certain"]) and guest["key"] in self.names

    def _suggestion(self, guest: dict[str, Any]) -> str:
        name = self.names.get(guest["key"])
        return _("可能是%(name)s") % {"name": name} if name else ""
