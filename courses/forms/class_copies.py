"""The form of a class from an earlier one: what is new is filled in already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatePicker
from courses.models import TrainingClass
from courses.rules import class_copies
from courses.services.class_copies import CopyDetails


class CopyForm(forms.Form):
    starts_on = forms.DateField(
        label=_("新的开班日期"), widget=DatePicker, error_messages={"required": _("请填写日期")},
        help_text=_("课次按原来的间隔顺延，默认是同一个星期几"),
    )  # fmt: skip
    code = forms.CharField(
        label=_("班次编号"), max_length=40, error_messages={"required": _("请填写班次编号")}
    )
    name = forms.CharField(
        label=_("班次名称"), max_length=120, error_messages={"required": _("请填写班次名称")}
    )
    programme_name = forms.CharField(
        label=_("培训项目"), max_length=120, error_messages={"required": _("请填写培训项目")}
    )
    round_number = forms.IntegerField(label=_("第几期"), required=False, min_value=1, max_value=999)
    capacity = forms.IntegerField(
        label=_("名额"), required=False, min_value=1, max_value=10_000, help_text=_("不填为不限")
    )

    def details(self) -> CopyDetails:
        return CopyDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(source: TrainingClass, *, taken: Collection[str], today: date) -> dict[str, Any]:
        """`taken`: the codes that the organiser has given out. A later class of the same year is the next round."""
        starts_on = class_copies.suggested_start(source.starts_on, today=today)
        years = {"old_year": source.starts_on.year, "new_year": starts_on.year}
        is_next = starts_on.year == source.report_year and source.round_number is not None
        return {
            "starts_on": starts_on,
            "code": class_copies.free_code(class_copies.renewed(source.code, **years), taken=taken),
            "name": class_copies.renewed(source.name, **years),
            "programme_name": class_copies.renewed(source.programme.name, **years),
            "round_number": (source.round_number or 0) + 1 if is_next else source.round_number,
            "capacity": source.capacity,
        }
