"""The operator sees what leaves the site: texts only where nothing is really sent."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import Settings

from core.services import sending
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.gateways import SECRET, Gateway

PHONE, TEXT = "13800138000", "验证码 204817"


@pytest.fixture
def operator(places: Places, cast: Cast) -> Client:
    return _client(cast, cast.with_role("苏运维", Role.OPERATOR, places.city))


def _client(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(cast.account(person))
    return client


def _send(at: datetime, count: int = 1) -> None:
    for _text in range(count):
        sending.send(channel="sms", to=PHONE, text=TEXT, purpose="login_code", by=SYSTEM, at=at)


def _page(client: Client) -> str:
    response = client.get("/operator/outbox/")
    assert response.status_code == 200
    return response.content.decode()


def test_what_the_console_printed_can_be_read(operator: Client, at: datetime) -> None:
    assert "还没有发出过" in _page(operator)
    _send(at)
    assert "待发送" in _page(operator)
    assert TEXT not in _page(operator)
    sending.deliver_waiting(at=at)
    page = _page(operator)
    assert "已留存" in page
    assert "登录验证码" in page
    assert TEXT in page
    assert PHONE in page


def test_what_a_gateway_took_or_refused_is_told_without_its_text(
    operator: Client, at: datetime, sms_gateway: Gateway
) -> None:
    _send(at)
    sending.deliver_waiting(at=at)
    sms_gateway.status = 422
    _send(at)
    sending.deliver_waiting(at=at)
    page = _page(operator)
    assert "已发送" in page
    assert "http 422" in page
    assert TEXT not in page
    assert PHONE not in page


def test_what_was_printed_before_a_gateway_came_is_not_shown_any_more(
    operator: Client, at: datetime, gateway: Gateway, settings: Settings
) -> None:
    _send(at)
    sending.deliver_waiting(at=at)
    chosen = {"provider": "gateway", "url": gateway.url, "secret": SECRET}
    settings.SENDING = settings.SENDING | {"sms": chosen}
    assert TEXT not in _page(operator)


def test_nobody_but_an_operator_opens_it(places: Places, cast: Cast) -> None:
    for role in set(Role) - {Role.OPERATOR}:
        client = _client(cast, cast.with_role("别的角色", role, places.city))
        assert client.get("/operator/outbox/").status_code == 403, role


def test_it_takes_as_many_questions_for_twenty_rows_as_for_one(
    operator: Client, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    _send(at)
    sending.deliver_waiting(at=at)
    few = count_queries(lambda: _page(operator))
    _send(at, 20)
    sending.deliver_waiting(at=at)
    assert count_queries(lambda: _page(operator)) == few
