"""Forms of those who answer a request to be let in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.asking import AskingForm
from people.models import Person

NEW = "new"


class AnswerForm(AskingForm):
    """Who it is: one of those of that name, or somebody new."""

    who = forms.ChoiceField(label=_("这是谁"), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, among: Sequence[tuple[Person, str]], may_hire: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.among = {str(person.public_id): person for person, _label in among}
        choices = [(str(person.public_id), label) for person, label in among]
        if may_hire:
            choices.append((NEW, str(_("名册上没有，添加为新人员"))))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def person(self) -> Person | None:
        """The one chosen; None for somebody new."""
        return self.among.get(self.cleaned_data["who"])


class RefuseForm(AskingForm):
    reason = forms.CharField(
        label=_("不通过的原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("申请人会看到。不要写身份证号和家庭情况"),
    )  # fmt: skip
