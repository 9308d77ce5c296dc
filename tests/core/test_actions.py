"""Action keys: the same form again answers as the first time and changes nothing."""

import threading
import uuid
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from core import actions, events
from core.models import ActionKey, Event
from organisations.authority import SYSTEM

WRITTEN = "probe.form.written"


class _Account:
    is_authenticated = False

    def __init__(self, pk: int) -> None:
        self.pk = pk


def _unguarded(request: HttpRequest) -> HttpResponse:
    """A view that writes, then answers with a form where the content is wrong."""
    if request.method == "GET":
        return HttpResponse("form")
    with transaction.atomic():
        event = events.record(WRITTEN, by=SYSTEM, at=datetime.fromisoformat("2026-03-16T10:00:00+08:00"))
    if request.POST.get("hours") == "wrong":
        return HttpResponse("please mend", status=200)
    return HttpResponseRedirect(f"/probe/{event.pk}/")


_once = actions.once(_unguarded)


def _post(key: str | None, *, account: int = 1, path: str = "/probe/", **content: object) -> HttpRequest:
    fields = {"hours": "4"} | content | ({actions.FIELD: key} if key is not None else {})
    request = RequestFactory().post(path, fields)
    request.user = _Account(account)  # type: ignore[assignment]
    return request


def _written() -> int:
    return Event.objects.filter(name=WRITTEN).count()


def test_the_same_key_again_gets_the_same_answer_and_writes_nothing(db: None) -> None:
    key = actions.new_key()
    first, second, third = (_once(_post(key)) for _ in range(3))
    assert first["Location"] == second["Location"] == third["Location"]
    assert _written() == 1


def test_a_key_of_a_nameless_answer_keeps_nothing_of_its_content(db: None) -> None:
    unread = actions.once_unread(_unguarded)
    first = unread(_post(key := actions.new_key(), mark="1"))
    assert unread(_post(key, mark="5"))["Location"] == first["Location"]
    unread(_post(actions.new_key(), mark="5"))
    assert _written() == 2
    assert ActionKey.objects.values("fingerprint").distinct().count() == 1
    _once(_post(actions.new_key(), mark="1"))
    _once(_post(actions.new_key(), mark="5"))
    assert ActionKey.objects.values("fingerprint").distinct().count() == 3


def test_another_key_is_another_action(db: None) -> None:
    assert _once(_post(actions.new_key()))["Location"] != _once(_post(actions.new_key()))["Location"]
    assert _written() == 2


@pytest.mark.parametrize("change", [{"hours": "5"}, {"more": "x"}, {"account": 2}, {"path": "/else/"}])
def test_the_same_key_with_anything_else_is_a_conflict(db: None, change: dict[str, object]) -> None:
    key = actions.new_key()
    _once(_post(key))
    assert _once(_post(key, **change)).status_code == 409  # type: ignore[arg-type]
    assert _written() == 1


def test_the_content_of_an_uploaded_file_counts(db: None) -> None:
    key = actions.new_key()
    statuses = [
        _once(_post(key, sheet=SimpleUploadedFile("roster.xlsx", content))).status_code
        for content in (b"first", b"first", b"other")
    ]
    assert statuses == [302, 302, 409]
    assert _written() == 1


def test_a_refused_form_writes_nothing_and_its_key_may_be_used_again(db: None) -> None:
    key = actions.new_key()
    assert _once(_post(key, hours="wrong")).status_code == 200
    assert _written() == 0
    assert _once(_post(key, hours="3")).status_code == 302
    assert _written() == 1


def test_a_view_that_fails_leaves_its_key_free(db: None) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        _unguarded(request)
        raise ZeroDivisionError

    key = actions.new_key()
    with pytest.raises(ZeroDivisionError):
        actions.once(fail)(_post(key))
    assert (_written(), ActionKey.objects.count()) == (0, 0)
    assert _once(_post(key)).status_code == 302


@pytest.mark.parametrize("key", [None, "", "7", "not-a-key"])
def test_a_form_without_a_key_is_refused(db: None, key: str | None) -> None:
    assert _once(_post(key)).status_code == 400
    assert _written() == 0


def test_looking_at_the_form_needs_no_key(db: None) -> None:
    request = RequestFactory().get("/probe/")
    assert _once(request).content == b"form"


def test_stored_fingerprints_reveal_no_content(db: None) -> None:
    _once(_post(actions.new_key(), name="陈小燕"))
    [stored] = ActionKey.objects.all()
    assert uuid.UUID(str(stored.key))
    assert len(stored.fingerprint) == 64
    assert "陈小燕" not in stored.fingerprint + stored.location


def _twice_at_once(view: actions.View) -> list[str]:
    """Two posts of one form whose views run at the same moment; the addresses of their answers."""
    barrier, key, answers = threading.Barrier(2), actions.new_key(), list[str]()

    def post() -> None:
        barrier.wait()
        try:
            answers.append(view(_post(key))["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_posts_have_one_effect() -> None:
    first, second = _twice_at_once(_once)
    assert first == second
    assert _written() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_key_the_same_two_posts_write_twice() -> None:
    """The twin that shows the damage: it must go on failing without `once`."""
    first, second = _twice_at_once(_unguarded)
    assert first != second
    assert _written() == 2
