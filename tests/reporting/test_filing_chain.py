"""The way up: each tier takes its own step, once, in order; what was returned or corrected goes no further."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from itertools import product
from threading import Barrier

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleBroken
from courses.words import AttendanceState
from inbox.todos import todo_items
from organisations.authority import SYSTEM
from organisations.models import Rule
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind, Tier
from people.models import Person
from reporting.models import Filing, FilingAct
from reporting.querysets.filing_rules import SECOND_RULE
from reporting.querysets.filing_steps import waiting, way_of
from reporting.querysets.filings import all_filings
from reporting.rules.filing_chain import Body, ladder, may_go_on, next_rung, state_of
from reporting.rules.periods import Period
from reporting.services import duties, filing_steps, filings
from reporting.words import FilingState, FilingStep
from tests.cast import Cast, Places
from tests.inbox.heard import told_to
from tests.reporting import series
from tests.reporting.test_filings_pages import posted, text_of
from tests.threads import LONGEST, race, somebody_waits, until

CHECK, REVIEW, GATHER, ARCHIVE = FilingStep
YEAR = Period(report_year=2026)


@pytest.fixture
def officers(places: Places, cast: Cast) -> dict[str, Person]:
    named = {"县": places.county, "市": places.city, "省": places.province, "邻": places.other_county}
    return {name: cast.with_role(f"{name}主管", Role.OFFICER, place) for name, place in named.items()}


@pytest.fixture
def filing(places: Places, at: datetime) -> Filing:
    return filings.file(organisation=places.county, period=YEAR, by=SYSTEM, at=at)


def state(filing: Filing) -> FilingState:
    return Filing.objects.get(pk=filing.pk).state


@given(
    st.sampled_from(Tier), st.lists(st.sampled_from(Tier), max_size=4), st.lists(st.booleans(), min_size=3)
)
def test_a_way_is_walked_once_and_ends_in_the_archive(
    own: Tier, above: list[Tier], flags: list[bool]
) -> None:
    """Whatever tree a body stands in: steps in order, none twice, each by the tier that it belongs to."""
    bodies = [Body(pk, tier) for pk, tier in enumerate(above, start=2)]
    is_returned, is_superseded, needs_check = flags[:3]
    way = ladder(Body(1, own), bodies, needs_check=needs_check)
    tiers = {body.pk: body.tier for body in bodies}
    taken: list[FilingStep] = []
    plain = {"is_returned": False, "is_superseded": False, "needs_check": needs_check}
    states = [state_of(own, taken, **plain)]
    while (rung := next_rung(way, taken)) is not None:
        wanted = {REVIEW: {Tier.CITY}, GATHER: {Tier.PROVINCE}}.get(rung.step, {tiers.get(rung.body), own})
        assert rung.body in {1, *tiers}
        assert tiers.get(rung.body, own) in wanted
        taken.append(rung.step)
        states.append(state_of(own, taken, **plain))
    assert taken == sorted(set(taken), key=list(FilingStep).index)
    assert taken[-1] is ARCHIVE
    assert states[-1] is FilingState.ARCHIVED
    assert len(set(states)) == len(states)
    assert (states[0] is FilingState.PENDING) is (CHECK in taken) is needs_check
    stands = state_of(own, taken[:1], is_returned=is_returned, is_superseded=is_superseded)
    assert may_go_on(stands) is (not is_returned and not is_superseded and taken[0] is not ARCHIVE)


def test_a_county_filing_goes_to_the_city_and_the_province(
    filing: Filing, officers: dict[str, Person], cast: Cast, at: datetime
) -> None:
    frozen = (filing.sha256, bytes(filing.workbook))
    assert state(filing) is FilingState.COUNTY_PASSED
    for step, who, after in (
        (REVIEW, "市", FilingState.CITY_PASSED),
        (GATHER, "省", FilingState.GATHERED),
        (ARCHIVE, "省", FilingState.ARCHIVED),
    ):
        act = filing_steps.take(filing=filing, step=step, remark=" 无误 ", by=cast.by(officers[who]), at=at)
        assert (act.taken_by, act.remark) == (officers[who].pk, "无误")
        assert state(filing) is after
    found = Filing.objects.get(pk=filing.pk)
    assert (found.sha256, bytes(found.workbook)) == frozen
    assert filings.reproduce(found).is_equal


@pytest.mark.parametrize(("who", "step"), list(product("县市省邻", [REVIEW, GATHER, ARCHIVE])))
def test_each_step_is_taken_by_its_own_tier_and_in_turn(
    filing: Filing, officers: dict[str, Person], cast: Cast, at: datetime, who: str, step: FilingStep
) -> None:
    """The province holds every right below it, and yet does not review in the city's name."""
    if (who, step) == ("市", REVIEW):
        return
    with pytest.raises(RuleBroken) as refused:
        filing_steps.take(filing=filing, step=step, by=cast.by(officers[who]), at=at)
    assert refused.value.code == ("step.other_body" if step is REVIEW else "step.not_next")
    assert not FilingAct.objects.exists()


