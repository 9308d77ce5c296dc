"""Forms of leave, and of those who come from outside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import ClassSession

LONGEST_NAME, LONGEST_UNIT = 60, 100


class SessionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, session: ClassSession) -> str:
        half_day = _(session.get_half_day_display())
        return f"{session.held_on:%Y-%m-%d} {half_day} {session.starts_at:%H:%M} {session.topic}"


class LeaveForm(forms.Form):
    """Which sessions, and why: one word is enough."""

    sessions = SessionsField(
        label=_("要请假的课次"), queryset=ClassSession.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要请假的课次")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("请假事由"), max_length=200, help_text=_("一个词就够，例如“病假”“家中有事”"),
        error_messages={"required": _("请写明请假事由")},
    )  # fmt: skip

    def __init__(self, *args: Any, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sessions"].queryset = sessions  # type: ignore[attr-defined]


class LeaveAnswerForm(forms.Form):
    answer = forms.CharField(label=_("不同意的原因"), max_length=200)


class OutsidersForm(forms.Form):
    """One person a line: the name, and after a space the unit."""

    people = forms.CharField(
        label=_("外单位学员"), widget=forms.Textarea(attrs={"rows": 6}), max_length=20_000,
        help_text=_("每行一位：姓名，空一格写单位"), error_messages={"required": _("请填写至少一位的姓名")},
    )  # fmt: skip

    def clean_people(self) -> list[tuple[str, str]]:
        parts = [line.split(maxsplit=1) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        found = [(one[0], one[1].strip() if len(one) > 1 else "") for one in parts]
        for number, (name, unit) in enumerate(found, start=1):
            if len(name) > LONGEST_NAME or len(unit) > LONGEST_UNIT:
                raise forms.ValidationError(_("第%(number)d行太长，请只写姓名和单位") % {"number": number})
        return found
