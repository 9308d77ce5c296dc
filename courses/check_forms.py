"""The questions at the foot of a lesson, as one form that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from assessment.models import QuestionVersion
from assessment.words import QuestionKind


class CheckForm(forms.Form):
    """One field a question, named by the version that the learner sees: a replaced question is answered anew."""

    use_required_attribute = False

    def __init__(self, asked: Sequence[QuestionVersion], data: Any = None) -> None:
        super().__init__(data)
        self.asked = asked
        for number, version in enumerate(asked, 1):
            self.fields[_name(version)] = _field(number, version)

    def answers(self) -> dict[int, frozenset[str]]:
        """Chosen keys by id of the version, for the service."""
        return {version.pk: frozenset(self.cleaned_data[_name(version)]) for version in self.asked}


def _name(version: QuestionVersion) -> str:
    return f"question-{version.pk}"


def _field(number: int, version: QuestionVersion) -> forms.Field:
    kind = QuestionKind(version.kind)
    choices = [(option["key"], f"{option['key']}. {option['text']}") for option in version.options]
    label = f"{number}. {version.stem}（{_(kind.label)}）"
    errors = {"required": _("请回答第%(number)s题") % {"number": number}}
    if kind is QuestionKind.SINGLE:
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors
        )
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=errors
    )
