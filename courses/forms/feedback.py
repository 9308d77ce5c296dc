"""Forms of reflections and corrections."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms.guarded import GuardedForm
from courses.words import CorrectionState


class ReflectionForm(GuardedForm):
    guarded: ClassVar[tuple[str, ...]] = ("text",)
    field_order = ["text", "checked"]
    text = forms.CharField(
        label=_("您的反思"), max_length=4000, widget=forms.Textarea({"rows": 8}),
        help_text=_("只有您自己能看到。要给别人看，请在作业里提交。"),
        error_messages={"required": _("请写下您的想法，再保存")},
    )  # fmt: skip


class CorrectionForm(GuardedForm):
    guarded: ClassVar[tuple[str, ...]] = ("place", "text")
    field_order = ["text", "place", "checked"]
    text = forms.CharField(
        label=_("哪里不对"), max_length=1000, widget=forms.Textarea({"rows": 4}),
        help_text=_("写明原文怎样、应当怎样，例如“第二段的限额是去年的”。"),
        error_messages={"required": _("请写明哪里不对")},
    )  # fmt: skip
    place = forms.CharField(
        label=_("在哪里"), max_length=200, required=False, help_text=_("例如段落开头的几个字，或第几题。")
    )


class CorrectionAnswerForm(forms.Form):
    state = forms.ChoiceField(
        label=_("处理结果"),
        choices=[(one.value, one.label) for one in (CorrectionState.FIXED, CorrectionState.DECLINED)],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项处理结果")},
    )
    answer = forms.CharField(
        label=_("给学员的答复"), max_length=200, required=False, help_text=_("不改的，请写明原因。")
    )
