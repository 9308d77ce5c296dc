"""Forms of the desks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from desks.rules.saved_views import LONGEST


class ViewForm(forms.Form):
    """`address` is the page that was left to save it."""

    name = forms.CharField(
        label=_("视图名称"), max_length=40, help_text=_("例如：未报送的县。不写姓名和身份证号。"),
        error_messages={"required": _("请给视图起个名称。")},
    )  # fmt: skip
    address = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
