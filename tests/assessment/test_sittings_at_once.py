"""Two devices, a hand-in and a save, two starts: at the same moment, and what becomes of them without the guard."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assessment.models import Sitting
from assessment.services import sittings
from core.errors import RuleBroken
from people.models import Person
from tests.assessment.papers import a_paper, answer, begun, by
from tests.cast import Cast, Places
from tests.threads import LONGEST, somebody_waits, until

pytestmark = pytest.mark.usefixtures("truncatable_ledger")


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """`second` arrives while `first` is not committed yet, and waits for it; its answer, an exception being one too."""

    def run() -> Any:
        try:
            return second()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            arrived = pool.submit(run)
            until(somebody_waits, "the second waits for the first")
        return arrived.result(LONGEST)


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def sitting(places: Places, worker: Person, at: datetime) -> Sitting:
    return begun(a_paper(places.county, at), worker, at)


def two_devices(sitting: Sitting, at: datetime) -> str:
    """The older answer arrives while the later one is being written: what stands in the end."""
    now = int(at.timestamp() * 1000)
    meanwhile(
        lambda: answer(sitting, ["A"], at, sequence=now),
        lambda: answer(sitting, ["B"], at, sequence=now - 1000),
    )
    return sitting.answers.get().chosen


def test_of_two_devices_the_later_answer_stands(sitting: Sitting, at: datetime) -> None:
    answer(sitting, ["C"], at, sequence=1)
    assert two_devices(sitting, at) == "A"


def test_without_the_sequence_the_older_answer_would_stand(
    sitting: Sitting, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(sitting, ["C"], at, sequence=1)
    guard = "WHERE assessment_savedanswer.sequence < excluded.sequence"
    monkeypatch.setattr(sittings, "_SAVE", sittings._SAVE.replace(guard, ""))
    assert two_devices(sitting, at) == "B"


def hand_in_and_save(sitting: Sitting, at: datetime) -> Any:
    actor = by(sitting.person, at)
    return meanwhile(
        lambda: sittings.hand_in(sitting=sitting, by=actor, at=at), lambda: answer(sitting, ["A"], at)
    )


def test_an_answer_that_meets_the_hand_in_is_refused(sitting: Sitting, at: datetime) -> None:
    refused = hand_in_and_save(sitting, at)
    assert isinstance(refused, RuleBroken)
    assert "已经交卷" in refused.message
    assert not sitting.answers.exists()


def test_without_the_share_lock_it_would_stand_there_unscored(
    sitting: Sitting, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sittings, "_SAVE", sittings._SAVE.replace("FOR SHARE", ""))
    assert hand_in_and_save(sitting, at) is None
    assert sitting.answers.get().half_points is None


def test_who_begins_twice_at_once_goes_on_with_one_sitting(
    places: Places, worker: Person, at: datetime
) -> None:
    version = a_paper(places.county, at)
    again = meanwhile(lambda: begun(version, worker, at), lambda: begun(version, worker, at))
    assert again == Sitting.objects.get()


def test_without_the_lock_the_second_start_would_fail(
    places: Places, worker: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = a_paper(places.county, at)
    monkeypatch.setattr(sittings, "_one_at_a_time", lambda person: None)
    again = meanwhile(lambda: begun(version, worker, at), lambda: begun(version, worker, at))
    assert isinstance(again, IntegrityError)
