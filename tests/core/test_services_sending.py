"""Texts that leave the site: with their cause or not at all, one for a dedupe key, tried again, then forgotten."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from core import tasks
from core.errors import RuleBroken
from core.models import Outgoing
from core.services import sending
from core.words import OutgoingState
from organisations.authority import SYSTEM
from tests.gateways import Gateway
from tests.threads import race

PHONE = "13800138000"
TEXT = "验证码 204817，5分钟内有效。"


def _send(at: datetime, **changed: object) -> Outgoing:
    words: dict[str, object] = {"channel": "sms", "to": PHONE, "text": TEXT, "purpose": "probe.code"}
    with transaction.atomic():
        return sending.send(**(words | changed), by=SYSTEM, at=at)  # type: ignore[arg-type]


def _make_due() -> None:
    Outgoing.objects.filter(state=OutgoingState.WAITING).update(due_at=Now())


def test_the_worker_is_woken_at_the_commit_and_not_before(
    db: None,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(sending, "_wake", [lambda: calls.append("send")])
    with django_capture_on_commit_callbacks(execute=True):
        _send(at)
        assert calls == []
    assert calls == ["send"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_after_a_rollback_and_nothing_is_sent_outside_a_transaction(at: datetime) -> None:
    with transaction.atomic():
        sending.send(channel="sms", to=PHONE, text=TEXT, purpose="probe", by=SYSTEM, at=at)
        transaction.set_rollback(True)
    with pytest.raises(transaction.TransactionManagementError):
        sending.send(channel="sms", to=PHONE, text=TEXT, purpose="probe", by=SYSTEM, at=at)
    assert not Outgoing.objects.exists()


def test_the_console_prints_and_keeps_for_a_week(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: pytest.TempPathFactory
) -> None:
    written: list[str] = []

    class Terminal:
        def write(self, text: str) -> None:
            written.append(text)

        def flush(self) -> None:
            """Nothing waits."""

    monkeypatch.setattr("sys.__stdout__", Terminal())
    _send(at)
    assert sending.deliver_waiting(at=at) == 1
    kept = Outgoing.objects.get()
    assert (kept.state, kept.text, kept.to, kept.sent_at) == (OutgoingState.KEPT, TEXT, PHONE, at)
    assert TEXT in "".join(written)
    assert sending.forget_kept(at=at + timedelta(days=6)) == 0
    assert sending.forget_kept(at=at + timedelta(days=8)) == 1
    assert Outgoing.objects.get().text is None


def test_text_and_address_are_unreadable_in_the_database(db: None, at: datetime) -> None:
    _send(at)
    with connection.cursor() as cursor:
        cursor.execute('SELECT "to", text FROM core_outgoing')
        for sealed in cursor.fetchone():
            assert PHONE.encode() not in bytes(sealed)
            assert TEXT.encode() not in bytes(sealed)


def test_a_real_gateway_gets_it_once_and_text_and_address_are_erased(
    db: None, at: datetime, sms_gateway: Gateway
) -> None:
    _send(at)
    for _message in range(3):
        tasks.send_waiting()
    sent = Outgoing.objects.get()
    assert (sent.state, sent.to, sent.text, sent.reference) == (OutgoingState.SENT, None, None, "gw-1")
    assert sms_gateway.keys == [str(sent.public_id)]


def test_the_same_dedupe_key_makes_one_text(db: None, at: datetime, sms_gateway: Gateway) -> None:
    first = _send(at, dedupe_key="inbox:1:sms")
    assert _send(at, dedupe_key="inbox:1:sms", text="again").pk == first.pk
    sending.deliver_waiting(at=at)
    assert _send(at, dedupe_key="inbox:1:sms").pk == first.pk
    assert {_send(at).pk, _send(at).pk}.isdisjoint({first.pk})
    assert len(sms_gateway.received) == 1


@pytest.mark.usefixtures("truncatable_ledger")
def test_two_causes_with_one_dedupe_key_at_the_same_moment_make_one_text(at: datetime) -> None:
    found = race(*[lambda: _send(at, dedupe_key="inbox:1:sms").pk for _ in range(3)])
    assert len(set(found)) == 1
    assert Outgoing.objects.count() == 1


def test_a_gateway_that_is_down_is_asked_again_later_each_time_and_at_last_given_up(
    db: None, at: datetime, sms_gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    sms_gateway.status = 503
    _send(at)
    for attempt in range(1, sending.MOST_ATTEMPTS + 1):
        before = Outgoing.objects.annotate(now=Now()).get().now
        assert sending.deliver_waiting(at=at) == 0
        found = Outgoing.objects.annotate(now=Now()).get()
        assert (found.attempts, found.failure) == (attempt, "http 503")
        # The pause began at a moment between the two looks, however far apart they are.
        pause = timedelta(seconds=min(15 * 2 ** (attempt - 1), 3600))
        assert found.due_at - found.now <= pause <= found.due_at - before
        assert sending.deliver_waiting(at=at) == 0
        assert len(sms_gateway.received) == attempt
        _make_due()
    assert pause == timedelta(hours=1)
    found = Outgoing.objects.get()
    assert (found.state, found.to, found.text) == (OutgoingState.FAILED, None, None)
    assert len(set(sms_gateway.keys)) == 1
    assert not any(
        secret in record.__dict__.values() for record in caplog.records for secret in (PHONE, TEXT)
    )
    assert PHONE not in caplog.text


def test_a_gateway_that_is_back_gets_what_waited(db: None, at: datetime, sms_gateway: Gateway) -> None:
    sms_gateway.status = 503
    _send(at)
    sending.deliver_waiting(at=at)
    sms_gateway.status = 200
    _make_due()
    assert sending.deliver_waiting(at=at) == 1
    assert Outgoing.objects.get().failure == ""


def test_what_a_gateway_refuses_is_not_tried_again(db: None, at: datetime, sms_gateway: Gateway) -> None:
    sms_gateway.status = 422
    _send(at)
    sending.deliver_waiting(at=at)
    found = Outgoing.objects.get()
    assert (found.state, found.failure, found.text) == (OutgoingState.FAILED, "http 422", None)


def test_a_channel_that_is_down_does_not_hold_the_run(db: None, at: datetime, sms_gateway: Gateway) -> None:
    sms_gateway.status = 503
    for _text in range(5):
        _send(at)
    _send(at, channel="email", to="chen@example.org")
    assert sending.deliver_waiting(at=at) == 1
    assert len(sms_gateway.received) == 1


def test_a_code_that_is_too_old_is_not_sent(db: None, at: datetime, sms_gateway: Gateway) -> None:
    _send(at, expires_at=at + timedelta(minutes=5))
    sending.deliver_waiting(at=at + timedelta(minutes=6))
    found = Outgoing.objects.get()
    assert (found.state, found.failure, found.text) == (OutgoingState.FAILED, "expired", None)
    assert sms_gateway.received == []


def test_a_channel_without_a_provider_is_refused_in_words(db: None, at: datetime, settings: Settings) -> None:
    settings.SENDING = settings.SENDING | {"sms": {"provider": "none"}}
    assert not sending.is_available("sms")
    with pytest.raises(RuleBroken, match="没有开通短信"):
        _send(at)


def test_a_worker_that_died_after_claiming_waits_behind_the_others(
    db: None, at: datetime, sms_gateway: Gateway
) -> None:
    killed = _send(at)
    assert sending._claim(set()) is not None
    other = _send(at)
    assert sending.deliver_waiting(at=at) == 1
    assert sms_gateway.keys == [str(other.public_id)]
    _make_due()
    assert sending.deliver_waiting(at=at) == 1
    assert sms_gateway.keys[1:] == [str(killed.public_id)]


@pytest.mark.usefixtures("truncatable_ledger")
def test_two_workers_that_claimed_the_same_text_hand_it_over_once(at: datetime, sms_gateway: Gateway) -> None:
    """The second comes while the gateway still answers the first: it finds the row locked and leaves it."""
    text = _send(at)
    _run_both_while_the_gateway_waits(text, sms_gateway, at, locked=True)
    assert len(sms_gateway.received) == 1


@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_the_same_text_is_handed_over_twice(
    at: datetime, sms_gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what the lock is for."""
    text = _send(at)
    monkeypatch.setattr(
        type(Outgoing.objects.all()), "select_for_update", lambda query, **options: query.all()
    )
    _run_both_while_the_gateway_waits(text, sms_gateway, at, locked=False)
    assert len(sms_gateway.received) == 2


def _run_both_while_the_gateway_waits(
    text: Outgoing, gateway: Gateway, at: datetime, *, locked: bool
) -> None:
    gateway.open.clear()
    arrived = threading.Event()

    def first() -> None:
        sending._hand_over(text, at=at)

    def second() -> None:
        while not gateway.received:
            arrived.wait(0.01)
        if not locked:
            arrived.wait(0.01)
            threading.Thread(target=_open_after_two, args=(gateway,)).start()
        sending._hand_over(text, at=at)
        gateway.open.set()

    assert race(first, second) == [None, None]


def _open_after_two(gateway: Gateway) -> None:
    waited = threading.Event()
    while len(gateway.received) < 2:
        waited.wait(0.01)
    gateway.open.set()
