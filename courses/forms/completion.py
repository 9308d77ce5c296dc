"""Forms of 结业: what a class asks for, and a later word on one result."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import RadioChips
from courses.rules.completion import Terms

DONE, NOT_DONE = "yes", "no"


class TermsForm(forms.Form):
    attendance_percent = forms.IntegerField(
        label=_("必修课次最低出勤（%）"), min_value=0, max_value=100,
        help_text=_("按分钟计算；补签、补课、迟到算出勤，请假不算。填0就不看出勤。"),
        error_messages={
            "required": _("请填写出勤要求，例如80"), "invalid": _("出勤要求请填0到100之间的整数"),
            "min_value": _("出勤要求请填0到100之间的整数"), "max_value": _("出勤要求请填0到100之间的整数"),
        },
    )  # fmt: skip
    needs_test = forms.BooleanField(label=_("有班次考核的，要考核通过"), required=False)
    needs_assignments = forms.BooleanField(label=_("有作业的，要全部作业合格"), required=False)

    @staticmethod
    def initial_of(terms: Terms) -> dict[str, Any]:
        return {
            "attendance_percent": terms.attendance_percent,
            "needs_test": terms.needs_test,
            "needs_assignments": terms.needs_assignments,
        }

    def terms(self) -> Terms:
        """Of a valid form."""
        data = self.cleaned_data
        return Terms(data["attendance_percent"], data["needs_test"], data["needs_assignments"])


class ResultForm(forms.Form):
    completes = forms.ChoiceField(
        label=_("更正为"), choices=[(DONE, _("结业")), (NOT_DONE, _("不结业"))], widget=RadioChips,
        error_messages={"required": _("请选择更正后的结果")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("更正理由"), max_length=200, help_text=_("学员会看到，例如“已跟下一期补课”。"),
        error_messages={"required": _("请写明更正的理由")},
    )  # fmt: skip

    @property
    def is_done(self) -> bool:
        """Of a valid form."""
        return bool(self.cleaned_data["completes"] == DONE)
