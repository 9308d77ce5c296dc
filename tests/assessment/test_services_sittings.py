"""Sitting a paper: saved answers, the clock, the hand-in and its points."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from assessment.models import SavedAnswer, Sitting
from assessment.paper_querysets import versions_asked
from assessment.rules.sittings import Window
from assessment.services import bank, papers, sittings
from assessment.services.sittings import Given
from assessment.tasks import close_sittings
from assessment.words import QuestionKind
from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM
from people.models import Person
from tests.assessment.papers import DETAILS, a_paper, answer, begun, by, live, sat, single
from tests.cast import Cast, Places

REFUSED = (InternalError, ProgrammingError)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


def chosen(sitting: Sitting) -> list[str]:
    return list(sitting.answers.order_by("version").values_list("chosen", flat=True))


def test_a_paper_is_begun_answered_and_scored(places: Places, worker: Person, at: datetime) -> None:
    sitting = sat(a_paper(places.county, at), worker, at, ["A", "A", "B"])
    assert (sitting.half_points, sitting.full_half_points, sitting.has_passed) == (4, 6, True)
    assert sitting.rule_version == "check.marks@CN:2009-01-01"
    assert [one.half_points for one in sitting.answers.order_by("version")] == [2, 2, 0]


def test_multiple_choices_get_half_a_point_for_each_right_option(
    places: Places, worker: Person, at: datetime
) -> None:
    options = (("一", True), ("二", True), ("三", True), ("四", False))
    details = [single(number, kind=QuestionKind.MULTIPLE, options=options) for number in (1, 2, 3, 4)]
    short = single(5, kind=QuestionKind.SHORT, options=(("社工站", True),))
    asked = live([*details, short], at=at)
    paper = papers.add(details=DETAILS, owner=places.county, by=SYSTEM, at=at)
    papers.choose(paper=paper, numbers=[one.pk for one in asked], by=SYSTEM, at=at)
    version = papers.publish(paper=paper, by=SYSTEM, at=at)
    sitting = begun(version, worker, at)
    answer(sitting, ["ABC", "AB", "AD", ""], at)
    written = Given.of(versions_asked(version)[4].pk, "", " 社工站。")
    sittings.save(sitting=sitting.public_id, answers=[written], sequence=None, by=by(worker, at), at=at)
    handed_in = sittings.hand_in(sitting=sitting, by=by(worker, at), at=at)
    assert [one.half_points for one in handed_in.answers.order_by("version")] == [4, 2, 0, 2]
    assert (handed_in.half_points, handed_in.full_half_points) == (8, 18)


def test_beginning_again_goes_on_with_what_was_begun(places: Places, worker: Person, at: datetime) -> None:
    version = a_paper(places.county, at)
    first = begun(version, worker, at)
    answer(first, ["A"], at)
    again = begun(version, worker, at + 5 * MINUTE)
    assert (again.pk, again.ends_at) == (first.pk, at + 30 * MINUTE)


def test_the_later_answer_wins_whichever_arrives_first(places: Places, worker: Person, at: datetime) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    now = int(at.timestamp() * 1000)
    answer(sitting, ["B"], at, sequence=now - 1000)
    answer(sitting, ["C"], at, sequence=now - 3000)  # waited on a device meanwhile
    assert chosen(sitting) == ["B"]
    answer(sitting, ["A"], at, sequence=now - 500)
    assert chosen(sitting) == ["A"]


def test_a_device_whose_clock_runs_ahead_does_not_lock_the_answer(
    places: Places, worker: Person, at: datetime
) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    answer(sitting, ["B"], at, sequence=2**60)
    answer(sitting, ["A"], at + MINUTE)
    assert chosen(sitting) == ["A"]


def test_one_answer_is_one_write_without_event_or_key(places: Places, worker: Person, at: datetime) -> None:
    sitting, actor = begun(a_paper(places.county, at), worker, at), by(worker, at)
    version, before = versions_asked(sitting.answers_to)[0].pk, Event.objects.count()
    with CaptureQueriesContext(connection) as queries:
        sittings.save(
            sitting=sitting.public_id, answers=[Given(version, "A")], sequence=None, by=actor, at=at
        )
    assert len(queries) == 1
    assert Event.objects.count() == before


def test_nobody_answers_for_another_or_what_was_not_asked(
    places: Places, worker: Person, cast: Cast, at: datetime
) -> None:
    sitting, other = begun(a_paper(places.county, at), worker, at), cast.worker("黄建国", places.station)
    version = versions_asked(sitting.answers_to)[0].pk
    with pytest.raises(RuleBroken, match="本人"):
        sittings.save(
            sitting=sitting.public_id, answers=[Given(version, "A")], sequence=None, by=by(other, at), at=at
        )
    strange = bank.keep(details=single(77), by=SYSTEM, at=at).versions.get()
    sittings.save(
        sitting=sitting.public_id, answers=[Given(strange.pk, "A")], sequence=None, by=by(worker, at), at=at
    )
    assert not SavedAnswer.objects.exists()
    with pytest.raises(RuleBroken, match="本人"):
        sittings.hand_in(sitting=sitting, by=by(other, at), at=at)


def test_answers_on_their_way_count_and_later_ones_are_refused(
    places: Places, worker: Person, at: datetime
) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    end = at + 30 * MINUTE
    answer(sitting, ["A"], end + timedelta(seconds=30))
    with pytest.raises(RuleBroken, match="时间已到"):
        answer(sitting, ["B"], end + timedelta(seconds=31))
    assert chosen(sitting) == ["A"]


def test_the_clock_hands_in_what_was_saved_when_somebody_looks(
    places: Places, worker: Person, at: datetime
) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    answer(sitting, ["A", "A"], at)
    assert sittings.settle(sitting=sitting, at=at + 30 * MINUTE).handed_in_at is None
    settled = sittings.settle(sitting=sitting, at=at + 31 * MINUTE)
    assert (settled.handed_in_at, settled.by_clock, settled.half_points) == (at + 30 * MINUTE, True, 4)


def test_the_clock_hands_in_what_nobody_looks_at(
    places: Places, worker: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begun(a_paper(places.county, at), worker, at)
    monkeypatch.setattr("core.clock.now", lambda: at + 31 * MINUTE)
    close_sittings()
    close_sittings()
    sitting.refresh_from_db()
    assert (sitting.by_clock, sitting.half_points, sitting.has_passed) == (True, 0, False)


def test_tries_are_counted_and_so_is_one_that_the_clock_ended(
    places: Places, worker: Person, at: datetime
) -> None:
    version = a_paper(places.county, at)
    begun(version, worker, at)
    second = begun(version, worker, at + 40 * MINUTE)
    assert second.answers_to.sittings.count() == 2
    sittings.hand_in(sitting=second, by=by(worker, at), at=at + 41 * MINUTE)
    with pytest.raises(RuleBroken, match="已经用完"):
        begun(version, worker, at + 42 * MINUTE)


def test_a_window_that_closes_ends_the_sitting(places: Places, worker: Person, at: datetime) -> None:
    version = a_paper(places.county, at)
    sitting = begun(version, worker, at, window=Window(at - MINUTE, at + 10 * MINUTE))
    assert sitting.ends_at == at + 10 * MINUTE
    with pytest.raises(RuleBroken, match="已经截止"):
        begun(a_paper(places.city, at), worker, at, window=Window(None, at))


def test_what_is_handed_in_never_changes(places: Places, worker: Person, at: datetime) -> None:
    sitting = sat(a_paper(places.county, at), worker, at, ["A", "A", "A"])
    assert sittings.hand_in(sitting=sitting, by=by(worker, at), at=at + MINUTE).handed_in_at == at
    with pytest.raises(RuleBroken, match="已经交卷"):
        answer(sitting, ["B"], at + MINUTE)
    version = versions_asked(sitting.answers_to)[0]
    late = {"sitting": sitting, "version": version, "chosen": "B", "sequence": 1, "saved_at": at}
    for change in (
        lambda: Sitting.objects.filter(pk=sitting.pk).update(half_points=0),
        lambda: Sitting.objects.filter(pk=sitting.pk).delete(),
        lambda: sitting.answers.all().update(chosen="B"),
        lambda: sitting.answers.all().delete(),
        lambda: SavedAnswer.objects.create(**late),
    ):
        with pytest.raises(REFUSED, match="never change"), transaction.atomic():
            change()


def test_questions_that_were_asked_are_the_ones_scored(places: Places, worker: Person, at: datetime) -> None:
    version = a_paper(places.county, at)
    sitting = begun(version, worker, at)
    live([replace(single(1), options=(("甲", False), ("乙", True), ("丙", False)))], at=at)
    answer(sitting, ["A", "A", "A"], at)
    assert sittings.hand_in(sitting=sitting, by=by(worker, at), at=at).half_points == 6