def test_a_city_files_to_the_province_and_a_county_without_a_city_as_well(
    places: Places, officers: dict[str, Person], cast: Cast, at: datetime
) -> None:
    details = OrganisationDetails(
        name="直管县民政局", kind=OrganisationKind.BUREAU, tier=Tier.COUNTY, line=Line.CIVIL_AFFAIRS,
        area_code="990301",
    )  # fmt: skip
    direct = organisations.add(details=details, parent=places.province, by=SYSTEM, at=at)
    made = [filings.file(organisation=one, period=YEAR, by=SYSTEM, at=at) for one in (places.city, direct)]
    assert [one.state for one in made] == [FilingState.FILED, FilingState.COUNTY_PASSED]
    province = cast.by(officers["省"])
    assert set(waiting(province, on=at.date())) == set(made)
    for one in made:
        assert [rung.step for rung in way_of(one)] == [GATHER, ARCHIVE]
        filing_steps.take(filing=one, step=GATHER, by=province, at=at)
    assert not waiting(province, on=at.date()).exists()


def test_nobody_above_means_that_the_own_archive_ends_it(places: Places, at: datetime) -> None:
    filing = filings.file(organisation=places.department, period=YEAR, by=SYSTEM, at=at)
    filing_steps.take(filing=filing, step=ARCHIVE, by=SYSTEM, at=at)
    assert state(filing) is FilingState.ARCHIVED


def test_the_database_keeps_every_step(filing: Filing, at: datetime) -> None:
    filing_steps.take(filing=filing, step=REVIEW, by=SYSTEM, at=at)
    for change in (lambda: FilingAct.objects.update(remark="改"), lambda: FilingAct.objects.all().delete()):
        with pytest.raises(DatabaseError, match="stays as it was taken"), transaction.atomic():
            change()


