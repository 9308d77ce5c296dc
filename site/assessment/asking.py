"""A question as a form field: named by the version that is asked, so that a replaced question is answered anew."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from assessment.models import QuestionVersion
from assessment.services.attempts import LONGEST_ANSWER
from assessment.words import QuestionKind


def name_of(version: QuestionVersion) -> str:
    return f"question-{version.pk}"


def field_of(number: int, version: QuestionVersion) -> forms.Field:
    """Radio buttons, checkboxes or a line of text, by the kind of the question."""
    kind = QuestionKind(version.kind)
    choices = [(option["key"], f"{option['key']}. {option['text']}") for option in version.options]
    label = f"{number}. {version.stem}（{_(kind.label)}）"
    errors = {"required": _("请回答第%(number)s题") % {"number": number}}
    if kind is QuestionKind.SHORT:
        return forms.CharField(label=label, max_length=LONGEST_ANSWER, error_messages=errors)
    if kind is not QuestionKind.MULTIPLE:
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors
        )
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=errors
    )
