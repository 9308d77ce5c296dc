"""The form that appoints a class teacher for one class."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.class_teacher_querysets import may_teach
from courses.forms.names import people_named
from courses.models import TrainingClass
from organisations.authority import Authority
from people.models import Person


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    required = {"required": _("请填写日期")}
    return forms.DateField(label=label, widget=widget, error_messages=required, help_text=help_text)


class ClassTeacherForm(forms.Form):
    person = forms.CharField(
        label=_("班主任"), max_length=100, help_text=_("写姓名；同名的再空一格写上单位"),
        error_messages={"required": _("请填写班主任的姓名")},
    )  # fmt: skip
    starts_on = _day(_("第一天"))
    last_on = _day(_("最后一天"), _("这一天仍然有效，第二天起打不开；按合同填写"))

    def __init__(
        self, *args: Any, training_class: TrainingClass, by: Authority, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = on
        self.fields["last_on"].initial = max(training_class.ends_on, on)
        self.training_class, self.by, self.on = training_class, by, on

    def clean_person(self) -> Person:
        among = may_teach(self.training_class, by=self.by, on=self.on)
        found = people_named([self.cleaned_data["person"]], by=self.by, on=self.on, among=among)
        if found.problems:
            raise forms.ValidationError(found.problems)
        return found.people[0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("最后一天早于第一天，请核对"))
        return cleaned
