"""Anyone checks a certificate without log-in, script or cookies, and learns no more than the card says."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certification.models import CompletionCertificate
from certification.services import certificates
from certification.views.public import PER_MINUTE
from core import records
from organisations.authority import SYSTEM
from people.models import Person
from tests.certification.conftest import issue

pytestmark = pytest.mark.usefixtures("clock_at")

UNKNOWN = "7K3M9P2X4T6W8Y1" + records.check_character("7K3M9P2X4T6W8Y1")


def answer(code: str) -> str:
    return reverse("verify:answer", args=[code])


def test_a_stranger_sees_the_card(client: Client, certificate: CompletionCertificate) -> None:
    response = client.get(answer(certificate.code))
    page = response.content.decode()
    for words in ("有效", "陈**", "东湖县青石镇社工站", "岗前培训", "1.6小时", "2026年", certificate.number):
        assert words in page
    for hidden in ("陈小燕", str(certificate.public_id), str(certificate.person.public_id), "<script"):
        assert hidden not in page
    assert response.status_code == 200
    assert not response.cookies
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def test_the_form_leads_to_the_card_however_the_code_is_typed(
    client: Client, certificate: CompletionCertificate
) -> None:
    for typed in (records.grouped(certificate.code).lower(), f" {certificate.code} "):
        response = client.get(reverse("verify:form"), {"code": typed})
        assert response["Location"] == answer(certificate.code)
        assert not response.cookies
    page = client.get(reverse("verify:form"))
    assert not page.cookies
    assert "action_key" not in page.content.decode()


@pytest.mark.parametrize(("typed", "words"), [("", "请填写核验编号"), ("证书", "编号只有数字和字母")])
def test_what_cannot_be_a_code_is_said_on_the_form(client: Client, typed: str, words: str) -> None:
    response = client.get(reverse("verify:form"), {"code": typed})
    assert words in response.content.decode()


def test_mistyped_and_unknown_are_worded_differently(
    client: Client, certificate: CompletionCertificate
) -> None:
    last = records.ALPHABET[(records.ALPHABET.index(certificate.code[-1]) + 1) % 32]
    mistyped = client.get(answer(certificate.code[:-1] + last))
    unknown = client.get(answer(UNKNOWN))
    assert mistyped.status_code == unknown.status_code == 404
    assert "多半是有一位输错或漏了" in mistyped.content.decode()
    assert "没有发出过这个编号" in unknown.content.decode()
    for response in (mistyped, unknown):
        assert "陈**" not in response.content.decode()
        assert not response.cookies


def test_revoked_and_replaced_say_so_with_the_day(client: Client, worker: Person, at: datetime) -> None:
    first, second = issue(worker, at), issue(worker, at)
    certificates.revoke(certificate=first, reason="重复发证", by=SYSTEM, at=at)
    fresh = certificates.replace(certificate=second, reason="姓名更正", by=SYSTEM, at=at)
    revoked = client.get(answer(first.code)).content.decode()
    replaced = client.get(answer(second.code)).content.decode()
    assert "已撤销" in revoked
    assert "撤销日期" in revoked
    assert "已被新证替代" in replaced
    assert fresh.code not in replaced
    for page in (revoked, replaced):
        assert "重复发证" not in page
        assert "姓名更正" not in page


def test_who_asks_too_often_is_asked_to_wait_and_others_are_not(
    client: Client, certificate: CompletionCertificate, at: datetime
) -> None:
    url = answer(certificate.code)
    answers = [client.get(url, REMOTE_ADDR="192.0.2.7").status_code for _ in range(PER_MINUTE + 1)]
    assert answers == [200] * PER_MINUTE + [429]
    busy = client.get(url, REMOTE_ADDR="192.0.2.7")
    assert "请等一分钟再打开" in busy.content.decode()
    assert busy["Retry-After"] == "60"
    assert not busy.cookies
    assert client.get(url, REMOTE_ADDR="192.0.2.8").status_code == 200
    with time_machine.travel(at + timedelta(minutes=1), tick=False):
        assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_one_check_is_one_question_to_the_database(
    client: Client, certificate: CompletionCertificate, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        client.get(answer(certificate.code))
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get(answer("ABC"))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_check_only_reads(client: Client, certificate: CompletionCertificate, method: str) -> None:
    assert getattr(client, method)(answer(certificate.code)).status_code == 405
