"""One message per real event, whoever delivers it how often; outside the site only for those who asked."""

from datetime import datetime

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from core import events
from core.errors import RuleBroken
from core.models import Delivery, Event, Outgoing
from core.services import sending
from core.words import DeliveryState
from inbox.kinds import ANY, Kind, all_kinds, kind_named, register
from inbox.models import Message, MessageChannels
from inbox.querysets.messages import all_messages, unread_count
from inbox.services import channels, messages
from inbox.services.messages import Told
from inbox.telling import tells
from organisations.authority import SYSTEM, Authority
from people.models import Person
from tests.cast import Cast, Places
from tests.gateways import SECRET, Gateway
from tests.threads import race

HAPPENED = "probe.class.cancelled"
KIND = Kind(HAPPENED, "“%(name)s”已取消。", "您的培训班有变动。")
PAGE = "/classes/"


@pytest.fixture
def worker(places: Places, cast: Cast) -> Person:
    return cast.worker("陈小燕", places.station)


@pytest.fixture
def told(worker: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event of the tests concerns the worker, and nobody else hears of it."""
    monkeypatch.setattr(events, "_handlers", {})
    monkeypatch.setattr(events, "_by_name", {})
    register(KIND)

    @tells(HAPPENED)
    def class_cancelled(event: Event) -> Told:
        return Told(KIND, [worker.pk], PAGE, {"name": "岗前培训班"})


def _happen(at: datetime, by: Authority = SYSTEM) -> Event:
    with transaction.atomic():
        return events.record(HAPPENED, by=by, at=at)


def _told(person: Person) -> Told:
    return Told(KIND, [person.pk], PAGE, {"name": "岗前培训班"})


def _deliver_again() -> None:
    Delivery.objects.update(state=DeliveryState.PENDING, due_at=Now())
    events.deliver_pending()


def _choose(worker: Person, cast: Cast, at: datetime, *chosen: str, email: str = "") -> None:
    account = worker.account or cast.account(worker)
    account.phone = "13800138000"
    account.save()
    channels.choose(person=worker, channels=chosen, email=email, by=cast.by(worker), at=at)


@pytest.mark.usefixtures("told")
def test_an_event_delivered_three_times_makes_one_message_and_one_sending(
    worker: Person, cast: Cast, at: datetime, sms_gateway: Gateway
) -> None:
    _choose(worker, cast, at, "sms")
    _happen(at)
    for _turn in range(3):
        _deliver_again()
        sending.deliver_waiting(at=at)
    message = Message.objects.get()
    assert (message.person, message.url, message.created_at) == (worker, PAGE, at)
    assert kind_named(message.kind).said(message.data) == "“岗前培训班”已取消。"
    (sent,) = sms_gateway.received
    assert sent.json["to"] == "13800138000"


@pytest.mark.usefixtures("told")
def test_two_events_are_two_messages(worker: Person, at: datetime) -> None:
    _happen(at)
    _happen(at)
    events.deliver_pending()
    assert Message.objects.count() == 2


@pytest.mark.usefixtures("told")
def test_whoever_did_it_is_not_told_of_it(worker: Person, cast: Cast, at: datetime) -> None:
    _happen(at, by=cast.by(worker))
    events.deliver_pending()
    assert not Message.objects.exists()


def test_nothing_is_sent_outside_unless_asked_for(worker: Person, cast: Cast, at: datetime) -> None:
    cast.account(worker)
    messages.tell(event=_happen(at), told=_told(worker), by=SYSTEM, at=at)
    assert Message.objects.count() == 1
    assert not Outgoing.objects.exists()


def test_what_leaves_the_site_names_nobody_and_leads_to_the_page(
    worker: Person, cast: Cast, at: datetime, settings: Settings
) -> None:
    settings.SENDING = settings.SENDING | {"webhook": {"provider": "console"}}
    _choose(worker, cast, at, "sms", "email", "webhook", email="chen@example.org")
    messages.tell(event=_happen(at), told=_told(worker), by=SYSTEM, at=at)
    page = f"{settings.SITE_ADDRESS}/inbox/{Message.objects.get().public_id}/"
    sent = {one.channel: (one.to, one.text) for one in Outgoing.objects.all()}
    said = f"【榕荫】您的培训班有变动。请登录查看：{page}"
    assert sent == {
        "sms": ("13800138000", said),
        "email": ("chen@example.org", said),
        # A group reads along: it learns that there is a message, not what about.
        "webhook": ("13800138000", f"【榕荫】您有一条新消息。请登录查看：{page}"),
    }


def test_a_channel_that_was_closed_since_holds_nothing_up(
    worker: Person, cast: Cast, at: datetime, settings: Settings
) -> None:
    _choose(worker, cast, at, "sms")
    settings.SENDING = settings.SENDING | {"sms": {"provider": "none"}}
    messages.tell(event=_happen(at), told=_told(worker), by=SYSTEM, at=at)
    assert (Message.objects.count(), Outgoing.objects.count()) == (1, 0)


def test_a_message_for_a_merged_record_reaches_whoever_stands_for_it(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    twin = cast.worker("陈小燕", places.station)
    before = _happen(at)
    messages.tell(event=before, told=_told(twin), by=SYSTEM, at=at)
    Person.objects.filter(pk=twin.pk).update(merged_into=worker)
    messages.tell(event=_happen(at), told=_told(twin), by=SYSTEM, at=at)
    assert unread_count(cast.by(worker)) == 2
    assert Message.objects.filter(person=worker).count() == 1


def test_opening_marks_read_once_and_only_for_its_reader(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    other = cast.worker("黄建国", places.other_station)
    messages.tell(event=_happen(at), told=_told(worker), by=SYSTEM, at=at)
    message = Message.objects.get()
    with pytest.raises(Message.DoesNotExist):
        messages.mark_read(message=message, by=cast.by(other), at=at)
    assert (unread_count(cast.by(worker)), unread_count(cast.by(other))) == (1, 0)
    for moment in (at, at.replace(hour=23)):
        messages.mark_read(message=message, by=cast.by(worker), at=moment)
    assert Message.objects.get().read_at == at
    assert unread_count(cast.by(worker)) == 0


def test_only_channels_of_the_site_with_an_address_can_be_chosen(
    worker: Person, places: Places, cast: Cast, at: datetime
) -> None:
    stranger = cast.worker("黄建国", places.other_station)
    cast.account(worker)

    def choose(*chosen: str, email: str = "", by: Person = worker) -> None:
        channels.choose(person=worker, channels=chosen, email=email, by=cast.by(by), at=at)

    for refused, words in ((("webhook",), "没有开通"), (("sms",), "没有手机号"), (("email",), "要填写邮箱")):
        with pytest.raises(RuleBroken, match=words):
            choose(*refused)
    with pytest.raises(RuleBroken, match="本人"):
        choose("email", email="chen@example.org", by=stranger)
    choose("email", email="chen@example.org")
    assert MessageChannels.objects.get().email == "chen@example.org"
    choose()
    assert (MessageChannels.objects.get().channels, MessageChannels.objects.get().email) == ([], None)


@pytest.mark.usefixtures("truncatable_ledger")
def test_one_event_told_by_two_workers_at_once_makes_one_message_and_one_sending(
    worker: Person, cast: Cast, at: datetime
) -> None:
    _choose(worker, cast, at, "sms")
    event = _happen(at)
    made = race(*[lambda: messages.tell(event=event, told=_told(worker), by=SYSTEM, at=at)] * 2)
    assert sorted(made) == [0, 1]
    assert (Message.objects.count(), Outgoing.objects.count()) == (1, 1)


@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_constraint_it_is_told_twice(worker: Person, cast: Cast, at: datetime) -> None:
    """The twin: what the constraint is for."""
    _choose(worker, cast, at, "sms")
    event = _happen(at)
    (constraint,) = Message._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(Message, constraint)
    try:
        race(*[lambda: messages.tell(event=event, told=_told(worker), by=SYSTEM, at=at)] * 2)
        assert (Message.objects.count(), Outgoing.objects.count()) == (2, 2)
    finally:
        Message.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Message, constraint)


def test_what_every_kind_says_outside_holds_no_data(db: None) -> None:
    assert len(all_kinds()) > 15
    assert [kind.name for kind in all_kinds() if "%" in kind.outside] == []


def test_a_kind_that_is_registered_no_more_still_has_words(db: None) -> None:
    assert kind_named("gone.long.ago") is ANY
    assert ANY.said({"name": "x"}) == "您有一条消息。"


def test_a_gateway_gets_no_name_of_a_person(
    worker: Person, cast: Cast, at: datetime, sms_gateway: Gateway
) -> None:
    _choose(worker, cast, at, "sms")
    messages.tell(event=_happen(at), told=_told(worker), by=SYSTEM, at=at)
    assert sending.deliver_waiting(at=at) == 1
    assert SECRET.encode() not in sms_gateway.received[0].body
    assert worker.name not in sms_gateway.received[0].json["text"]
    assert all_messages().get().url == PAGE
