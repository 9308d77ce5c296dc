"""Two officers change one class: the second sees what the first wrote, beside the words typed meanwhile."""

import re
import threading
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.shortcuts import get_object_or_404
from django.test import Client

from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.services import classes
from courses.views import classes as views
from organisations.roles import Role
from people.models import Person
from people.requests import BanyanRequest
from tests.cast import Cast, Places
from tests.courses.class_pages.room import class_fields, logged_in, post, url
from tests.courses.classroom import open_class
from tests.threads import LONGEST, race

SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')


@pytest.fixture
def colleague(places: Places, cast: Cast) -> Person:
    return cast.with_role("张主管", Role.OFFICER, places.county)


def _seen(page: str) -> str:
    found = SEEN.search(page)
    assert found
    return found.group(1)


def _open(client: Client, training_class: TrainingClass) -> str:
    return _seen(client.get(url("class_edit", training_class)).content.decode())


def test_whoever_saves_second_sees_both_texts_and_decides(
    places: Places, cast: Cast, officer: Person, colleague: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    first, second = logged_in(cast, colleague), logged_in(cast, officer)
    seen_by_first, seen_by_second = _open(first, training_class), _open(second, training_class)
    post(first, url("class_edit", training_class), **class_fields(places, venue="302室", seen=seen_by_first))
    mine = class_fields(places, venue="县党校礼堂", name="改名班")
    answer = post(second, url("class_edit", training_class), **mine, seen=seen_by_second)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "张主管刚才改过这里" in page
    assert "<td>县党校礼堂</td><td>302室</td>" in page
    assert 'value="县党校礼堂"' in page
    training_class.refresh_from_db()
    assert training_class.venue == "302室"
    post(second, url("class_edit", training_class), **mine, seen=_seen(page))
    training_class.refresh_from_db()
    assert (training_class.venue, training_class.name) == ("县党校礼堂", "改名班")


def test_a_colleague_who_changed_nothing_is_no_conflict(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    client = logged_in(cast, officer)
    seen = _open(client, training_class)
    answer = post(client, url("class_edit", training_class), **class_fields(places), seen=seen)
    assert answer.status_code == 302  # type: ignore[attr-defined]


def test_two_who_wrote_the_same_are_no_conflict(
    places: Places, cast: Cast, officer: Person, colleague: Person, at: datetime
) -> None:
    training_class = open_class(places.county, at)
    clients = [logged_in(cast, person) for person in (colleague, officer)]
    marks = [_open(client, training_class) for client in clients]
    answers = [
        post(client, url("class_edit", training_class), **class_fields(places, report_year="2026"), seen=seen)
        for client, seen in zip(clients, marks, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [302, 302]  # type: ignore[attr-defined]


def _both_save(places: Places, cast: Cast, people: tuple[Person, Person], at: datetime) -> list[int]:
    training_class = open_class(places.county, at)
    clients = [logged_in(cast, person) for person in people]
    marks = [_open(client, training_class) for client in clients]

    def saving(number: int) -> Callable[[], int]:
        fields = class_fields(places, venue=f"{number}号楼", seen=marks[number])

        def save() -> int:
            answer = post(clients[number], url("class_edit", training_class), **fields)
            return answer.status_code  # type: ignore[attr-defined,no-any-return]

        return save

    return sorted(race(saving(0), saving(1)))


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_of_two_who_save_in_one_moment_one_is_asked(
    places: Places, cast: Cast, officer: Person, colleague: Person, at: datetime
) -> None:
    assert _both_save(places, cast, (officer, colleague), at) == [200, 302]


@pytest.mark.service
@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_the_first_would_be_overwritten_unseen(
    places: Places,
    cast: Cast,
    officer: Person,
    colleague: Person,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both_have_read = threading.Barrier(2)
    edit = classes.edit

    def unlocked(request: BanyanRequest, public_id: UUID) -> TrainingClass:
        return get_object_or_404(all_classes(), public_id=public_id)

    def edit_together(**given: object) -> object:
        both_have_read.wait(LONGEST)
        return edit(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(views, "_managed", unlocked)
    monkeypatch.setattr(classes, "edit", edit_together)
    assert _both_save(places, cast, (officer, colleague), at) == [302, 302]
