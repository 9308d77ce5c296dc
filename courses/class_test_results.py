"""How a class did in a test: a line for everybody with a place or a sitting, in a fixed number of questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from assessment.models import Sitting
from assessment.paper_querysets import all_sittings
from assessment.rules import shown_points
from core.clock import SHANGHAI
from core.sentences import Sentence, say
from core.sheets.writing import Cell, Plan, Style
from courses.models import ClassTest
from courses.querysets import all_enrolments
from people.models import Person
from people.querysets import PersonQuerySet, all_people, all_postings

PASSED, FAILED, RUNNING, ABSENT = say("已通过"), say("未通过"), say("作答中"), say("未参加")
_HEADINGS = (
    say("姓名"),
    say("单位"),
    say("结果"),
    say("最好成绩"),
    say("满分"),
    say("作答次数"),
    say("最近交卷"),
)
_WIDTHS = (12, 30, 10, 10, 10, 10, 18)


@dataclass(frozen=True)
class ResultLine:
    """A person: the best of their sittings, and how many there are. Points are empty before the first hand-in."""

    name: str
    organisation: str
    state: Sentence
    tone: str
    points: str
    full: str
    tries: int
    handed_in_at: datetime | None


def people_of(test: ClassTest) -> PersonQuerySet:
    """Whoever has a place, and whoever sat it; merged records stand under the one that stays."""
    listed = all_enrolments().standing().filter(training_class=test.training_class_id).values("person")
    sat = all_sittings().for_occasion(test.public_id)
    stays = Q(pk__in=sat.values("person"), merged_into=None) | Q(pk__in=sat.values("person__merged_into"))
    return all_people().filter(Q(pk__in=listed) | stays).order_by("sort_key", "pk")


def lines_of(test: ClassTest, people: Sequence[Person], *, on: date) -> list[ResultLine]:
    """Two questions, however many people."""
    numbers = [person.pk for person in people]
    held = all_postings().held_on(on).primary().filter(person__in=numbers)
    places = dict(held.order_by().values_list("person", "organisation__name"))
    tries: dict[int, list[Sitting]] = {number: [] for number in numbers}
    mine = Q(person__in=numbers) | Q(person__merged_into__in=numbers)
    for sitting in all_sittings().for_occasion(test.public_id).filter(mine).select_related("person"):
        tries[sitting.person.merged_into_id or sitting.person_id].append(sitting)
    return [_line(person, places.get(person.pk, ""), tries[person.pk]) for person in people]


def _line(person: Person, place: str, sittings: list[Sitting]) -> ResultLine:
    done = [one for one in sittings if one.handed_in_at is not None]
    best = max(done, key=lambda one: one.half_points or 0, default=None)
    state, tone = _state(done, is_running=len(done) < len(sittings))
    return ResultLine(
        name=person.name, organisation=place, state=state, tone=tone, tries=len(sittings),
        points=shown_points(best.half_points or 0) if best else "",
        full=shown_points(best.full_half_points or 0) if best else "",
        handed_in_at=max((one.handed_in_at for one in done if one.handed_in_at), default=None),
    )  # fmt: skip


def _state(done: list[Sitting], *, is_running: bool) -> tuple[Sentence, str]:
    if any(one.has_passed for one in done):
        return PASSED, "done"
    if is_running:
        return RUNNING, "due"
    return (FAILED, "problem") if done else (ABSENT, "plain")


def totals_of(test: ClassTest) -> dict[str, int]:
    """People, those who handed in, and those who passed; by the record that stays."""
    done = all_sittings().for_occasion(test.public_id).handed_in()
    rows = done.values_list("person", "person__merged_into", "has_passed")
    sat = {merged or person for person, merged, _passed in rows}
    passed = {merged or person for person, merged, has_passed in rows if has_passed}
    return {"people": people_of(test).count(), "sat": len(sat), "passed": len(passed)}


def sheet_of(test: ClassTest, lines: Sequence[ResultLine]) -> Plan:
    """The results as a sheet; the times are Shanghai's."""
    cells = [Cell(1, 1, f"{test.training_class.name} · {test.title}", Style.TITLE, across=len(_HEADINGS))]
    cells += [Cell(2, column, str(words), Style.HEADING) for column, words in enumerate(_HEADINGS, 1)]
    for row, line in enumerate(lines, 3):
        cells += [Cell(row, column, value) for column, value in enumerate(_row(line), 1)]
    return Plan(name="班次考核", cells=cells, widths=_WIDTHS, repeat_rows=(1, 2))


def _row(line: ResultLine) -> list[Any]:
    at = f"{line.handed_in_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if line.handed_in_at else ""
    return [
        line.name,
        line.organisation,
        str(line.state),
        line.points,
        line.full,
        line.tries,
        at,
    ]
