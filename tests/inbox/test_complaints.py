"""投诉与建议: anybody may write, only the receipt and the operator see it, and nobody learns who wrote."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import RuleBroken
from core.models import Event
from inbox.models import Complaint
from inbox.services import complaints
from inbox.services.complaints import Handling, Said
from inbox.todos import todo_items
from inbox.words import ComplaintCategory, ComplaintState
from organisations.models import Rule
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.pages import post
from tests.threads import LONGEST, race

WRITE = "/feedback/"
QUEUE = "/operator/feedback/"
TEXT = "签到页面的按钮点了没有反应，请看一下"
CONTACT = "13900000009"


@pytest.fixture(autouse=True)
def _monday_morning(at: datetime) -> Iterator[None]:
    cache.clear()
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def operator(places: Places, cast: Cast) -> Person:
    return cast.with_role("钱文斌", Role.OPERATOR, places.city)


@pytest.fixture
def desk(client: Client, cast: Cast, operator: Person) -> Client:
    client.force_login(cast.account(operator))
    return client


def send(client: Client, **more: object) -> HttpResponse:
    return post(client, WRITE, **({"category": "page_problem", "text": TEXT, "contact": CONTACT} | more))


def filed(at: datetime, *, text: str = TEXT, page: str = "") -> Complaint:
    return complaints.file(said=Said(ComplaintCategory.COMPLAINT, text, CONTACT, page), at=at)


def answer(complaint: Complaint, words: str = "已经修好") -> Handling:
    return Handling(ComplaintState.ANSWERED, "", words, complaint.revision)


def shown(response: HttpResponse) -> str:
    return response.content.decode()


def test_a_stranger_writes_and_reads_the_answer_later(
    db: None, cast: Cast, operator: Person, at: datetime
) -> None:
    stranger = Client()
    sent = send(stranger, page="/hours/?page=2#top")
    page = shown(stranger.get(sent["Location"]))
    assert "已收到" in page
    assert TEXT in page
    assert CONTACT not in page
    assert "待处理" in page
    complaint = Complaint.objects.get()
    assert complaint.page == "/hours/"
    draft = Handling(ComplaintState.IN_HAND, "转给县民政局", "先写个草稿", 0)
    complaints.handle(complaint=complaint, handling=draft, by=cast.by(operator), at=at)
    page = shown(Client().get(sent["Location"]))
    assert "处理中" in page
    assert "草稿" not in page
    assert "转给" not in page
    complaint.refresh_from_db()
    complaints.handle(complaint=complaint, handling=answer(complaint), by=cast.by(operator), at=at)
    answered = Client().get(sent["Location"])
    assert "已经修好" in shown(answered)
    assert "已答复" in shown(answered)
    assert answered["X-Robots-Tag"] == "noindex"
    assert "no-store" in answered["Cache-Control"]


def test_the_database_holds_neither_the_words_nor_the_contact_nor_the_writer(
    places: Places, cast: Cast, at: datetime
) -> None:
    worker = Client()
    worker.force_login(cast.account(cast.worker("陈小燕", places.station)))
    send(worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact, to_json(c)::text FROM inbox_complaint c")
        text, contact, whole = cursor.fetchone()
    assert TEXT.encode() not in bytes(text)
    assert CONTACT.encode() not in bytes(contact)
    assert TEXT not in whole
    event = Event.objects.get(name="inbox.complaint.filed")
    assert (event.actor_id, event.data) == (None, {"category": "page_problem"})


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(db: None) -> None:
    page = shown(send(Client(), text="", contact="写在这里"))
    assert "请填写内容" in page
    assert "写在这里" in page
    assert "请选择类别" in shown(send(Client(), category=""))
    assert Complaint.objects.count() == 0


def test_a_link_names_the_page_and_the_category(db: None) -> None:
    page = shown(Client().get(WRITE, {"page": "/hours/", "category": "correction"}))
    assert 'name="page" value="/hours/"' in page
    assert 'value="correction"' in page.split(" checked")[0].rsplit("<input", 1)[1]


@pytest.mark.parametrize(
    "page", ["https://evil.example/x", "//evil.example", "/feedback/ABCDEFGH12345678/", "/" + "x" * 300]
)
def test_only_a_path_of_this_site_is_kept_and_no_receipt(db: None, page: str) -> None:
    send(Client(), page=page)
    assert Complaint.objects.get().page == ""


def test_every_page_leads_here_with_its_path_alone(client: Client, db: None) -> None:
    page = shown(client.get("/verify/?next=1"))
    assert 'href="/feedback/?page=/verify/"' in page
    assert 'href="/privacy/"' in page


def test_whoever_sends_too_often_is_asked_to_wait_and_loses_nothing(db: None) -> None:
    stranger = Client()
    for _turn in range(20):
        assert send(stranger).status_code == 302
    refused = send(stranger)
    assert refused.status_code == 429
    assert "请过10分钟再提交" in shown(refused)
    assert TEXT in shown(refused)
    assert Complaint.objects.count() == 20


def test_a_code_on_paper_leads_to_the_receipt_and_a_mistyped_one_is_told_apart(
    db: None, at: datetime
) -> None:
    code = filed(at).code
    typed = f"{code[:4].lower()} {code[4:8]}-{code[8:]}"
    assert Client().get("/feedback/find/", {"code": typed})["Location"] == f"/feedback/{code}/"
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "有字写错了" in shown(Client().get("/feedback/find/", {"code": wrong}))
    assert Client().get(f"/feedback/{wrong}/").status_code == 404


def test_receipts_cannot_be_tried_one_after_another(db: None, at: datetime) -> None:
    cache.clear()
    stranger = Client()
    with time_machine.travel(at, tick=False):  # one window, however long the machine takes
        statuses = [stranger.get(f"/feedback/{number:016}/").status_code for number in range(61)]
    assert statuses == [404] * 60 + [429]


def test_an_operator_finds_what_is_open_oldest_first_and_answers(desk: Client, at: datetime) -> None:
    new = filed(at, text="后来的")
    old = filed(at - timedelta(days=3), text="先来的", page="/hours/")
    page = shown(desk.get(QUEUE))
    assert page.index("先来的") < page.index("后来的")
    address = reverse("complaints:handle", args=[old.code])
    page = shown(desk.get(address))
    assert CONTACT in page
    assert 'href="/hours/"' in page
    saved = post(desk, address, note="转给县里", answer="", revision=0, state="in_hand")
    assert saved["Location"] == address
    assert "处理中" in shown(desk.get(QUEUE))
    post(desk, address, note="转给县里", answer="已办好", revision=1, state="answered")
    page = shown(desk.get(QUEUE))
    assert "先来的" not in page
    assert new.code[:4] in page
    assert "先来的" in shown(desk.get(QUEUE, {"state": "answered"}))
    assert "先来的" not in shown(desk.get(QUEUE, {"state": "all", "category": "suggestion"}))
    assert "后来的" in shown(desk.get(QUEUE, {"state": "nonsense"}))
    assert [event.data for event in Event.objects.filter(name="inbox.complaint.handled")] == [
        {"state": "in_hand"}, {"state": "answered"},
    ]  # fmt: skip


def test_an_answer_needs_words_and_is_not_taken_back(
    desk: Client, cast: Cast, operator: Person, at: datetime
) -> None:
    complaint = filed(at)
    address = reverse("complaints:handle", args=[complaint.code])
    assert "请写答复" in shown(post(desk, address, note="", answer="", revision=0, state="answered"))
    done = complaints.handle(complaint=complaint, handling=answer(complaint), by=cast.by(operator), at=at)
    assert 'value="in_hand"' not in shown(desk.get(address))
    back = Handling(ComplaintState.IN_HAND, "", "", done.revision)
    with pytest.raises(RuleBroken, match="不能退回"):
        complaints.handle(complaint=done, handling=back, by=cast.by(operator), at=at)


def test_two_operators_do_not_overwrite_each_other_and_nothing_typed_is_lost(
    desk: Client, cast: Cast, places: Places, at: datetime
) -> None:
    complaint = filed(at)
    other = cast.with_role("吴静", Role.OPERATOR, places.city)
    complaints.handle(complaint=complaint, handling=answer(complaint, "别人答了"), by=cast.by(other), at=at)
    address = reverse("complaints:handle", args=[complaint.code])
    page = shown(post(desk, address, note="", answer="我也写了很长一段", revision=0, state="answered"))
    assert "有人改过" in page
    assert "我也写了很长一段" in page
    assert "别人答了" in page
    assert Complaint.objects.get().answer == "别人答了"
    assert 'name="revision" value="1"' in page


@pytest.mark.usefixtures("truncatable_ledger")
def test_of_two_answers_at_once_one_is_refused(
    places: Places, cast: Cast, operator: Person, at: datetime
) -> None:
    complaint, by = filed(at), cast.by(operator)

    def say(words: str) -> Callable[[], Complaint]:
        return lambda: complaints.handle(complaint=complaint, handling=answer(complaint, words), by=by, at=at)

    answers = race(say("甲"), say("乙"))
    assert sorted(type(one).__name__ for one in answers) == ["Complaint", "RuleBroken"]
    assert Event.objects.filter(name="inbox.complaint.handled").count() == 1


@pytest.mark.usefixtures("truncatable_ledger")
def test_without_the_lock_both_answers_are_taken(
    monkeypatch: pytest.MonkeyPatch, places: Places, cast: Cast, operator: Person, at: datetime
) -> None:
    """The race is real: read without a lock, both see the same revision and the later one wins unseen."""
    complaint, by = filed(at), cast.by(operator)
    unlocked = complaints.all_complaints
    monkeypatch.setattr(complaints, "all_complaints", lambda: _WithoutLock(unlocked().model))
    gate = _meet_before_saving(monkeypatch)

    def say(words: str) -> Callable[[], Complaint]:
        return lambda: complaints.handle(complaint=complaint, handling=answer(complaint, words), by=by, at=at)

    answers = race(say("甲"), say("乙"))
    assert gate.broken is False
    assert [type(one).__name__ for one in answers] == ["Complaint", "Complaint"]


class _WithoutLock(type(Complaint.objects.all())):  # type: ignore[misc]
    def select_for_update(self, *args: object, **kwargs: object) -> "_WithoutLock":
        return self


def _meet_before_saving(monkeypatch: pytest.MonkeyPatch) -> "threading.Barrier":
    """Both have read before either writes."""
    gate = threading.Barrier(2, timeout=LONGEST)
    check = complaints._require_possible

    def meet(complaint: Complaint, handling: Handling) -> None:
        check(complaint, handling)
        gate.wait()

    monkeypatch.setattr(complaints, "_require_possible", meet)
    return gate


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR])
def test_nobody_but_operators_gets_in(
    client: Client, places: Places, cast: Cast, role: Role, at: datetime
) -> None:
    complaint = filed(at)
    person = cast.with_role("邓丽珊", role, places.city)
    client.force_login(cast.account(person))
    assert client.get(QUEUE).status_code == 403
    assert client.get(reverse("complaints:handle", args=[complaint.code])).status_code == 404
    with pytest.raises(RuleBroken, match="平台管理员"):
        complaints.handle(complaint=complaint, handling=answer(complaint), by=cast.by(person), at=at)
    assert todo_items(cast.by(person), on=at.date()) == []


def test_what_waits_is_a_to_do_with_a_day_only_where_a_rule_sets_one(
    cast: Cast, operator: Person, at: datetime
) -> None:
    by, today = cast.by(operator), at.date()
    assert todo_items(by, on=today) == []
    filed(at - timedelta(days=2))
    filed(at)
    (todo,) = todo_items(by, on=today)
    assert ("2条" in todo.title, todo.url, todo.due_on) == (True, QUEUE, None)
    assert "天内答复" not in shown(Client().get(WRITE))
    Rule.objects.create(
        key="complaint.answer_days", valid_from=date(2026, 1, 1), value=15, title="投诉与建议的答复天数"
    )
    (todo,) = todo_items(by, on=today)
    assert todo.due_on == clock.date_of(at) + timedelta(days=13)
    page = shown(Client().get(WRITE))
    assert "提交后15天内答复" in page
    assert "未核实" in page


def test_the_queue_takes_as_many_queries_for_twenty_as_for_one(
    desk: Client, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    filed(at)
    one = count_queries(lambda: desk.get(QUEUE))
    for _turn in range(24):
        filed(at)
    assert count_queries(lambda: desk.get(QUEUE)) == one
    assert one <= 12
    assert shown(desk.get(QUEUE)).count("<tr>") == 21
    assert shown(desk.get(QUEUE, {"page": "2"})).count("<tr>") == 6
