"""A form that waited on a device is written once, and is told so in words that a queue understands."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import Client, override_settings
from django.urls import include, path

from core.actions import once
from core.models import ActionKey
from people.access import member_required
from tests.cast import Cast, Places

WRITTEN = "2026-03-16T01:30:00.000Z"
QUEUED = {"Banyan-Queued": "1", "Banyan-Written-At": WRITTEN}
_effects: list[str] = []


@once
def _written(request: HttpRequest) -> HttpResponse:
    _effects.append(request.POST["answer"])
    return HttpResponseRedirect("/done/")


@once
def _refused(request: HttpRequest) -> HttpResponse:
    return HttpResponse("请选择一个答案")


urlpatterns = [
    path("written/", _written),
    path("refused/", _refused),
    path("members/", member_required(_written)),
    path("", include("config.urls")),
]


@pytest.fixture(autouse=True)
def _addresses(db: None) -> object:
    _effects.clear()
    with override_settings(ROOT_URLCONF=__name__):
        yield


def _form() -> dict[str, str]:
    return {"action_key": str(uuid.uuid4()), "answer": "甲"}


def test_a_queue_is_told_where_the_answer_lies(client: Client) -> None:
    response = client.post("/written/", _form(), headers=QUEUED)
    assert (response.status_code, response.json()) == (200, {"location": "/done/"})


def test_what_arrives_twice_is_written_once_and_answered_twice(client: Client) -> None:
    form = _form()
    first = client.post("/written/", form, headers=QUEUED)
    again = client.post("/written/", form, headers=QUEUED)
    assert first.json() == again.json()
    assert (again.status_code, _effects) == (200, ["甲"])


def test_the_time_of_the_device_is_kept_as_a_claim(client: Client) -> None:
    client.post("/written/", _form(), headers=QUEUED)
    assert ActionKey.objects.get().written_at == datetime(2026, 3, 16, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("claimed", ["", "yesterday", "2026-13-45T00:00:00Z", "2026-03-16T01:30:00"])
def test_a_time_that_says_nothing_is_not_kept(client: Client, claimed: str) -> None:
    response = client.post("/written/", _form(), headers=QUEUED | {"Banyan-Written-At": claimed})
    assert response.status_code == 200
    assert ActionKey.objects.get().written_at is None


def test_a_log_in_that_stands_before_the_form_is_not_taken_for_its_answer(client: Client) -> None:
    assert client.post("/members/", _form(), headers=QUEUED).status_code == 401
    assert _effects == []
    assert client.post("/members/", _form()).status_code == 302


def test_a_form_that_the_view_refuses_stays_a_page(client: Client) -> None:
    response = client.post("/refused/", _form(), headers=QUEUED)
    assert response.content.decode() == "请选择一个答案"
    assert not ActionKey.objects.exists()


def test_the_worker_names_files_that_exist_and_is_not_kept_by_the_browser(client: Client) -> None:
    response = client.get("/sw.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    for name in ("css/banyan.css", "js/offline.js", "img/mark.svg"):
        assert f'"/static/{name}"' in response.content.decode()
    assert client.get("/away/").status_code == 200


def test_the_manifest_is_one(client: Client) -> None:
    told = json.loads(client.get("/manifest.webmanifest").content)
    assert told["short_name"] == "榕荫"
    assert told["icons"][0]["src"].endswith("mark.svg")


def test_a_device_knows_accounts_apart_without_knowing_them(
    client: Client, cast: Cast, places: Places
) -> None:
    marks = []
    for name in ("陈小燕", "黄建国"):
        account = cast.account(cast.worker(name, places.station))
        client.force_login(account)
        page = client.get("/learn/").content.decode()
        marks.append(page.split('data-owner="')[1].split('"')[0])
    assert len(set(marks)) == 2
    assert all(len(mark) == 16 for mark in marks)
