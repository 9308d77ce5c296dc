"""Forms of assignments: setting one, handing it in, marking it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DatePicker
from core.upload_fields import DocumentField
from courses.assignment_targets import Target
from courses.forms.guarded import GuardedForm
from courses.forms.names import people_named
from courses.models import RubricCriterion
from courses.rules.rubric import BadLine, Criterion, read_rubric
from organisations.authority import Authority
from people.models import Person

RETURN, MARK = "return", "mark"


class AssignmentForm(forms.Form):
    """`targets`: what the actor may set an assignment for."""

    target = forms.ChoiceField(label=gettext_lazy("布置给谁"))
    title = forms.CharField(label=gettext_lazy("作业名称"), max_length=80)
    task = forms.CharField(
        label=gettext_lazy("作业要求"), max_length=2000, widget=forms.Textarea({"rows": 5}),
        help_text=gettext_lazy("写什么、写多长。案例一律用代号，不写真实的姓名、学校和号码。"),
    )  # fmt: skip
    rubric = forms.CharField(
        label=gettext_lazy("评分标准"), max_length=3000, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("一行一项：评分项 | 满分 | 说明。例如：需求评估 | 30 | 有依据，分主次"),
    )  # fmt: skip
    pass_points = forms.IntegerField(label=gettext_lazy("合格分"), min_value=1, max_value=1200)
    due_on = forms.DateField(label=gettext_lazy("截止日期"), required=False, widget=DatePicker)
    markers = forms.CharField(
        label=gettext_lazy("批改人"), required=False, widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("一行一个姓名，如授课人。班主任、学员的带教人和本单位主管不用写，也可以批改。"),
    )  # fmt: skip

    def __init__(self, data: Any, *, targets: Sequence[Target], by: Authority, on: date) -> None:
        super().__init__(data)
        self.targets = {target.key: target for target in targets}
        self.by, self.on = by, on
        self.fields["target"].choices = [("", "—"), *((one.key, one.label) for one in targets)]  # type: ignore[attr-defined]

    def clean_target(self) -> Target:
        return self.targets[self.cleaned_data["target"]]

    def clean_rubric(self) -> list[Criterion]:
        try:
            return read_rubric(self.cleaned_data["rubric"])
        except BadLine as bad:
            raise forms.ValidationError(
                _("第%(number)s行看不懂。请写成“评分项 | 满分 | 说明”，满分在1至100之间，最多12项。"),
                params={"number": bad.number},
            ) from bad

    def clean_markers(self) -> list[Person]:
        found = people_named(self.cleaned_data["markers"].splitlines(), by=self.by, on=self.on)
        if found.problems:
            raise forms.ValidationError(found.problems)
        return found.people


class HandInForm(GuardedForm):
    guarded: ClassVar[tuple[str, ...]] = ("text",)
    field_order = ["text", "file", "checked"]
    text = forms.CharField(
        label=gettext_lazy("正文"), max_length=8000, required=False, widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("案例用代号，不写真实的姓名、学校和号码。"),
    )  # fmt: skip
    file = DocumentField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("可以不传。.docx、.pdf、.jpg 或 .png，不超过5 MB。文件加密保存，只有您和批改的人能打开。"),
    )  # fmt: skip


class MarkForm(forms.Form):
    """One number a criterion, and what is said to the learner."""

    deed = forms.ChoiceField(
        label=gettext_lazy("批改结果"), widget=forms.RadioSelect,
        choices=[(MARK, gettext_lazy("打分")), (RETURN, gettext_lazy("退回，请学员修改后再交"))],
        error_messages={"required": gettext_lazy("请选择打分或退回")},
    )  # fmt: skip

    def __init__(self, data: Any, *, criteria: Sequence[RubricCriterion]) -> None:
        super().__init__(data)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points_{one.position}"] = forms.IntegerField(
                label=_("%(name)s（满分%(points)s）") % {"name": one.name, "points": one.points},
                help_text=one.descriptor, required=False, min_value=0, max_value=one.points,
            )  # fmt: skip
        self.fields["remarks"] = forms.CharField(
            label=_("评语"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4}),
            help_text=_("退回的，请写明要改什么。"),
        )  # fmt: skip

    def marks(self) -> dict[int, int]:
        given = {one.position: self.cleaned_data.get(f"points_{one.position}") for one in self.criteria}
        return {place: points for place, points in given.items() if points is not None}
