"""A page that fails says what became of the form, and gives a number that stands in the log."""

import logging
import re
import uuid
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, override_settings
from django.urls import path

from config.settings import base
from core.actions import once
from core.models import ActionKey
from tests.cast import Cast, Places

handler500 = "core.views.server_error"
WHO = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class _AfterCommit:
    """An answer that breaks when it is drawn, after its form was committed."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)  # type: ignore[operator]
        if request.path == "/late/":
            raise RuntimeError("the answer broke")
        return response  # type: ignore[no-any-return]


def _broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours, 陈小燕")


def _no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection")


@once
def _written(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/done/")


urlpatterns = [
    path("broken/", _broken),
    path("once/", once(_broken)),
    path("away/", _no_database),
    path("late/", _written),
]


@pytest.fixture
def visitor(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF=__name__, MIDDLEWARE=[*WHO, "tests.core.test_error_pages._AfterCommit"]
    ):
        yield


def _number(page: str) -> str:
    found = re.search(r"<strong class=\"nowrap\">([0-9A-F]{8})</strong>", page)
    assert found
    return found.group(1)


def test_a_page_that_fails_offers_another_try_and_a_number_that_stands_in_the_log(
    visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="core.views"):
        response = visitor.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500
    assert '<a class="button" href="/broken/">重试</a>' in page
    assert "没有保存" not in page
    assert _number(page) in [getattr(record, "error_number", "") for record in caplog.records]


def test_a_form_that_failed_is_said_not_to_be_saved_and_its_key_stays_free(visitor: Client) -> None:
    response = visitor.post("/once/", {"action_key": str(uuid.uuid4())})
    assert "您刚才填写的内容没有保存。" in response.content.decode()
    assert not ActionKey.objects.exists()


def test_a_form_whose_answer_failed_after_the_commit_is_said_to_be_saved(visitor: Client) -> None:
    response = visitor.post("/late/", {"action_key": str(uuid.uuid4())})
    assert response.status_code == 500
    assert "您刚才填写的内容已经保存" in response.content.decode()
    assert ActionKey.objects.count() == 1


def test_a_database_that_is_away_is_a_matter_of_time(visitor: Client) -> None:
    response = visitor.get("/away/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")


def test_the_contact_stands_on_the_page(visitor: Client) -> None:
    with override_settings(CONTACT="市民政局信息员 0766-0000000"):
        assert "请联系市民政局信息员 0766-0000000" in visitor.get("/broken/").content.decode()


def test_the_page_of_a_failure_asks_the_database_nothing_about_the_visitor(
    client: Client, cast: Cast, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=base.MIDDLEWARE):
        monkeypatch.setattr("people.middleware.CurrentAuthority.__call__", _no_database_at_all)
        response = client.get("/broken/")
    assert response.status_code == 503
    assert response.headers["Cache-Control"] == "private, no-store"


def _no_database_at_all(self: object, request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection")
