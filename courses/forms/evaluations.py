"""What a learner answers about a class: four marks, lecturers one by one where there are several, and free words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.forms import RadioChips
from courses.evaluation_words import EvaluationPart
from courses.forms.guarded import GuardedForm
from courses.services.evaluations import Answer

ASKED = {
    EvaluationPart.TEACHER: _("授课：讲得清楚、有用吗"),
    EvaluationPart.CONTENT: _("内容：工作中用得上吗"),
    EvaluationPart.ORGANISATION: _("组织：通知、安排、秩序怎么样"),
    EvaluationPart.LOGISTICS: _("后勤：场地、食宿、设备怎么样"),
}
# A word beside each figure: what a mark means, and a target wide enough for a thumb.
_MARKS = ((5, _("5·很好")), (4, _("4·好")), (3, _("3·一般")), (2, _("2·差")), (1, _("1·很差")))


def _mark_field(label: Any, *, is_required: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_MARKS, coerce=int,
        empty_value=None, widget=RadioChips, required=is_required,
        error_messages={"required": _("请选1到5分"), "invalid_choice": _("请选1到5分")},
    )  # fmt: skip


class EvaluationForm(GuardedForm):
    """`lecturers`: the names that the learner may give marks to; one alone is what the part 授课 means."""

    guarded: ClassVar[tuple[str, ...]] = ("words",)
    words = forms.CharField(
        label=_("意见和建议"), max_length=500, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("主办单位会看到原文，请不要写让人认出您或别人的内容。"),
    )  # fmt: skip

    def __init__(self, *args: Any, lecturers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._heard = list(lecturers)
        for part, label in ASKED.items():
            self.fields[part.value] = _mark_field(label, is_required=True)
        for number, name in enumerate(self._named):
            self.fields[f"lecturer_{number}"] = _mark_field(name, is_required=False)
        self.order_fields([*(part.value for part in ASKED), *self._lecturer_fields, "words", "checked"])

    @property
    def _named(self) -> list[str]:
        return self._heard if len(self._heard) > 1 else []

    @property
    def _lecturer_fields(self) -> list[str]:
        return [f"lecturer_{number}" for number in range(len(self._named))]

    def parts(self) -> list[BoundField]:
        return [self[part.value] for part in ASKED]

    def lecturer_parts(self) -> list[BoundField]:
        return [self[name] for name in self._lecturer_fields]

    def answer(self) -> Answer:
        """Of a valid form."""
        data = self.cleaned_data
        marks = {part: data[part.value] for part in ASKED}
        if len(self._heard) == 1:
            lecturers = {self._heard[0]: marks[EvaluationPart.TEACHER]}
        else:
            given = zip(self._named, self._lecturer_fields, strict=True)
            lecturers = {name: data[field] for name, field in given if data[field] is not None}
        return Answer(marks, lecturers, data["words"])
