"""Setting a class test: which paper, from when until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessment.models import PaperVersion
from assessment.paper_querysets import all_paper_versions
from core.clock import SHANGHAI
from core.forms import DatePicker
from courses.models import ClassTest
from organisations.authority import Authority


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DatePicker, error_messages={"required": _("请填写日期")})


def _hour(label: Any, hint: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False, help_text=hint)


class DaysForm(forms.Form):
    """From when until when; without hours whole days."""

    opens_on = _day(_("开始日期"))
    opens_time = _hour(_("开始时刻"), _("不填就从零点开始。"))
    closes_on = _day(_("截止日期"))
    closes_time = _hour(_("截止时刻"), _("不填就到当天结束。"))

    def __init__(self, data: Any = None, *, test: ClassTest | None = None) -> None:
        super().__init__(data, initial=_initial(test) if test else None)

    def window(self) -> tuple[datetime, datetime]:
        """Of a valid form."""
        data = self.cleaned_data
        opens_at = _moment(data["opens_on"], data["opens_time"])
        if data["closes_time"] is None:
            return opens_at, _moment(data["closes_on"] + timedelta(days=1), None)
        return opens_at, _moment(data["closes_on"], data["closes_time"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            opens_at, closes_at = self.window()
            if closes_at <= opens_at:
                self.add_error("closes_on", _("截止时间要晚于开始时间。请修改其中一个。"))
        return found


class ClassTestForm(DaysForm):
    """The papers that one may use and that are not out of use."""

    field_order = ["version", "opens_on", "opens_time", "closes_on", "closes_time"]
    version = forms.ModelChoiceField(
        label=_("试卷"), queryset=all_paper_versions().none(), error_messages={"required": _("请选择试卷")},
        help_text=_("只列出已发布的试卷。限时、及格线和可答次数随试卷。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, by: Authority) -> None:
        super().__init__(data)
        mine = all_paper_versions().visible_to(by).in_use().order_by("title", "pk")
        self.fields["version"].queryset = mine  # type: ignore[attr-defined]

    def chosen(self) -> PaperVersion:
        version: PaperVersion = self.cleaned_data["version"]
        return version


def _moment(day: date, hour: time | None) -> datetime:
    return datetime.combine(day, hour or time(), SHANGHAI)


def _initial(test: ClassTest) -> dict[str, Any]:
    opens, closes = test.opens_at.astimezone(SHANGHAI), test.closes_at.astimezone(SHANGHAI)
    is_whole = closes.time() == time()
    return {
        "opens_on": opens.date(),
        "opens_time": None if opens.time() == time() else opens.time(),
        "closes_on": closes.date() - timedelta(days=1) if is_whole else closes.date(),
        "closes_time": None if is_whole else closes.time(),
    }
