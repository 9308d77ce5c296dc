"""The pages: what is missing and the nearest way to it, the table of a scope, and the officer's forms."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage
from courses.plan_querysets import all_pauses, all_waivers
from courses.plan_words import PauseKind
from courses.services import plan_decisions, plans
from courses.services.plan_decisions import Grounds
from courses.words import ClassKind
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import Line, OrganisationKind
from people.models import Person
from tests.cast import Cast, Places
from tests.courses.classroom import open_class

MINE = "/learn/plan/"


@pytest.fixture
def worker(seeded: int, places: Places, cast: Cast, at: datetime) -> Person:
    fresh = cast.worker("林晓雯", places.station, hired=at.date() - timedelta(days=18))
    plans.assign(by=SYSTEM, at=at)
    return fresh


@pytest.fixture
def officer(places: Places, cast: Cast, at: datetime, seeded: int) -> Person:
    return cast.with_role("县主管", Role.OFFICER, places.county)


def text_of(client: Client, address: str) -> str:
    page = client.get(address).content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def test_the_page_says_what_is_missing_by_when_and_the_nearest_way(
    client: Client, course: CoursePage, places: Places, cast: Cast, worker: Person, at: datetime
) -> None:
    later = (at + timedelta(days=5)).date()
    open_class(places.county, at, code="PRE", starts_on=later, ends_on=later)
    open_class(places.county, at, code="POLICY", kind=ClassKind.POLICY, starts_on=later, ends_on=later)
    client.force_login(cast.account(worker))
    text = text_of(client, MINE)
    assert "岗前培训进行中请在2026年3月28日前完成。" in text
    assert "规则未核实" in text
    assert "学完岗前培训课程未满足还没有学完去学" in text
    assert "还差40学时（30.0小时）已有0.0小时，要求30.0小时" in text
    assert "报名“岗前培训班PRE”2026年3月21日开班" in text
    assert "POLICY" not in text
    assert "结业测验暂不能满足结业测验开放后参加，开放前不算超期" in text


def test_a_justice_worker_reads_what_cannot_be_met_yet(
    client: Client, seeded: int, places: Places, cast: Cast, at: datetime
) -> None:
    worker = cast.worker("陈小燕", places.station, title="司法社工")
    plans.assign(by=SYSTEM, at=at)
    client.force_login(cast.account(worker))
    text = text_of(client, MINE)
    assert "有未成年人司法专长的督导员暂不能满足督导功能开通后由系统核对，开通前不算超期" in text
    assert "由聘用单位向公安机关、检察院查询，结果请主管登记" in text


def test_nothing_asked_says_so(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("股长", places.county)))
    assert "现在没有要求您完成的培训计划" in text_of(client, MINE)


def test_the_table_shows_the_scope_and_nobody_else(
    client: Client, places: Places, cast: Cast, worker: Person, officer: Person, at: datetime
) -> None:
    cast.worker("黄建国", places.other_station, hired=at.date() - timedelta(days=40))
    cast.worker("覃小梅", places.station, hired=at.date() - timedelta(days=61))
    plans.assign(by=SYSTEM, at=at)
    client.force_login(cast.account(officer))
    text = text_of(client, reverse("plans:table"))
    assert "共2人·已超期1·进行中1" in text
    assert text.index("覃小梅") < text.index("林晓雯")
    assert "黄建国" not in text
    late = text_of(client, reverse("plans:table") + "?plan=pre-service&state=overdue")
    assert "覃小梅" in late
    assert "东湖县青石镇社工站（1人）：覃小梅" in late  # 复制到群
    assert "林晓雯" not in late
    station = f"?organisation={places.station.public_id}"
    assert "共2人" in text_of(client, reverse("plans:table") + station)
    foreign = f"?organisation={places.other_station.public_id}"
    assert client.get(reverse("plans:table") + foreign).status_code == 404


def test_an_organisation_that_reaches_beyond_the_viewer_shows_only_whom_they_see(
    client: Client, course: CoursePage, places: Places, cast: Cast, worker: Person, at: datetime
) -> None:
    def add(name: str, code: str, parent: Organisation) -> Organisation:
        details = OrganisationDetails(
            name=name, kind=OrganisationKind.AGENCY, tier="", line=Line.SOCIAL_WORK, area_code=code
        )
        return organisations.add(details=details, parent=parent, by=SYSTEM, at=at)

    agency = add("东湖社工服务中心", "990121", places.department)
    branch = add("中心西山分部", "990122", agency)
    for name, place in (("覃小梅", agency), ("黄建国", branch)):
        cast.worker(name, place, hired=at.date() - timedelta(days=18))
    plans.assign(by=SYSTEM, at=at)
    client.force_login(cast.account(cast.with_role("县主管", Role.OFFICER, places.county)))
    for name in ("plans:table", "desks:behind"):
        text = text_of(client, f"{reverse(name)}?organisation={agency.public_id}")
        assert ("覃小梅" in text, "黄建国" in text) == (True, False), name


def test_reasons_are_read_by_the_person_and_by_whoever_decides_alone(
    client: Client, places: Places, cast: Cast, worker: Person, officer: Person, at: datetime
) -> None:
    plan_decisions.pause(
        person=worker, kind=PauseKind.LEAVE, first_day=at.date(), last_day=None,
        grounds=Grounds("手术后休养", "县医院证明"), by=SYSTEM, at=at,
    )  # fmt: skip
    page = reverse("plans:person", args=[worker.public_id])
    head = cast.with_role("站长", Role.STATION_HEAD, places.station)
    for reader, address, reads in ((officer, page, True), (head, page, False), (worker, MINE, True)):
        client.force_login(cast.account(reader))
        text = text_of(client, address)
        assert "暂停：休假2026年3月16日起" in text
        assert ("手术后休养" in text, "县医院证明" in text) == (reads, reads)


def test_an_officer_pauses_waives_accepts_and_takes_back(
    client: Client, cast: Cast, worker: Person, officer: Person, at: datetime
) -> None:
    client.force_login(cast.account(officer))
    page = reverse("plans:person", args=[worker.public_id])

    def send(name: str, *args: object, **fields: str) -> None:
        address = reverse(f"plans:{name}", args=args)
        form = (
            client.get(address).content.decode() if name != "withdraw" else client.get(page).content.decode()
        )
        key = re.search(r'name="action_key" value="([^"]+)"', form)
        assert key is not None
        answer = client.post(address, fields | {"action_key": key[1]})
        assert answer.status_code == 302, re.findall(r'class="error[^>]*>[^<]*', answer.content.decode())

    why = {"reason": "照单位的证明", "document": "请假单"}
    today = at.date().isoformat()
    send("pause", worker.public_id, kind="leave", first_day=today, last_day="", **why)
    send(
        "accept",
        worker.public_id,
        requirement="pre-service|hours",
        hours="6",
        day="2026-03-01",
        last_day="",
        **why,
    )
    send(
        "waive",
        worker.public_id,
        requirement="pre-service|exit-test",
        first_day="2026-03-01",
        last_day="",
        **why,
    )
    text = text_of(client, page)
    assert "暂停：休假" in text
    assert "认定6.0小时" in text
    assert "豁免：结业测验" in text
    assert "已有6.0小时，要求30.0小时" in text
    send("pause_end", all_pauses().get().public_id, last_day="2026-03-20")
    waiver = all_waivers().get()
    send("withdraw", "waivers", waiver.public_id)
    assert "豁免：结业测验已撤销" in text_of(client, page)
    client.force_login(worker.account or cast.account(worker))
    mine = text_of(client, MINE)
    assert "理由：照单位的证明" in mine
    assert "撤销计划" not in mine


def test_a_wrong_form_says_what_to_mend(client: Client, cast: Cast, worker: Person, officer: Person) -> None:
    client.force_login(cast.account(officer))
    address = reverse("plans:accept", args=[worker.public_id])
    key = re.search(r'name="action_key" value="([^"]+)"', client.get(address).content.decode())
    assert key is not None
    fields = {"requirement": "pre-service|hours", "day": "2026-03-01", "reason": "x", "document": "y"}
    answer = client.post(address, fields | {"action_key": key[1]})
    assert answer.status_code == 200
    assert "请填写认定多少小时" in answer.content.decode()


def test_somebody_elses_people_are_not_found(
    client: Client, places: Places, cast: Cast, worker: Person, seeded: int
) -> None:
    stranger = cast.with_role("邻县主管", Role.OFFICER, places.other_county)
    client.force_login(cast.account(stranger))
    for name in ("person", "waive", "pause", "accept"):
        assert client.get(reverse(f"plans:{name}", args=[worker.public_id])).status_code == 404


def test_the_pages_take_the_same_questions_for_few_and_for_many(
    client: Client, course: CoursePage, places: Places, cast: Cast, worker: Person, officer: Person, at: datetime,
    count_queries: Callable[[Callable[[], object]], int],
) -> None:  # fmt: skip
    client.force_login(cast.account(officer))
    table, detail = reverse("plans:table"), reverse("plans:person", args=[worker.public_id])
    client.get(table)
    few = [count_queries(lambda: client.get(table)), count_queries(lambda: client.get(detail))]
    for number in range(10):
        cast.worker(f"新同事{number}", places.station, hired=at.date() - timedelta(days=20 + number))
        later = (at + timedelta(days=5 + number)).date()
        open_class(places.county, at, code=f"C{number}", starts_on=later, ends_on=later)
    plans.assign(by=SYSTEM, at=at)
    many = [count_queries(lambda: client.get(table)), count_queries(lambda: client.get(detail))]
    assert many == few
    assert few[0] <= 12, few
    assert few[1] <= 21, few
