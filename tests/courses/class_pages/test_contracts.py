"""Contract, acceptance and budget of a class; co-organisers that count for nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from core.errors import RuleBroken
from core.models import Event
from courses.contract_querysets import budget_of, contract_of, standing_of
from courses.models import BudgetLine, ClassContract, ClassSession, TrainingClass
from courses.rules.contracts import Standing, fen_of, minutes_of, spoken
from courses.services import class_copies, classes, contracts
from courses.services.class_copies import CopyDetails
from courses.services.contracts import BudgetRow, ContractDetails
from courses.words import HalfDay
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.class_pages.room import class_fields, logged_in, post, url
from tests.courses.classroom import TODAY, details, open_class, session_of

TERMS = ContractDetails("东民购〔2026〕3号", 360, 1_234_567, "县级财政培训经费", date(2026, 2, 1))
CONTRACT = {
    "document_number": "东民购〔2026〕3号", "hours": "6", "amount": "12345.67", "money_source": "县级财政培训经费",
}  # fmt: skip
ADD = reverse("courses:class_add")
PAGES = ("class_contract", "class_contract_edit", "class_budget")


@pytest.fixture
def held(places: Places, at: datetime) -> TrainingClass:
    """Two half days of three hours."""
    made = open_class(places.county, at, provider=places.school)
    for half in (HalfDay.MORNING, HalfDay.AFTERNOON):
        session_of(made, at, half_day=half)
    return made


Close = Callable[[HalfDay], None]


@pytest.fixture
def close(held: TrainingClass, at: datetime) -> Close:
    def closed(half: HalfDay) -> None:
        ClassSession.objects.filter(training_class=held, half_day=half).update(
            opened_at=at, closed_at=at, head_count=1
        )

    return closed


@pytest.fixture
def contract(held: TrainingClass, at: datetime) -> ClassContract:
    return contracts.set_contract(training_class=held, details=TERMS, by=SYSTEM, at=at)


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize(("yuan", "fen"), [("0", 0), ("0.01", 1), ("12345.67", 1_234_567), ("0.29", 29)])
def test_money_is_exact(yuan: str, fen: int) -> None:
    assert fen_of(Decimal(yuan)) == fen


def test_parts_of_a_fen_and_of_a_minute_are_refused() -> None:
    with pytest.raises(ValueError, match=r"0\.001"):
        fen_of(Decimal("0.001"))
    with pytest.raises(ValueError, match=r"0\.01"):
        minutes_of(Decimal("0.01"))
    assert (minutes_of(Decimal("19.5")), spoken(1_234_567)) == (1170, "12,345.67")


@pytest.mark.parametrize(
    ("delivered", "note", "says"),
    [
        (0, "x", "不能验收"),
        (180, " ", "请写明怎样处理"),
        (180, "按实际结算", None),
        (360, "", None),
        (400, "", None),
    ],
)
def test_when_a_contract_is_accepted(delivered: int, note: str, says: str | None) -> None:
    refused = Standing(360, delivered, 0).refusal(note)
    assert (says in refused) if says and refused else refused is None and says is None


def test_an_officer_writes_the_contract_and_accepts_what_was_delivered(
    held: TrainingClass, cast: Cast, officer: Person, close: Close
) -> None:
    client, page = logged_in(cast, officer), url("class_contract", held)
    assert page in said(client.get(url("class_detail", held)))
    assert "还没有登记合同" in said(client.get(page))
    post(client, url("class_contract_edit", held), **CONTRACT)
    found = contract_of(held)
    assert found is not None
    assert (found.contracted_minutes, found.amount_fen, found.contractor) == (360, 1_234_567, held.provider)
    assert "12,345.67元" in said(client.get(page))
    refused = post(client, page, accepted_on="2026-03-16", note="")
    assert "还没有确认过到场的课次" in said(refused)
    close(HalfDay.MORNING)
    assert "请写明怎样处理" in said(post(client, page, accepted_on="2026-03-16", note=""))
    assert "不能晚于今天" in said(post(client, page, accepted_on="2026-03-17", note="按实际结算"))
    post(client, page, accepted_on="2026-03-16", note="按实际结算", delivered="9999")
    found.refresh_from_db()
    assert (found.accepted_on, found.accepted_by, found.accepted_minutes) == (TODAY, officer.pk, 180)
    shown = said(client.get(page))
    assert "已验收" in shown
    assert officer.name in shown
    assert "已经验收，不能再改" in said(post(client, url("class_contract_edit", held), **CONTRACT))
    assert "已经验收，不能再改" in said(post(client, page, accepted_on="2026-03-16", note="x"))
    post(client, url("class_acceptance_withdraw", held))
    found.refresh_from_db()
    assert (found.accepted_on, found.accepted_minutes, found.acceptance_note) == (None, None, "")
    names = Event.objects.filter(name__startswith="courses.contract").order_by("pk")
    assert [name.rpartition(".")[2] for name in names.values_list("name", flat=True)] == [
        "set", "accepted", "acceptance_withdrawn",
    ]  # fmt: skip


def test_delivered_is_what_was_closed_however_many_came(
    held: TrainingClass, contract: ClassContract, close: Close
) -> None:
    assert standing_of(contract) == Standing(360, 0, 2)
    close(HalfDay.MORNING)
    assert standing_of(contract) == Standing(360, 180, 1)
    close(HalfDay.AFTERNOON)
    assert standing_of(contract) == Standing(360, 360, 0)


def test_a_contract_is_one_with_the_provider_of_the_class(
    held: TrainingClass, contract: ClassContract, places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    own = open_class(places.county, at, "2026-02")
    with pytest.raises(RuleBroken) as refused:
        contracts.set_contract(training_class=own, details=TERMS, by=SYSTEM, at=at)
    assert refused.value.code == "contract.no_provider"
    assert "主办单位自办" in said(logged_in(cast, officer).get(url("class_contract", own)))
    for provider in (None, places.other_county):
        changed = replace(details(places.county), provider=provider)
        with pytest.raises(RuleBroken) as refused:
            classes.edit(training_class=held, details=changed, by=SYSTEM, at=at)
        assert refused.value.code == "class.provider_contracted"
    again = contracts.set_contract(
        training_class=held, details=replace(TERMS, amount_fen=5), by=SYSTEM, at=at
    )
    assert (again.pk, again.amount_fen) == (contract.pk, 5)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("hours", "", "请填写合同约定的小时数"), ("hours", "0.11", "整分钟"), ("amount", "", "请填写金额"),
        ("amount", "12.345", "2"), ("amount", "-1", "0"), ("money_source", "", "请填写经费来源"),
        ("document_number", "", "请填写合同编号"), ("hours", "abc", "数字"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_contract_is_said(
    held: TrainingClass, cast: Cast, officer: Person, field: str, value: str, says: str
) -> None:
    page = url("class_contract_edit", held)
    answer = said(post(logged_in(cast, officer), page, **CONTRACT | {field: value}))
    assert "error-summary" in answer
    assert says in answer
    assert contract_of(held) is None


def test_the_budget_is_saved_whole_or_not_at_all(held: TrainingClass, cast: Cast, officer: Person) -> None:
    client, page = logged_in(cast, officer), url("class_budget", held)
    assert "师资费" in said(client.get(page))
    rows = {
        "item_0": "师资费",
        "planned_0": "8000",
        "spent_0": "7500.50",
        "item_1": "资料费",
        "item_2": "场地费",
        "planned_2": "0",
    }
    post(client, page, **rows)
    assert [(one.item, one.planned_fen, one.spent_fen) for one in budget_of(held)] == [
        ("师资费", 800_000, 750_050), ("场地费", 0, 0),
    ]  # fmt: skip
    shown = said(client.get(url("class_contract", held)))
    assert "7,500.50" in shown
    assert "同一个项目" in said(
        post(client, page, item_0="餐费", planned_0="1", item_1="餐费", planned_1="2")
    )
    assert "有金额的行要写项目" in said(post(client, page, item_0="", planned_0="1"))
    assert budget_of(held).count() == 2


def test_the_database_refuses_what_no_contract_is(
    held: TrainingClass, contract: ClassContract, at: datetime
) -> None:
    rows = ClassContract.objects.filter(pk=contract.pk)
    contracts.set_budget(training_class=held, rows=[BudgetRow("师资费", 1)], by=SYSTEM, at=at)
    changes: list[Callable[[], object]] = [
        lambda: rows.update(contracted_minutes=0),
        lambda: rows.update(amount_fen=-1),
        lambda: rows.update(accepted_on=TODAY),
        lambda: rows.update(acceptance_note="x"),
        lambda: BudgetLine.objects.update(planned_fen=-1),
        lambda: BudgetLine.objects.create(training_class=held, item="师资费"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_neither_the_provider_nor_a_neighbour_reads_the_money(
    held: TrainingClass, contract: ClassContract, places: Places, cast: Cast
) -> None:
    for role, place in (
        (Role.OFFICER, places.other_county), (Role.CLASS_TEACHER, places.school), (Role.READER, places.province),
        (Role.OFFICER, places.department),
    ):  # fmt: skip
        client = logged_in(cast, cast.with_role(f"某{place.pk}", role, place))
        assert {client.get(url(name, held)).status_code for name in PAGES} == {404}
        assert post(client, url("class_acceptance_withdraw", held)).status_code == 404  # type: ignore[attr-defined]


def test_the_page_takes_as_many_questions_for_many_sessions_and_items(
    held: TrainingClass, contract: ClassContract, cast: Cast, officer: Person, at: datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client, page = logged_in(cast, officer), url("class_contract", held)
    client.get(page)
    rows = [BudgetRow(f"项目{number}", number) for number in range(20)]
    contracts.set_budget(training_class=held, rows=rows, by=SYSTEM, at=at)
    with django_assert_max_num_queries(12):
        assert "项目19" in said(client.get(page))


def test_co_organisers_are_written_by_name_shown_printed_and_copied(
    places: Places, cast: Cast, officer: Person, at: datetime
) -> None:
    client = logged_in(cast, officer)
    fields = class_fields(places, co_organisers="榕江市委党校\n西山县民政局\n")
    assert "没有叫“北京某校”的单位" in said(
        post(client, ADD, **{**fields, "co_organisers": "榕江市委党校\n北京某校"})
    )
    assert "主办单位不能同时是协办单位" in said(
        post(client, ADD, **{**fields, "co_organisers": "东湖县民政局"})
    )
    assert not TrainingClass.objects.exists()
    post(client, ADD, **fields)
    made = TrainingClass.objects.get()
    assert set(made.co_organisers.all()) == {places.school, places.other_county}
    shown = said(client.get(url("class_detail", made)))
    assert "协办" in shown
    assert "西山县民政局" in shown
    session_of(made, at, held_on=made.starts_on)
    assert "西山县民政局" in said(client.get(url("class_sheet_daily", made)))
    edit = url("class_edit", made)
    assert "西山县民政局" in said(client.get(edit))
    changed = {name: value for name, value in fields.items() if name not in ("organiser", "code", "state")}
    post(client, edit, **{**changed, "co_organisers": "西山县民政局"})
    assert [one.name for one in made.co_organisers.all()] == ["西山县民政局"]
    copied = class_copies.copy(
        training_class=made, details=CopyDetails(date(2027, 4, 1), "2027-01", "明年的班", "岗前培训", None, None),
        by=SYSTEM, at=at,
    )  # fmt: skip
    assert [one.name for one in copied.co_organisers.all()] == ["西山县民政局"]
