"""Events and their deliveries: with the change or not at all, late or three times, one effect."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks

from core import events, tasks
from core.models import Delivery, Event
from core.words import DeliveryState
from organisations.authority import SYSTEM

EFFECT = "probe.effect.recorded"


@pytest.fixture(autouse=True)
def _own_handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_handlers", {})
    monkeypatch.setattr(events, "_by_name", {})


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker was woken with."""
    calls: list[str] = []
    monkeypatch.setattr(events, "_wake", [lambda: calls.append("deliver")])
    return calls


@pytest.fixture
def effects(at: datetime) -> Callable[[], int]:
    """A handler that leaves a row each time it runs, and the number of its rows."""

    @events.on("probe.happened")
    def leave_a_row(event: Event) -> None:
        events.record(EFFECT, by=SYSTEM, at=at, data={"of": event.pk})

    return lambda: Event.objects.filter(name=EFFECT).count()


def _happen(at: datetime) -> Event:
    with transaction.atomic():
        return events.record("probe.happened", by=SYSTEM, at=at)


def _make_due() -> None:
    Delivery.objects.filter(state=DeliveryState.PENDING).update(due_at=Now())


def test_nothing_is_delivered_before_the_commit(
    db: None,
    at: datetime,
    effects: Callable[[], int],
    woken: list[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _happen(at)
        assert woken == []
    assert woken == ["deliver"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_after_a_rollback(at: datetime, effects: Callable[[], int], woken: list[str]) -> None:
    with transaction.atomic():
        _happen(at)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert not Delivery.objects.exists()
    assert woken == []


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(at: datetime) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        events.record("probe.happened", by=SYSTEM, at=at)
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_the_change(
    at: datetime, effects: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(events, "_wake", [refuse])
    _happen(at)
    tasks.sweep()
    assert effects() == 1


def test_the_same_message_three_times_has_one_effect(
    db: None, at: datetime, effects: Callable[[], int]
) -> None:
    _happen(at)
    for _message in range(3):
        tasks.deliver()
    assert effects() == 1
    assert Delivery.objects.get().state == DeliveryState.DONE


@pytest.mark.django_db(transaction=True)
def test_three_workers_at_the_same_moment_have_one_effect(at: datetime, effects: Callable[[], int]) -> None:
    for _turn in range(5):
        _happen(at)
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        try:
            tasks.deliver()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert effects() == 5
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DONE.value}


def test_every_handler_of_an_event_hears_of_it_once(db: None, at: datetime) -> None:
    heard: list[str] = []
    events.on("probe.happened")(_named("first", heard))
    events.on("probe.happened")(_named("second", heard))
    events.on("probe.else")(_named("third", heard))
    _happen(at)
    events.deliver_pending()
    assert sorted(heard) == ["first", "second"]


def _named(name: str, heard: list[str]) -> events.Handler:
    def hear(event: Event) -> None:
        heard.append(name)

    hear.__qualname__ = name
    return hear


@pytest.fixture
def failing(at: datetime) -> dict[str, bool]:
    """A handler that writes and then fails for as long as the answer says so."""
    state = {"fails": True}

    @events.on("probe.happened")
    def fail_after_writing(event: Event) -> None:
        events.record(EFFECT, by=SYSTEM, at=at)
        if state["fails"]:
            raise ValueError("a message that may hold personal data")

    return state


def test_a_failing_handler_is_put_off_twice_as_long_each_time_and_delivered_in_the_end(
    db: None, at: datetime, failing: dict[str, bool]
) -> None:
    _happen(at)
    for attempt, seconds in ((1, 15), (2, 30), (3, 60)):
        before = Delivery.objects.annotate(now=Now()).get().now
        assert events.deliver_pending() == 0
        delivery = Delivery.objects.annotate(now=Now()).get()
        assert (delivery.attempts, delivery.failure) == (attempt, "ValueError")
        # The pause began at a moment between the two looks, however far apart they are.
        assert delivery.due_at - delivery.now <= timedelta(seconds=seconds) <= delivery.due_at - before
        Delivery.objects.update(due_at=Now() + timedelta(hours=1))
        assert events.deliver_pending() == 0
        assert Delivery.objects.get().attempts == attempt
        _make_due()
    assert not Event.objects.filter(name=EFFECT).exists()
    failing["fails"] = False
    assert events.deliver_pending() == 1
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.failure) == (DeliveryState.DONE, 4, "")
    assert Event.objects.filter(name=EFFECT).count() == 1


def test_the_pause_ends_at_an_hour(db: None, at: datetime, failing: dict[str, bool]) -> None:
    _happen(at)
    Delivery.objects.update(attempts=500)
    before = Delivery.objects.annotate(now=Now()).get().now
    events.deliver_pending()
    delivery = Delivery.objects.annotate(now=Now()).get()
    assert delivery.due_at - delivery.now <= events.LONGEST_PAUSE <= delivery.due_at - before


def test_a_failing_handler_does_not_stop_the_others(
    db: None, at: datetime, failing: dict[str, bool], caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    events.on("probe.happened")(_named("other", heard))
    _happen(at)
    assert events.deliver_pending() == 1
    assert heard == ["other"]
    assert "personal" not in caplog.text


def test_a_delivery_whose_handler_is_gone_waits_and_does_not_break_the_worker(db: None, at: datetime) -> None:
    heard: list[str] = []
    events.on("probe.happened")(_named("gone", heard))
    _happen(at)
    events._by_name.clear()
    assert events.deliver_pending() == 0
    assert Delivery.objects.get().failure == "KeyError"


def test_a_handler_that_killed_its_worker_waits_behind_the_others(
    db: None, at: datetime, effects: Callable[[], int]
) -> None:
    """The claim is committed before the handler runs: what it kills is one worker, once a pause."""
    _happen(at)
    killed = events._claim()
    assert killed is not None
    assert events._claim() is None
    _happen(at)
    assert events.deliver_pending() == 1
    assert Delivery.objects.get(pk=killed.pk).failure == "unfinished"
    _make_due()
    assert events.deliver_pending() == 1
    assert effects() == 2
