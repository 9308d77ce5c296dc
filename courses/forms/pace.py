"""The answer to a note of an implausible pace."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.words import PaceState


class PaceAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("查看结果"),
        choices=[(one.value, one.label) for one in (PaceState.NORMAL, PaceState.TALKED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项查看结果")},
    )
    remark = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        help_text=_("例如“早就做过这些工作，看一遍就答对了”。只有查看的人能看到。"),
    )
