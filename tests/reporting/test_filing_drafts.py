"""A draft keeps what was said before a filing: for colleagues of the body, against each other's changes, until it is filed."""

import functools
import threading
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.errors import RuleBroken
from core.models import Event
from organisations.authority import SYSTEM, Authority
from organisations.roles import Role
from people.models import Person
from reporting.models import Filing, FilingDraft
from reporting.querysets.filing_drafts import all_drafts
from reporting.rules.periods import Period
from reporting.services import filing_drafts, filings
from reporting.services.filing_drafts import Target
from reporting.words import QuestionKind, Recipient
from tests.cast import Cast, Places
from tests.reporting import series
from tests.reporting.test_filings_pages import posted, text_of
from tests.threads import LONGEST, race, somebody_waits, until

YEAR = Period(report_year=2026)
KIND = QuestionKind.NOT_CLOSED
SAID = {KIND: ("explained", "等老师交材料")}


@pytest.fixture(autouse=True)
def training(places: Places, cast: Cast, at: datetime) -> Person:
    """In a class that is over and not closed, which raises a question."""
    worker = cast.worker("陈小燕", places.station)
    series.attend_all(series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at), worker, at=at)
    return worker


@pytest.fixture
def officers(places: Places, cast: Cast) -> list[Person]:
    return [cast.with_role(name, Role.OFFICER, places.county) for name in ("黄局", "谢海燕")]


def target(places: Places) -> Target:
    return Target(places.county, YEAR, Recipient.CIVIL_AFFAIRS)


def save(places: Places, by: Authority, at: datetime, said: filing_drafts.Said = SAID) -> FilingDraft:
    return filing_drafts.save(target=target(places), unit=None, said=said, by=by, at=at)


def client_of(cast: Cast, person: Person) -> Client:
    client = Client()
    client.force_login(cast.account(person))
    return client


def check(client: Client, places: Places) -> HttpResponse:
    return client.get(f"/filings/new/?organisation={places.county.public_id}&year=2026")


def form_of(client: Client, places: Places, remark: str, **changed: str) -> dict[str, str]:
    """The form as the page shows it now, with a remark typed."""
    return posted(check(client, places), **{f"remark-{KIND.value}": remark} | changed)


def test_a_draft_is_saved_without_an_answer_to_everything_and_taken_up_by_a_colleague(
    places: Places, cast: Cast, officers: list[Person]
) -> None:
    first, second = (client_of(cast, officer) for officer in officers)
    sent = form_of(first, places, "", act="save")
    answer = first.post("/filings/new/", sent)
    draft = FilingDraft.objects.get()
    assert (draft.answers, draft.saved_by) == ({KIND.value: ["explained", ""]}, officers[0].pk)
    assert "草稿已保存" in text_of(first.get(answer["Location"]))
    assert not Filing.objects.exists()
    shown = second.get("/filings/")
    assert "黄局" in text_of(shown)
    assert 'name="answer-not_closed" value="explained"' in check(second, places).content.decode()
    second.post("/filings/new/", form_of(second, places, "已经催办", act="save"))
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == ({KIND.value: ["explained", "已经催办"]}, 2)
    assert "已经催办" in check(first, places).content.decode()
    names = list(Event.objects.filter(name__contains="draft").values_list("name", flat=True))
    assert names == ["reporting.filing_draft.saved"] * 2


def test_a_draft_is_gone_with_the_filing_of_its_period(
    places: Places, cast: Cast, officers: list[Person], at: datetime
) -> None:
    client = client_of(cast, officers[0])
    save(places, cast.by(officers[0]), at)
    other = Target(places.county, YEAR, Recipient.SOCIAL_WORK)
    kept = filing_drafts.save(target=other, unit=None, said=SAID, by=cast.by(officers[0]), at=at)
    client.post("/filings/new/", form_of(client, places, "核对过"))
    assert list(FilingDraft.objects.all()) == [kept]
    filings.file(organisation=places.county, period=YEAR, recipient=other.recipient, by=SYSTEM, at=at)
    assert not FilingDraft.objects.exists()
    with pytest.raises(RuleBroken) as refused:
        save(places, cast.by(officers[0]), at)
    assert refused.value.code == "draft.filed_already"


def test_a_draft_is_of_the_officers_of_its_body(
    places: Places, cast: Cast, officers: list[Person], at: datetime
) -> None:
    draft = save(places, cast.by(officers[0]), at)
    above = cast.with_role("市局", Role.OFFICER, places.city)
    others = [
        above,
        cast.with_role("西山", Role.OFFICER, places.other_county),
        cast.with_role("站长", Role.STATION_HEAD, places.station),
    ]
    clients = {person.pk: client_of(cast, person) for person in others}
    for person in others:
        client = clients[person.pk]
        assert not all_drafts().visible_to(cast.by(person)).exists()
        assert "等老师交材料" not in client.get("/filings/").content.decode()
        answer = client.post(
            reverse("reporting:filing_draft_discard", args=[draft.public_id]), posted(client.get("/desk/"))
        )
        assert answer.status_code in (403, 404)
    page = check(clients[above.pk], places)
    assert "等老师交材料" not in page.content.decode()
    assert "保存草稿" not in text_of(page)
    with pytest.raises(RuleBroken) as refused:
        save(places, cast.by(above), at)
    assert refused.value.code == "draft.other_body"