def test_a_review_may_give_back_until_the_archive(
    filing: Filing, officers: dict[str, Person], cast: Cast, at: datetime
) -> None:
    """Who passed it, or stands above, may give it back; below that nobody may any more."""
    for step in (REVIEW, GATHER):
        filing_steps.take(filing=filing, step=step, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        duties.give_back(filing=filing, remark="请核对", by=cast.by(officers["市"]), at=at)
    assert refused.value.code == "permission.missing"
    back = duties.give_back(filing=filing, remark="请核对", by=cast.by(officers["省"]), at=at)
    assert back.body is not None
    assert back.body.tier == Tier.PROVINCE
    assert state(filing) is FilingState.RETURNED
    with pytest.raises(RuleBroken) as refused:
        filing_steps.take(filing=filing, step=ARCHIVE, by=SYSTEM, at=at)
    assert refused.value.code == "step.returned"
    answer = filings.correct(filing=filing, reason="数字无误", by=SYSTEM, at=at)
    assert state(filing) is FilingState.SUPERSEDED
    assert state(answer) is FilingState.COUNTY_PASSED  # and begins its own way


def test_what_is_in_the_archive_is_not_given_back(filing: Filing, at: datetime) -> None:
    for step in (REVIEW, GATHER, ARCHIVE):
        filing_steps.take(filing=filing, step=step, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken) as refused:
        duties.give_back(filing=filing, remark="请核对", by=SYSTEM, at=at)
    assert refused.value.code == "return.archived"
    with pytest.raises(RuleBroken) as refused:
        filing_steps.take(filing=filing, step=ARCHIVE, by=SYSTEM, at=at)
    assert refused.value.code == "step.archived"


@pytest.mark.parametrize("wanted", FilingState)
def test_the_list_finds_by_state_what_the_page_says(
    places: Places, at: datetime, wanted: FilingState
) -> None:
    """One filing in every state; the database and the rule agree."""
    made = [
        filings.file(organisation=places.county, period=Period(report_year=year), by=SYSTEM, at=at)
        for year in range(2018, 2024)
    ]
    made.append(filings.file(organisation=places.city, period=YEAR, by=SYSTEM, at=at))
    for one, steps in zip(made[1:4], (1, 2, 3), strict=True):
        for step in (REVIEW, GATHER, ARCHIVE)[:steps]:
            filing_steps.take(filing=one, step=step, by=SYSTEM, at=at)
    for one in made[4:6]:
        duties.give_back(filing=one, remark="请核对", by=SYSTEM, at=at)
    made.append(filings.correct(filing=made[5], reason="无误", by=SYSTEM, at=at))
    ask_for_a_second_officer()
    for year in (2024, 2025):
        period = Period(report_year=year)
        made.append(filings.file(organisation=places.county, period=period, by=SYSTEM, at=at))
    filing_steps.take(filing=made[-1], step=CHECK, by=SYSTEM, at=at)
    found = {one.pk for one in all_filings().in_state(wanted)}
    assert found
    assert found == {one.pk for one in all_filings() if one.state is wanted}


def ask_for_a_second_officer() -> None:
    Rule.objects.create(
        key=SECOND_RULE, jurisdiction="990121", valid_from=date(2026, 1, 1), value=True, title="两人审核"
    )


def test_where_a_rule_asks_for_two_the_second_officer_reviews_before_it_goes_up(
    places: Places, officers: dict[str, Person], cast: Cast, at: datetime
) -> None:
    ask_for_a_second_officer()
    first, second = cast.by(officers["县"]), cast.by(cast.with_role("副局", Role.OFFICER, places.county))
    city = cast.by(officers["市"])
    filing = filings.file(organisation=places.county, period=YEAR, by=first, at=at)
    assert state(filing) is FilingState.PENDING
    assert not waiting(first, on=at.date()).exists()
    assert not waiting(city, on=at.date()).exists()
    assert list(waiting(second, on=at.date())) == [filing]
    for by, code in ((first, "step.same_person"), (city, "step.other_body")):
        with pytest.raises(RuleBroken) as refused:
            filing_steps.take(filing=filing, step=CHECK, by=by, at=at)
        assert refused.value.code == code
    with pytest.raises(RuleBroken) as refused:
        filing_steps.take(filing=filing, step=REVIEW, by=city, at=at)
    assert refused.value.code == "step.not_next"
    back = duties.give_back(filing=filing, remark="少一个班", by=second, at=at)
    assert back.body == places.county
    again = filings.correct(filing=filing, reason="已核对，没有少", by=first, at=at)
    filing_steps.take(filing=again, step=CHECK, by=second, at=at)
    assert state(again) is FilingState.COUNTY_PASSED
    assert list(waiting(city, on=at.date())) == [again]
    page = f"/filings/{again.public_id}/"
    said = [told for told in told_to(officers["市"]) if "东湖县" in told[0]]
    assert said == [(f"东湖县民政局更正了报送，新的编号是{again.number}。", page)]
    assert filings.reproduce(again).is_equal


@pytest.fixture
def today(at: datetime) -> Iterator[None]:
    """Pages ask the clock; what waits is of this year and the last."""
    with time_machine.travel(at, tick=False):
        yield


def test_the_city_is_told_reviews_on_the_page_and_the_county_reads_who(
    today: None, filing: Filing, officers: dict[str, Person], cast: Cast, at: datetime
) -> None:
    city, county = cast.by(officers["市"]), cast.by(officers["县"])
    assert [todo.title for todo in todo_items(city, on=at.date())] == ["1份报送等您审核"]
    upper, lower = Client(), Client()
    upper.force_login(cast.account(officers["市"]))
    lower.force_login(cast.account(officers["县"]))
    listed = upper.get("/filings/?state=waiting")
    assert filing.number in text_of(listed)
    address = f"/filings/{filing.public_id}/"
    assert f"{address}step/" in upper.get(address).content.decode()
    assert lower.get(f"{address}step/").status_code == 404
    second_tab = posted(upper.get(f"{address}step/"))
    sent = posted(upper.get(f"{address}step/"), remark="数字与台账一致")
    assert upper.post(f"{address}step/", sent)["Location"] == address
    assert upper.get(f"{address}step/").status_code == 404
    again = upper.post(f"{address}step/", second_tab)
    assert again.status_code == 422
    assert "这一步已经办过" in text_of(again)
    told = text_of(lower.get(address))
    assert "市级审核 榕江市民政局 · 市主管" in told
    assert "数字与台账一致" in told
    assert "省级汇总 南岭省民政厅 · 还没有办理" in told
    assert todo_items(city, on=at.date()) == []
    assert [one.title for one in todo_items(cast.by(officers["省"]), on=at.date())] == ["1份报送等您审核"]
    assert todo_items(county, on=at.date()) == []
    for query, stands in (("?state=city_passed", True), ("?state=county_passed", False), ("?state=x", True)):
        assert (filing.number in text_of(lower.get(f"/filings/{query}"))) is stands
    assert (f"报送{filing.number}已通过市级审核。", address) in told_to(officers["县"])


def test_the_list_asks_the_same_number_of_questions_for_one_filing_and_for_many(
    client: Client,
    places: Places,
    officers: dict[str, Person],
    cast: Cast,
    at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:
    client.force_login(cast.account(officers["市"]))

    def file(year: int) -> None:
        made = filings.file(organisation=places.county, period=Period(report_year=year), by=SYSTEM, at=at)
        filing_steps.take(filing=made, step=REVIEW, by=SYSTEM, at=at)

    file(2026)
    few = count_queries(lambda: client.get("/filings/?state=city_passed"))
    for year in range(2016, 2026):
        file(year)
    assert count_queries(lambda: client.get("/filings/?state=city_passed")) == few


def review(filing: Filing, at: datetime) -> Callable[[], object]:
    return lambda: filing_steps.take(filing=filing, step=REVIEW, by=SYSTEM, at=at)


def test_of_two_reviewers_the_second_is_told(truncatable_ledger: None, filing: Filing, at: datetime) -> None:
    answers = race(review(filing, at), review(filing, at))
    assert sorted(type(answer).__name__ for answer in answers) == ["FilingAct", "RuleBroken"]
    assert FilingAct.objects.count() == 1


def test_without_the_hold_only_the_constraint_stops_the_second_reviewer(
    truncatable_ledger: None, filing: Filing, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked before either has written: the second one falls over the database."""
    looked = Barrier(2)
    monkeypatch.setattr(filing_steps, "hold", lambda filing: None)
    monkeypatch.setattr(filing_steps, "may_go_on", lambda state: looked.wait(LONGEST) is not None)
    answers = race(review(filing, at), review(filing, at))
    assert sorted(type(answer).__name__ for answer in answers) == ["FilingAct", "IntegrityError"]


@pytest.fixture
def changed(filing: Filing, places: Places, cast: Cast, at: datetime) -> Filing:
    """After the filing a class came to light: there is something to correct."""
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    worker = cast.worker("陈小燕", places.station)
    for session in held.sessions.all():
        series.attend(session, worker, at=at, state=AttendanceState.LATE_MARK, reason="补录纸质签到表")
    series.close(held)
    return filing


def reviewed_during_the_correction(filing: Filing, at: datetime) -> object:
    """The review arrives while the correction is written and not yet committed."""

    def run() -> object:
        try:
            return review(filing, at)()
        except RuleBroken as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            filings.correct(filing=filing, reason="补登一个班", by=SYSTEM, at=at)
            arrived = pool.submit(run)
            until(lambda: somebody_waits() or arrived.done(), "the review waits or is through")
        return arrived.result(LONGEST)


def test_a_filing_that_is_being_corrected_is_not_reviewed(
    truncatable_ledger: None, changed: Filing, at: datetime
) -> None:
    answer = reviewed_during_the_correction(changed, at)
    assert isinstance(answer, RuleBroken)
    assert answer.code == "step.corrected"
    assert not FilingAct.objects.exists()


def test_without_the_hold_a_corrected_filing_is_reviewed(
    truncatable_ledger: None, changed: Filing, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The damage: the city has passed what stood no longer."""
    monkeypatch.setattr(filing_steps, "hold", lambda filing: None)
    assert isinstance(reviewed_during_the_correction(changed, at), FilingAct)
    assert state(changed) is FilingState.SUPERSEDED
