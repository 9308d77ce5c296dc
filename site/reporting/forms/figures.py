"""What somebody asks of the figures: whose, when, and what one 人次 is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from reporting.rules.periods import Period
from reporting.words import VisitsUnit

FIRST_YEAR, LAST_YEAR = 1990, 2100


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


class PeriodForm(forms.Form):
    """Either a report year or two days, both included."""

    year = forms.IntegerField(
        label=_("年度"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR,
        help_text=_("班次登记的年度，可以与上课日期不同年。填了年度就不填起止日期。"),
    )  # fmt: skip
    first_day = _day(_("起"))
    last_day = _day(_("止（含当天）"))
    visits = forms.ChoiceField(
        label=_("人次按什么计"), required=False, choices=[("", _("按规则默认")), *VisitsUnit.choices()]
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        year, first_day, last_day = (data.get(name) for name in ("year", "first_day", "last_day"))
        if self.errors:
            return data
        if (year is None) == (first_day is None and last_day is None):
            raise forms.ValidationError(_("请填年度，或者填起止日期，二者填一样。"))
        if (first_day is None) != (last_day is None):
            raise forms.ValidationError(_("起止日期要两个都填。"))
        if first_day and last_day and last_day < first_day:
            raise forms.ValidationError(_("止日不能早于起日。请核对日期。"))
        data["period"] = Period(first_day, last_day, year)
        return data

    @property
    def unit(self) -> VisitsUnit | None:
        chosen = self.cleaned_data.get("visits")
        return VisitsUnit(chosen) if chosen else None


class FiguresForm(PeriodForm):
    """The scope is one of the organisations that the viewer was given."""

    scope = forms.ChoiceField(label=_("统计范围"))
    field_order = ["scope"]

    def __init__(self, data: Any, *, choices: list[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["scope"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [(str(one.public_id), one.name) for one in choices]