def test_who_prepared_it_from_above_reads_it_while_the_right_to_file_lasts(
    places: Places, cast: Cast, at: datetime
) -> None:
    above = cast.with_role("市局", Role.OFFICER, places.city)
    save(places, cast.by(above), at)
    assert all_drafts().visible_to(cast.by(above)).exists()
    assert not all_drafts().visible_to(Authority(person_id=above.pk, label="")).exists()


def test_a_draft_is_deleted_from_the_list(
    places: Places, cast: Cast, officers: list[Person], at: datetime
) -> None:
    client = client_of(cast, officers[0])
    draft = save(places, cast.by(officers[1]), at)
    listed = client.get("/filings/")
    address = reverse("reporting:filing_draft_discard", args=[draft.public_id])
    assert address in listed.content.decode()
    assert client.post(address, posted(listed))["Location"] == "/filings/"
    assert not FilingDraft.objects.exists()
    filing_drafts.discard(draft=draft, by=cast.by(officers[1]), at=at)  # gone already


def test_the_list_takes_the_same_number_of_queries_for_one_draft_and_for_ten(
    places: Places, cast: Cast, officers: list[Person], at: datetime, count_queries: Callable[..., int]
) -> None:
    client = client_of(cast, officers[0])
    save(places, cast.by(officers[0]), at)
    few = count_queries(lambda: client.get("/filings/"))
    for number in range(9):
        one = Target(places.county, Period(report_year=2010 + number), Recipient.CIVIL_AFFAIRS)
        filing_drafts.save(target=one, unit=None, said={}, by=cast.by(officers[number % 2]), at=at)
    assert count_queries(lambda: client.get("/filings/")) == few


@pytest.mark.parametrize("act", ["save", ""])
def test_whoever_has_not_seen_the_change_of_a_colleague_is_shown_it(
    places: Places, cast: Cast, officers: list[Person], act: str
) -> None:
    first, second = (client_of(cast, officer) for officer in officers)
    mine = form_of(second, places, "我写的", act=act)
    first.post("/filings/new/", form_of(first, places, "同事写的", act="save"))
    answer = second.post("/filings/new/", mine)
    assert answer.status_code == 422
    assert "黄局刚才改过这里" in text_of(answer)
    assert "我写的 同事写的" in text_of(answer)
    assert FilingDraft.objects.get().answers == {KIND.value: ["explained", "同事写的"]}
    again = posted(answer, **{f"remark-{KIND.value}": "我写的", "act": act})
    assert second.post("/filings/new/", again).status_code == 302
    assert FilingDraft.objects.exists() == (act == "save")


def both_save(cast: Cast, places: Places, officers: list[Person]) -> list[int]:
    """Two pages that were opened before there was a draft, sent at the same moment."""
    clients = [client_of(cast, officer) for officer in officers]
    forms = [form_of(one, places, f"第{n}位写的", act="save") for n, one in enumerate(clients)]
    calls = [
        functools.partial(one.post, "/filings/new/", form) for one, form in zip(clients, forms, strict=True)
    ]
    return sorted(getattr(answer, "status_code", 0) for answer in race(*calls))


def test_of_two_who_save_at_once_the_second_is_shown_what_the_first_wrote(
    truncatable_ledger: None, places: Places, cast: Cast, officers: list[Person]
) -> None:
    assert both_save(cast, places, officers) == [302, 422]
    assert FilingDraft.objects.get().revision == 1


def test_without_the_lock_the_second_overwrites_what_it_never_saw(
    truncatable_ledger: None,
    places: Places,
    cast: Cast,
    officers: list[Person],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The damage: both have read the same draft before either has written."""
    save(places, cast.by(officers[0]), at, said={})
    read, begin = threading.Barrier(2), filing_drafts.begin
    turn = threading.local()

    def both_have_read(wanted: Target) -> FilingDraft | None:
        found = begin(wanted)
        if not getattr(turn, "over", False):
            turn.over = True
            read.wait(LONGEST)
        return found

    monkeypatch.setattr(filing_drafts, "hold", lambda organisation: None)
    monkeypatch.setattr(filing_drafts, "begin", both_have_read)
    assert both_save(cast, places, officers) == [302, 302]
    assert FilingDraft.objects.get().revision == 3


def save_during_a_filing(places: Places, by: Authority, at: datetime) -> list[object]:
    """The officer saves while somebody else's filing is written and not committed yet."""
    filed, over = threading.Event(), threading.Event()

    def filer() -> Filing:
        with transaction.atomic():
            filing = filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)
            filed.set()
            until(lambda: over.is_set() or somebody_waits())
            return filing

    def saver() -> FilingDraft:
        filed.wait(LONGEST)
        try:
            return save(places, by, at)
        finally:
            over.set()

    return race(filer, saver)


def test_what_is_saved_during_a_filing_is_refused_and_leaves_no_draft(
    truncatable_ledger: None, places: Places, cast: Cast, officers: list[Person], at: datetime
) -> None:
    filing, refused = save_during_a_filing(places, cast.by(officers[0]), at)
    assert isinstance(filing, Filing)
    assert isinstance(refused, RuleBroken)
    assert refused.code == "draft.filed_already"
    assert not FilingDraft.objects.exists()


def test_without_the_lock_a_draft_of_a_filed_period_stays(
    truncatable_ledger: None,
    places: Places,
    cast: Cast,
    officers: list[Person],
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filing_drafts, "hold", lambda organisation: connection.ensure_connection())
    filing, draft = save_during_a_filing(places, cast.by(officers[0]), at)
    assert isinstance(filing, Filing)
    assert FilingDraft.objects.get() == draft
