"""Sit a paper: begin, save each answer as it is given, hand in. The server's clock alone decides when time is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from assessment.models import PaperVersion, QuestionVersion, SavedAnswer, Sitting
from assessment.paper_querysets import all_saved_answers, all_sittings, versions_asked
from assessment.rules import Marks, has_passed, score
from assessment.rules.sittings import Window, accepts_until, ends_at, review_at, why_not_begin
from assessment.rules.wording import KEYS, is_accepted
from assessment.services.attempts import LONGEST_ANSWER, MARKS_RULE
from assessment.words import QuestionKind, ReviewTime
from core import clock, events
from core.errors import RuleBroken
from organisations.authority import SYSTEM, Authority
from organisations.querysets import all_rules
from people.models import Person
from people.querysets import all_postings

GRACE_RULE = "paper.grace_seconds"
NOT_YOURS = "sitting.not_yours"


@dataclass(frozen=True)
class Given:
    """An answer as it comes: chosen keys, or what was written; blank takes an answer back."""

    version: int
    chosen: str = ""
    text: str = ""

    @classmethod
    def of(cls, version: int, keys: Iterable[str], text: str = "") -> Given:
        """Whatever came, cut to what is stored."""
        return cls(version, "".join(sorted(set(keys) & set(KEYS))), text.strip()[:LONGEST_ANSWER])


@transaction.atomic
def begin(
    *,
    version: PaperVersion,
    person: Person,
    window: Window,
    occasion: UUID | None = None,
    by: Authority,
    at: datetime,
) -> Sitting:
    """Begin a published paper, or go on with what the person began; who may sit it was asked before.

    Raises RuleBroken outside the window, or where all tries are used.
    """
    if by.person_id != person.pk:
        raise RuleBroken(NOT_YOURS, "试卷只能由本人作答。请用本人的账号登录。")
    _one_at_a_time(person)
    mine = all_sittings().of_person(person).for_occasion(occasion).filter(answers_to=version)
    for sitting in mine.over_by(at):
        _hand_in(sitting.pk, at=at, by=SYSTEM)
    running = mine.running().first()
    if running is not None:
        return running
    no = why_not_begin(at, window=window, tries=version.tries, tried=mine.count())
    if no:
        raise RuleBroken("sitting.not_now", no)
    area_code = _area_code(person, at)
    grace = all_rules().in_force(GRACE_RULE, on=clock.date_of(at), area_code=area_code)
    ends = ends_at(at, minutes=version.minutes, window=window)
    sitting = Sitting.objects.create(
        answers_to=version, person=person, occasion=occasion, area_code=area_code, started_at=at, ends_at=ends,
        accepts_until=accepts_until(ends, grace_seconds=int(grace.value)),
        review_at=review_at(ReviewTime(version.review), started_at=at, window=window),
    )  # fmt: skip
    events.record("assessment.sitting.begun", by=by, at=at, subject=sitting, data={"person": person.pk})
    return sitting


def _one_at_a_time(person: Person) -> None:
    """Until the end of the transaction: of two who begin at once the second finds what the first began."""
    Person.objects.select_for_update().get(pk=person.pk)


def _area_code(person: Person, at: datetime) -> str:
    held = all_postings().held_on(clock.date_of(at)).primary().filter(person=person)
    code: str | None = held.values_list("organisation__area_code", flat=True).first()
    return code or ""


# One statement, however many answers. The share lock lets two devices save at once and makes a save wait for a hand-in
# that is under way: it then finds the sitting handed in, and writes nothing.
_SAVE = """
INSERT INTO assessment_savedanswer (sitting_id, version_id, chosen, text, sequence, saved_at)
SELECT sitting.id, item.version_id, given.chosen, given.text, %(sequence)s, %(at)s
FROM (
    SELECT id, answers_to_id FROM assessment_sitting
    WHERE public_id = %(sitting)s AND handed_in_at IS NULL
      AND (accepts_until IS NULL OR accepts_until >= %(at)s)
      AND person_id IN (SELECT id FROM people_person WHERE id = %(person)s OR merged_into_id = %(person)s)
    FOR SHARE
) AS sitting
JOIN assessment_paperitem item ON item.asked_in_id = sitting.answers_to_id
JOIN unnest(%(versions)s::bigint[], %(chosen)s::text[], %(texts)s::text[]) AS given (version, chosen, text)
    ON given.version = item.version_id
