"""The inbox: to-dos above, messages below, read by opening; and where else one wants to be told."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from core import events
from courses.messages import CANCELLED
from inbox import todos
from inbox.models import Message, MessageChannels
from inbox.querysets.messages import unread_count
from inbox.services import messages
from inbox.services.messages import Told
from inbox.todos import Todo, register
from organisations.authority import SYSTEM
from people.models import Person
from tests.cast import Cast, Places
from tests.pages import post

PAGE = "/classes/"


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    person = cast.worker("陈小燕", places.station)
    cast.account(person)
    return person


@pytest.fixture
def own(worker: Person) -> Client:
    client = Client()
    client.force_login(worker.account)  # type: ignore[arg-type]
    return client


def _tell(person: Person, at: datetime, count: int = 1) -> None:
    for number in range(count):
        moment = at - timedelta(hours=number)
        event = events.record("probe.happened", by=SYSTEM, at=moment)
        told = Told(CANCELLED, [person.pk], PAGE, {"name": f"第{number + 1}班"})
        messages.tell(event=event, told=told, by=SYSTEM, at=moment)


def _text(client: Client, address: str = "/inbox/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_inbox_says_what_will_stand_there(own: Client) -> None:
    page = _text(own)
    assert "现在没有待办" in page
    assert "没有消息" in page


def test_todos_stand_above_messages(
    own: Client, worker: Person, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todos, "_sources", [])
    register(lambda by, on: [Todo("确认一次活动", "/studios/confirm/", due_on=on)])
    _tell(worker, at)
    page = _text(own)
    assert page.index("确认一次活动") < page.index("今天") < page.index("“第1班”已取消。")
    assert "1条未读" in page


def test_opening_a_message_leads_to_its_page_and_marks_it_read(
    own: Client, worker: Person, cast: Cast, at: datetime
) -> None:
    _tell(worker, at)
    address = f"/inbox/{Message.objects.get().public_id}/"
    assert address in _text(own)
    for _time in range(2):
        assert own.get(address)["Location"] == PAGE
    assert unread_count(cast.by(worker)) == 0
    assert "未读</" not in _text(own)


def test_a_message_of_another_does_not_exist(
    own: Client, worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("黄建国", places.station)
    _tell(other, at)
    assert own.get(f"/inbox/{Message.objects.get().public_id}/").status_code == 404
    assert "已取消" not in _text(own)
    post(own, "/inbox/read/")
    assert unread_count(cast.by(other)) == 1


def test_all_can_be_marked_read_at_once(own: Client, worker: Person, cast: Cast, at: datetime) -> None:
    _tell(worker, at, 3)
    assert post(own, "/inbox/read/")["Location"] == "/inbox/"
    assert unread_count(cast.by(worker)) == 0


def test_the_inbox_takes_as_many_questions_for_twenty_messages_as_for_one(
    own: Client, worker: Person, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    _tell(worker, at)
    few = count_queries(lambda: _text(own))
    _tell(worker, at, 20)
    assert count_queries(lambda: _text(own)) == few
    assert "page=2" in _text(own)


def test_the_number_for_the_menu_is_one_question(
    worker: Person, cast: Cast, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    _tell(worker, at, 2)
    by = cast.by(worker)
    assert count_queries(lambda: unread_count(by)) == 1


def test_a_channel_is_chosen_and_given_up_again(own: Client, worker: Person) -> None:
    assert "电子邮件" in _text(own, "/inbox/channels/")
    assert "短信，发到" not in _text(own, "/inbox/channels/")  # no phone number on the account
    assert post(own, "/inbox/channels/", channels=["email"], email="")["Content-Type"].startswith("text/html")
    refused = post(own, "/inbox/channels/", channels=["email"], email="").content.decode()
    assert "用电子邮件接收要填写邮箱" in refused
    assert post(own, "/inbox/channels/", channels=["email"], email="chen@example.org").status_code == 302
    assert MessageChannels.objects.get().channels == ["email"]
    assert "chen@example.org" in _text(own, "/inbox/channels/")
    assert post(own, "/inbox/channels/", email="chen@example.org").status_code == 302
    assert MessageChannels.objects.get().email is None


def test_a_site_without_channels_offers_none(own: Client, settings: Settings) -> None:
    settings.SENDING = {name: {"provider": "none"} for name in settings.SENDING}
    page = _text(own, "/inbox/channels/")
    assert "本站没有开通其他方式" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
