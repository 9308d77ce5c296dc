"""The questions at the foot of a lesson, as one form that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from assessment.asking import field_of, name_of
from assessment.models import QuestionVersion
from assessment.words import QuestionKind


class CheckForm(forms.Form):
    """One field a question, named by the version that the learner sees: a replaced question is answered anew."""

    use_required_attribute = False

    def __init__(self, asked: Sequence[QuestionVersion], data: Any = None) -> None:
        super().__init__(data)
        self.asked = asked
        for number, version in enumerate(asked, 1):
            self.fields[name_of(version)] = field_of(number, version)

    def answers(self) -> dict[int, frozenset[str]]:
        """Chosen keys, or the text written, by id of the version, for the service."""
        return {version.pk: _given(version, self.cleaned_data[name_of(version)]) for version in self.asked}


def _given(version: QuestionVersion, cleaned: Any) -> frozenset[str]:
    return frozenset([cleaned]) if version.kind == QuestionKind.SHORT else frozenset(cleaned)