ORDER BY item.version_id
ON CONFLICT (sitting_id, version_id) DO UPDATE
SET chosen = excluded.chosen, text = excluded.text, sequence = excluded.sequence, saved_at = excluded.saved_at
WHERE assessment_savedanswer.sequence < excluded.sequence
"""


def save(
    *, sitting: UUID, answers: Iterable[Given], sequence: int | None, by: Authority, at: datetime
) -> None:
    """Keep answers of one moment; what was given later stays. One write, no event: an answer is its own record.

    `sequence`: that moment in milliseconds as the device tells it, never later than now; None is now.

    Raises RuleBroken where the sitting is handed in or over, or is not the person's own.
    """
    now = int(at.timestamp() * 1000)
    given = list(answers)
    values = {
        "sitting": sitting, "person": by.person_id, "at": at, "sequence": now if sequence is None else min(sequence, now),
        "versions": [one.version for one in given], "chosen": [one.chosen for one in given],
        "texts": [one.text for one in given],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, values)
        written = cursor.rowcount
    if written < len(given):
        _require_running(sitting, by=by, at=at)


def _require_running(public_id: UUID, *, by: Authority, at: datetime) -> None:
    """Nothing was written: because something later stands, which is well, or because nothing may be."""
    found = Sitting.objects.filter(public_id=public_id).first()
    if found is None or found.person_id not in _selves(by):
        raise RuleBroken(NOT_YOURS, "试卷只能由本人作答。请用本人的账号登录。")
    if found.handed_in_at is not None:
        raise RuleBroken("sitting.handed_in", "这份试卷已经交卷，之后的答案没有记入。请查看成绩。")
    if found.accepts_until is not None and at > found.accepts_until:
        raise RuleBroken("sitting.over", "作答时间已到，之后的答案没有记入。此前保存的都已算数，请查看成绩。")


def _selves(by: Authority) -> set[int]:
    merged = Person.objects.filter(merged_into=by.person_id).values_list("pk", flat=True)
    return {by.person_id or 0, *merged}


@transaction.atomic
def hand_in(*, sitting: Sitting, by: Authority, at: datetime) -> Sitting:
    """Score what was saved and close the sitting for good; again changes nothing.

    Raises RuleBroken for whoever is neither the person nor the system.
    """
    if not by.is_system and sitting.person_id not in _selves(by):
        raise RuleBroken(NOT_YOURS, "试卷只能由本人作答。请用本人的账号登录。")
    return _hand_in(sitting.pk, at=at, by=by)


@transaction.atomic
def settle(*, sitting: Sitting, at: datetime) -> Sitting:
    """Hand in by the clock where the time is over; whoever looks sees it handed in."""
    if sitting.handed_in_at is None and sitting.accepts_until is not None and at > sitting.accepts_until:
        return _hand_in(sitting.pk, at=at, by=SYSTEM)
    return sitting


def close_over(*, by: Authority, at: datetime) -> int:
    """Hand in whatever is over and nobody looked at; how many. Each is a transaction of its own."""
    waiting = list(all_sittings().over_by(at).order_by("pk"))
    for sitting in waiting:
        settle(sitting=sitting, at=at)
    return len(waiting)


def _hand_in(pk: int, *, at: datetime, by: Authority) -> Sitting:
    sitting = Sitting.objects.select_for_update().select_related("answers_to").get(pk=pk)
    if sitting.handed_in_at is not None:
        return sitting
    rule = all_rules().in_force(MARKS_RULE, on=clock.date_of(sitting.started_at), area_code=sitting.area_code)
    marks = Marks(**rule.value)
    asked = versions_asked(sitting.answers_to)
    given = all_saved_answers().by_version(sitting)
    scored = {given[one.pk].pk: points_of(one, given[one.pk], marks) for one in asked if one.pk in given}
    _keep_points(scored)
    full = sum(marks.full(QuestionKind(version.kind)) for version in asked)
    sitting.half_points, sitting.full_half_points = sum(scored.values()), full
    sitting.has_passed = has_passed(sitting.half_points, full=full, percent=sitting.answers_to.pass_percent)
    sitting.by_clock = sitting.ends_at is not None and at > sitting.ends_at
    sitting.handed_in_at = sitting.ends_at if sitting.by_clock else at
    sitting.rule_version = rule.version
    sitting.save()
    data = {"person": sitting.person_id, "by_clock": sitting.by_clock}
    events.record("assessment.sitting.handed_in", by=by, at=at, subject=sitting, data=data)
    return sitting


def points_of(version: QuestionVersion, answer: SavedAnswer, marks: Marks) -> int:
    """Half points of one saved answer."""
    kind = QuestionKind(version.kind)
    if kind is QuestionKind.SHORT:
        accepted = [option["text"] for option in version.options]
        return marks.full(kind) if is_accepted(answer.text, accepted) else 0
    return score(kind, right=version.right_keys, chosen=frozenset(answer.chosen), marks=marks)


def _keep_points(scored: Mapping[int, int]) -> None:
    statement = """
        UPDATE assessment_savedanswer SET half_points = given.points
        FROM unnest(%s::bigint[], %s::int[]) AS given (id, points) WHERE assessment_savedanswer.id = given.id
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(scored), list(scored.values())])
