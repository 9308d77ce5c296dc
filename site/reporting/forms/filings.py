"""What is to be filed, and why a filing is corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from reporting.forms.figures import PeriodForm


class FilingForm(PeriodForm):
    """The unit that files is one of those for which the officer may."""

    organisation = forms.ChoiceField(label=_("填报单位"))
    field_order = ["organisation"]

    def __init__(self, data: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in choices]


class CorrectionForm(forms.Form):
    reason = forms.CharField(
        label=_("更正理由"),
        max_length=200,
        help_text=_("例如：1人住院后补课，补记2课次。不写姓名和身份证号。"),
    )
