"""Which questions of the bank cite an article of a law."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from assessment.formats.findings import short
from assessment.models import Question
from assessment.querysets import all_questions
from assessment.words import QuestionState, TagKind
from cms.citations import Citation
from cms.law_querysets import all_articles
from core import clock
from core.sentences import say


@dataclass(frozen=True)
class _Wording:
    """One wording of an article and the day from which it is in force."""

    article_id: int
    in_force_from: date


def questions_citing(article_ids: Collection[int], on: date) -> Iterable[Citation]:
    """One citation for each pair of question and article wording; a retired question cites nothing.

    A tag names an article by law and number. It means the wording that was in force when the question's version was
    written: an amendment leaves the question behind until it is written anew.
    """
    wanted = set(article_ids)
    citing = all_questions().with_current().exclude(state=QuestionState.RETIRED)
    found = list(citing.filter(tags__kind=TagKind.LAW).distinct())
    wordings = _wordings({reference for question in found for reference in _references(question)})
    for question in found:
        for reference in _references(question):
            article_id = _meant(wordings.get(reference, []), question)
            if article_id in wanted:
                yield _citation(question, article_id)


def _references(question: Question) -> list[str]:
    return [tag.text for tag in question.tags.all() if tag.kind == TagKind.LAW]


def _meant(wordings: list[_Wording], question: Question) -> int:
    """The id of the wording in force when the question was written, else of the first one; 0 where there is none."""
    written_on = clock.date_of(question.current_recorded_at) if question.current_recorded_at else date.max
    before = [one for one in wordings if one.in_force_from <= written_on]
    chosen = before[-1:] or wordings[:1]
    return chosen[0].article_id if chosen else 0


def _wordings(references: set[str]) -> dict[str, list[_Wording]]:
    """The wordings of each reference, the oldest first; one query."""
    codes = {reference.partition("#")[0] for reference in references}
    articles = all_articles().filter(law__code__in=codes).order_by("in_force_from")
    found: dict[str, list[_Wording]] = defaultdict(list)
    for code, number, pk, first_day in articles.values_list("law__code", "number", "pk", "in_force_from"):
        found[f"{code}#{number}"].append(_Wording(pk, first_day))
    return found


def _citation(question: Question, article_id: int) -> Citation:
    return Citation(
        title=short(question.title or question.current_stem or question.code),
        kind=say("题目"),
        url_for_editor=reverse("assessment:question", args=[question.pk]),
        article_id=article_id,
        is_live=question.state == QuestionState.LIVE,
    )
