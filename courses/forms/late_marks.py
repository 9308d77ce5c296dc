"""Forms of late marks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskForm(forms.Form):
    reason = forms.CharField(
        label=_("补签理由"),
        max_length=200,
        help_text=_("写明为什么没有扫到码，例如“手机没电，签了纸质签到表”。"),
        error_messages={"required": _("请写明补签理由。")},
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("不同意的原因"), max_length=200)
