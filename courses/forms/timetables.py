"""The form of a whole timetable: a line for each half day that is still free, and a place to paste a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.language import shown
from courses.models import ClassSession, TrainingClass
from courses.rules.lecturers import name_and_unit
from courses.rules.timetables import USUAL_TIMES, Line, Times, half_day_of, pasted
from courses.words import HalfDay

MOST_SLOTS = 20
OFFERED = (HalfDay.MORNING, HalfDay.AFTERNOON)


@dataclass(frozen=True)
class Slot:
    """A half day without a session."""

    held_on: date
    half_day: HalfDay

    def name(self, part: str) -> str:
        return f"{self.held_on:%Y%m%d}_{self.half_day}_{part}"


@dataclass(frozen=True)
class Row:
    """A slot with its fields, as the page lists it."""

    slot: Slot
    fields: list[BoundField]


class TimetableForm(forms.Form):
    lines = forms.CharField(
        label=_("粘贴课程安排"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个课次：日期 时段 时间 课程 授课人 职称 单位。可以直接从表格复制，时间不写按惯例"),
    )  # fmt: skip
    accepts = forms.BooleanField(label=_("有时间冲突也仍然保存"), required=False)

    def __init__(
        self, *args: Any, training_class: TrainingClass, standing: Sequence[ClassSession], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.training_class = training_class
        self.times = {**USUAL_TIMES, **_times_of(standing)}
        self.slots = _free_slots(training_class, standing)
        for slot in self.slots:
            self._add(slot)

    def rows(self) -> Iterator[Row]:
        for slot in self.slots:
            yield Row(slot, [self[slot.name(part)] for part in ("topic", "starts_at", "ends_at", "lecturer")])

    def clean_lines(self) -> list[Line]:
        found = pasted(
            self.cleaned_data["lines"],
            first=self.training_class.starts_on, last=self.training_class.ends_on, times=self.times,
        )  # fmt: skip
        if found.problems:
            raise forms.ValidationError([shown(problem) for problem in found.problems])
        return found.lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for slot in self.slots:
            begin, end = cleaned.get(slot.name("starts_at")), cleaned.get(slot.name("ends_at"))
            if not cleaned.get(slot.name("topic")):
                continue
            if begin is None or end is None:
                self.add_error(slot.name("starts_at"), _("请填写开始和结束时间"))
            elif begin >= end:
                self.add_error(slot.name("ends_at"), _("结束时间要晚于开始时间"))
        return cleaned

    def planned(self) -> list[Line]:
        """What was typed and what was pasted, in the order of time."""
        given = self.cleaned_data
        typed = [self._typed(slot) for slot in self.slots if given[slot.name("topic")]]
        return sorted([*typed, *given["lines"]], key=lambda line: (line.held_on, line.starts_at))

    def _typed(self, slot: Slot) -> Line:
        begin, end, topic, lecturer = (
            self.cleaned_data[slot.name(part)] for part in ("starts_at", "ends_at", "topic", "lecturer")
        )
        name, unit = name_and_unit(lecturer)
        half = half_day_of(begin)
        return Line(slot.held_on, half, begin, end, topic, name, lecturer_unit=unit)

    def _add(self, slot: Slot) -> None:
        begin, end = self.times[slot.half_day]
        self.fields[slot.name("topic")] = forms.CharField(label=_("课程"), required=False, max_length=120)
        self.fields[slot.name("starts_at")] = _time(_("开始"), begin)
        self.fields[slot.name("ends_at")] = _time(_("结束"), end)
        self.fields[slot.name("lecturer")] = forms.CharField(label=_("授课人"), required=False, max_length=60)


def _time(label: Any, initial: time) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False, initial=initial)


def _times_of(standing: Sequence[ClassSession]) -> dict[HalfDay, Times]:
    """What the class keeps to already."""
    return {HalfDay(session.half_day): (session.starts_at, session.ends_at) for session in standing}


def _free_slots(training_class: TrainingClass, standing: Sequence[ClassSession]) -> list[Slot]:
    held = {(session.held_on, session.half_day) for session in standing}
    days = (training_class.ends_on - training_class.starts_on).days + 1
    found: list[Slot] = []
    for number in range(days):
        day = training_class.starts_on + timedelta(days=number)
        found.extend(Slot(day, half) for half in OFFERED if (day, half) not in held)
        if len(found) >= MOST_SLOTS:
            break
    return found[:MOST_SLOTS]
