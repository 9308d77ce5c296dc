"""One page of a paper as a form, filled with what was saved. What comes back is cut down, never refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from assessment.asking import field_of, name_of
from assessment.models import QuestionVersion, SavedAnswer
from assessment.services.sittings import Given
from assessment.words import QuestionKind

PER_PAGE = 10
WAS = "was"  # before the name of a question: what the page showed as its answer
ASKED = re.compile(rf"(?:{WAS}-)?question-([0-9]{{1,18}})")  # as `name_of`


class PageForm(forms.Form):
    """`first` is the number of the page's first question. Every field is shown as filled in or blank, none is required.

    Beside each question stands what the page showed: only what somebody changed is saved, so that a page that lay open
    on another device takes nothing back.
    """

    use_required_attribute = False

    def __init__(
        self, asked: Sequence[QuestionVersion], saved: Mapping[int, SavedAnswer], *, first: int
    ) -> None:
        super().__init__(initial={name_of(one): _shown(one, saved.get(one.pk)) for one in asked})
        self.asked = asked
        for number, version in enumerate(asked, first):
            self.fields[name_of(version)] = field_of(number, version)
        self.before = [(f"{WAS}-{name_of(one)}", _kept(one, saved.get(one.pk))) for one in asked]


def _shown(version: QuestionVersion, answer: SavedAnswer | None) -> Any:
    if version.kind == QuestionKind.MULTIPLE:
        return list(answer.chosen) if answer else []
    return _kept(version, answer)


def _kept(version: QuestionVersion, answer: SavedAnswer | None) -> str:
    if answer is None:
        return ""
    return answer.text if version.kind == QuestionKind.SHORT else answer.chosen


def versions_in(data: QueryDict) -> set[int]:
    """The questions that a posted page asked: it names each, answered or not."""
    return {int(found[1]) for name in data if (found := ASKED.fullmatch(name))}


def changes_of(asked: Sequence[QuestionVersion], data: QueryDict) -> list[Given]:
    """The answers of a posted page that are others than the page showed."""
    found = []
    for version in asked:
        name = name_of(version)
        given = given_of(version, data.getlist(name))
        was = data.get(f"{WAS}-{name}", "")
        if was != (given.text if version.kind == QuestionKind.SHORT else given.chosen):
            found.append(given)
    return found


def given_of(version: QuestionVersion, values: Sequence[str]) -> Given:
    if version.kind == QuestionKind.SHORT:
        return Given.of(version.pk, "", " ".join(values))
    return Given.of(version.pk, values)


class AnswerForm(forms.Form):
    """One answer as the script sends it: the version, keys or words, and when it was given (milliseconds)."""

    version = forms.IntegerField(min_value=1)
    chosen = forms.CharField(required=False, max_length=12)
    text = forms.CharField(required=False, max_length=500)
    sequence = forms.IntegerField(min_value=0)

    def given(self) -> Given:
        return Given.of(self.cleaned_data["version"], self.cleaned_data["chosen"], self.cleaned_data["text"])
