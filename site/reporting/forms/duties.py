"""Forms of what a higher body asks for and gives back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation


class DutyForm(forms.Form):
    organisation = forms.ChoiceField(label=_("填报单位"))
    report_year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    due_on = forms.DateField(
        label=_("报送截止日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in choices]


class ReturnForm(forms.Form):
    remark = forms.CharField(
        label=_("退回意见"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明要改什么、依据什么。不写姓名和身份证号。"),
        error_messages={"required": _("请写明退回意见。")},
    )
