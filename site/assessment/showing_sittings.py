"""Papers and sittings as plain data for those who sit them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import PaperVersion, QuestionVersion, SavedAnswer, Sitting
from assessment.paper_querysets import all_saved_answers, all_sittings, versions_asked
from assessment.rules import shown_points
from assessment.rules.sittings import Window, why_not_begin
from assessment.sitting_forms import PER_PAGE
from core.clock import SHANGHAI
from core.sentences import Sentence
from people.models import Person


@dataclass(frozen=True)
class Fact:
    """A row of a summary."""

    label: str
    value: str


@dataclass(frozen=True)
class SittingLine:
    """One of a person's own sittings."""

    public_id: UUID
    began_at: datetime
    is_running: bool
    has_passed: bool
    points: str
    full: str


@dataclass(frozen=True)
class Standing:
    """What somebody may do with a paper now: go on, begin, or be told why not."""

    facts: tuple[Fact, ...]
    lines: tuple[SittingLine, ...]
    running: UUID | None
    why_not: Sentence


@dataclass(frozen=True)
class OpenLine:
    """A paper that anybody may sit; `best`: the reader's best sitting that was handed in."""

    public_id: UUID
    title: str
    count: int
    minutes: int | None
    span: str
    is_running: bool
    best: SittingLine | None


@dataclass(frozen=True)
class PageLine:
    """A page of ten questions in the map of a paper."""

    number: int
    first: int
    last: int
    answered: int
    is_current: bool


@dataclass(frozen=True)
class ReviewLine:
    """A question with what was answered; options: key, text, chosen, right, and what is said of it."""

    number: int
    stem: str
    options: tuple[tuple[str, str, bool, bool, str], ...]
    answered: bool
    is_right: bool
    points: str
    explanation: str
    written: str


def standing_of(
    version: PaperVersion, person: Person, *, window: Window, occasion: UUID | None = None, at: datetime
) -> Standing:
    """Two queries. A sitting whose time is over counts as handed in, whoever closes it."""
    mine = list(
        all_sittings().of_person(person).for_occasion(occasion).filter(answers_to=version).latest_first()
    )
    running = [one for one in mine if is_running(one, at)]
    return Standing(
        facts=tuple(facts_of(version, window=window)),
        lines=tuple(_line(one, at) for one in mine),
        running=running[0].public_id if running else None,
        why_not=why_not_begin(at, window=window, tries=version.tries, tried=len(mine)),
    )


def open_lines(versions: Sequence[PaperVersion], person: Person, *, at: datetime) -> list[OpenLine]:
    """Of versions `with_count`; one query."""
    mine = all_sittings().of_person(person).for_occasion(None).filter(answers_to__in=versions)
    of_version: dict[int, list[Sitting]] = {}
    for one in mine:
        of_version.setdefault(one.answers_to_id, []).append(one)
    return [_open_line(version, of_version.get(version.pk, []), at) for version in versions]


def _open_line(version: PaperVersion, mine: Sequence[Sitting], at: datetime) -> OpenLine:
    over = [one for one in mine if not is_running(one, at)]
    best = max(over, key=lambda one: one.half_points or 0, default=None)
    return OpenLine(
        public_id=version.paper.public_id,
        title=version.title,
        count=version.question_count,  # type: ignore[attr-defined]
        minutes=version.minutes,
        span=span_of(Window(version.opens_at, version.closes_at)),
        is_running=len(over) < len(mine),
        best=_line(best, at) if best else None,
    )


def is_running(sitting: Sitting, at: datetime) -> bool:
    return sitting.handed_in_at is None and (sitting.accepts_until is None or at <= sitting.accepts_until)


def facts_of(version: PaperVersion, *, window: Window) -> list[Fact]:
    count = version.items.count()
    minutes, tries = version.minutes, version.tries
    return [
        Fact(_("题数"), ngettext("%(count)s道题", "%(count)s道题", count) % {"count": count}),
        Fact(_("限时"), _("%(minutes)s分钟") % {"minutes": minutes} if minutes else _("不限时")),
        Fact(_("及格线"), _("满分的%(percent)s%%") % {"percent": version.pass_percent}),
        Fact(_("可答次数"), _("%(tries)s次") % {"tries": tries} if tries else _("不限次数")),
        Fact(_("开放时间"), span_of(window)),
        Fact(_("何时看答案"), _(version.get_review_display())),
    ]


def span_of(window: Window) -> str:
    """From when until when, in Shanghai's time."""
    if window.opens_at and window.closes_at:
        values = {"from": moment(window.opens_at), "to": moment(window.closes_at)}
        return _("%(from)s至%(to)s") % values
    if window.closes_at:
        return _("到%(to)s为止") % {"to": moment(window.closes_at)}
    return _("%(from)s起") % {"from": moment(window.opens_at)} if window.opens_at else _("随时")


def moment(at: datetime) -> str:
    """2026-11-30 08:27 in Asia/Shanghai."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _line(one: Sitting, at: datetime) -> SittingLine:
    return SittingLine(
        public_id=one.public_id,
        began_at=one.started_at,
        is_running=is_running(one, at),
        has_passed=bool(one.has_passed),
        points=shown_points(one.half_points or 0),
        full=shown_points(one.full_half_points or 0),
    )


def map_of(asked: Sequence[int], saved: Mapping[int, SavedAnswer], *, current: int = 0) -> list[PageLine]:
    """The pages of a paper, with how many of their questions (ids of wordings) have an answer."""
    lines = []
    for start in range(0, len(asked), PER_PAGE):
        here = asked[start : start + PER_PAGE]
        answered = sum(is_answered(saved.get(one)) for one in here)
        page = start // PER_PAGE + 1
        lines.append(PageLine(page, start + 1, start + len(here), answered, page == current))
    return lines


def blanks_of(asked: Sequence[int], saved: Mapping[int, SavedAnswer]) -> list[tuple[int, int]]:
    """Number and page of each question without an answer."""
    return [
        (number, (number - 1) // PER_PAGE + 1)
        for number, one in enumerate(asked, 1)
        if not is_answered(saved.get(one))
    ]


def is_answered(answer: SavedAnswer | None) -> bool:
    return answer is not None and bool(answer.chosen or answer.text)


def review_of(sitting: Sitting) -> list[ReviewLine]:
    """What was asked, what was answered and what is right; two queries."""
    saved = all_saved_answers().by_version(sitting)
    asked = versions_asked(sitting.answers_to)
    return [_reviewed(number, one, saved.get(one.pk)) for number, one in enumerate(asked, 1)]


def _reviewed(number: int, version: QuestionVersion, answer: SavedAnswer | None) -> ReviewLine:
    chosen = answer.chosen if answer else ""
    halves = (answer.half_points or 0) if answer else 0
    written = answer.text if answer else ""
    return ReviewLine(
        number=number,
        stem=version.stem,
        options=tuple(
            (option["key"], option["text"], option["key"] in chosen, option["right"], option.get("why", ""))
            for option in version.options
        ),
        answered=is_answered(answer),
        is_right=frozenset(chosen) == version.right_keys if chosen else bool(written and halves),
        points=shown_points(halves),
        explanation=version.explanation,
        written=written,
    )
