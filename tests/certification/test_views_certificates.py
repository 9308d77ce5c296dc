"""One's own certificates; officers revoke and replace those of their people; nobody else finds them."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.models import CompletionCertificate
from certification.querysets import all_certificates, all_periods
from certification.services import certificates, registrations
from certification.services.registrations import PeriodDetails
from certification.words import RegistrationKind, RegistrationLevel
from core import records
from organisations.authority import SYSTEM
from organisations.roles import Role
from people.models import Person
from tests.cast import Cast, Places
from tests.certification.conftest import LogIn, issue, key
from tests.certification.test_services_registrations import FIRST, LAST, learn

pytestmark = pytest.mark.usefixtures("clock_at")


def page_of(certificate: CompletionCertificate) -> str:
    return reverse("certification:certificate", args=[certificate.public_id])


@pytest.fixture
def officer(places: Places, cast: Cast) -> Person:
    return cast.with_role("钟国强", Role.OFFICER, places.county)


def test_a_worker_opens_her_certificate_with_code_and_picture(
    certificate: CompletionCertificate, worker: Person, log_in: LogIn, settings: object
) -> None:
    settings.SITE_ADDRESS = "https://banyan.example/"  # type: ignore[attr-defined]
    client = log_in(worker)
    listed = client.get(reverse("certification:certificates")).content.decode()
    assert page_of(certificate) in listed
    page = client.get(page_of(certificate)).content.decode()
    address = f"https://banyan.example/verify/{certificate.code}/"
    for words in (
        "陈小燕",
        "东湖县青石镇社工站",
        certificate.number,
        records.grouped(certificate.code),
        address,
    ):
        assert words in page
    assert page.partition("<main")[2].count("<svg") == 1
    assert "style=" not in page


def test_a_certificate_of_another_is_not_found(
    certificate: CompletionCertificate, places: Places, cast: Cast, officer: Person, log_in: LogIn
) -> None:
    for person in (cast.worker("周玉梅", places.station), officer):
        assert log_in(person).get(page_of(certificate)).status_code == 404


def test_an_ended_certificate_says_so_and_shows_the_new_one(
    certificate: CompletionCertificate, worker: Person, at: datetime, log_in: LogIn
) -> None:
    fresh = certificates.replace(certificate=certificate, reason="姓名更正", by=SYSTEM, at=at)
    page = log_in(worker).get(page_of(certificate)).content.decode()
    assert "已被新证替代" in page
    assert page_of(fresh) in page


def test_an_officer_replaces_and_revokes_with_a_reason(
    certificate: CompletionCertificate, worker: Person, officer: Person, log_in: LogIn
) -> None:
    client, end = log_in(officer), reverse("certification:end", args=[certificate.public_id])
    empty = client.post(end, key()).content.decode()
    assert "请选择换发或撤销" in empty
    assert "请写明理由" in empty
    client.post(end, {"state": "replaced", "reason": "姓名更正"} | key())
    fresh = all_certificates().get(edition=2)
    again = client.post(end, {"state": "revoked", "reason": "再来"} | key())
    assert "不能再改" in again.content.decode()
    second = reverse("certification:end", args=[fresh.public_id])
    client.post(second, {"state": "revoked", "reason": "重复发证"} | key())
    page = client.get(reverse("certification:person", args=[worker.public_id])).content.decode()
    for words in ("已撤销", "重复发证", "已被新证替代", "姓名更正"):
        assert words in page


def test_an_officer_enters_a_period_and_sees_what_is_missing(
    worker: Person, officer: Person, at: datetime, log_in: LogIn
) -> None:
    client = log_in(officer)
    form = reverse("certification:add_registration", args=[worker.public_id])
    assert client.get(form).status_code == 200
    empty = client.post(form, key()).content.decode()
    assert "请填写日期" in empty
    given = {"level": "assistant", "kind": "first", "starts_on": FIRST.isoformat(), "ends_on": ""}
    client.post(form, given | key())
    twice = client.post(form, given | key()).content.decode()
    assert "与已有的登记周期重叠" in twice
    learn(worker, 4_305, FIRST, at)
    page = client.get(reverse("certification:person_registration", args=[worker.public_id])).content.decode()
    for words in ("还差0.3小时", "已完成71.7小时，本周期应完成72.0小时", "未核实", "民发〔2009〕123号"):
        assert words in page
    period = all_periods().get()
    client.post(reverse("certification:withdraw_registration", args=[period.public_id]), key())
    assert all_periods().standing().count() == 0


def test_a_worker_sees_her_own_period_and_is_never_told_she_is_registered(
    worker: Person, at: datetime, log_in: LogIn
) -> None:
    client, url = log_in(worker), reverse("certification:registration")
    assert "还没有记入您的登记周期" in client.get(url).content.decode()
    details = PeriodDetails(RegistrationLevel.WORKER, RegistrationKind.AGAIN, FIRST, LAST)
    registrations.add(person=worker, details=details, by=SYSTEM, at=at)
    learn(worker, 5_400, FIRST, at)
    page = client.get(url).content.decode()
    assert "学时已够" in page
    assert "不办理登记" in page
    assert "登记成功" not in page


def test_the_other_line_and_the_station_head_read_and_do_not_write(
    certificate: CompletionCertificate,
    worker: Person,
    places: Places,
    cast: Cast,
    at: datetime,
    log_in: LogIn,
) -> None:
    details = PeriodDetails(RegistrationLevel.WORKER, RegistrationKind.AGAIN, FIRST, LAST)
    registrations.add(person=worker, details=details, by=SYSTEM, at=at)
    add = reverse("certification:add_registration", args=[worker.public_id])
    end = reverse("certification:end", args=[certificate.public_id])
    readers = {
        cast.with_role("苏伟强", Role.OFFICER, places.department): 404,
        cast.with_role("何志明", Role.STATION_HEAD, places.station): 403,
    }
    for reader, refused in readers.items():
        client = log_in(reader)
        page = client.get(reverse("certification:person", args=[worker.public_id])).content.decode()
        assert certificate.number in page
        for hidden in (add, end, "填错了，作废"):
            assert hidden not in page
        hours = client.get(reverse("certification:person_registration", args=[worker.public_id]))
        assert "还差90.0小时" in hours.content.decode()
        assert client.get(add).status_code == refused
        assert client.get(end).status_code == refused


@pytest.mark.parametrize("role", [Role.OFFICER, None])
def test_people_of_another_county_are_not_found(
    certificate: CompletionCertificate, worker: Person, places: Places, cast: Cast, at: datetime, log_in: LogIn,
    role: Role | None,
) -> None:  # fmt: skip
    details = PeriodDetails(RegistrationLevel.WORKER, RegistrationKind.AGAIN, FIRST, LAST)
    period = registrations.add(person=worker, details=details, by=SYSTEM, at=at)
    stranger = (
        cast.worker("周玉梅", places.station)
        if role is None
        else cast.with_role("潘丽华", role, places.other_county)
    )
    client, expected = log_in(stranger), 403 if role is None else 404
    for name in ("person", "person_registration", "add_registration"):
        url = reverse(f"certification:{name}", args=[worker.public_id])
        assert client.get(url).status_code == expected
    end = reverse("certification:end", args=[certificate.public_id])
    assert client.post(end, {"state": "revoked", "reason": "x"} | key()).status_code == expected
    withdraw = reverse("certification:withdraw_registration", args=[period.public_id])
    assert client.post(withdraw, key()).status_code == expected
    assert not hasattr(all_certificates().get(), "status")


def test_pages_ask_for_log_in(client: Client, certificate: CompletionCertificate, worker: Person) -> None:
    for url in (
        reverse("certification:certificates"),
        reverse("certification:registration"),
        reverse("certification:person", args=[worker.public_id]),
        page_of(certificate),
    ):
        assert client.get(url)["Location"].startswith("/accounts/login/")


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_lists_take_the_same_queries_for_one_row_and_for_twenty(
    certificate: CompletionCertificate, worker: Person, officer: Person, at: datetime, log_in: LogIn
) -> None:
    details = PeriodDetails(RegistrationLevel.WORKER, RegistrationKind.AGAIN, FIRST, LAST)
    registrations.add(person=worker, details=details, by=SYSTEM, at=at)
    learn(worker, 60, FIRST, at)
    mine, theirs = log_in(worker), log_in(officer)
    visits = [
        (mine, reverse("certification:certificates")),
        (mine, reverse("certification:registration")),
        (theirs, reverse("certification:person", args=[worker.public_id])),
        (theirs, reverse("certification:person_registration", args=[worker.public_id])),
    ]
    before = [queries(client, url) for client, url in visits]
    for number in range(1, 20):
        issue(worker, at)
        learn(worker, 60, FIRST, at)
        day = LAST + timedelta(days=2 * number)
        later = PeriodDetails(RegistrationLevel.WORKER, RegistrationKind.AGAIN, day, day + timedelta(days=1))
        registrations.add(person=worker, details=later, by=SYSTEM, at=at)
    assert [queries(client, url) for client, url in visits] == before
    assert max(before) <= 14
