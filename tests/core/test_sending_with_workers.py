"""Real workers and a real gateway: one text each, whoever is killed, and the same key when one comes again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateways import Gateway
from tests.sending_site import Site
from tests.servers import wait_until

pytestmark = [pytest.mark.service]

SEND = """
from django.db import transaction
from core import clock
from core.services import sending
from organisations.authority import SYSTEM
with transaction.atomic():
    sending.send(channel="sms", to="13800138000", text="204817", purpose="probe.code", by=SYSTEM, at=clock.now())
"""
CLAIM = "from core.services import sending; assert sending._claim(set())"


@pytest.fixture(scope="module")
def migrated(module_folder: Path, migrated_var: Path) -> Iterator[Site]:
    site = Site(module_folder / "var", migrated_var)
    yield site
    site.database.close()
    site.instance.close()


@pytest.fixture
def site(migrated: Site, gateway: Gateway) -> Iterator[Site]:
    migrated.send_to(gateway)
    migrated.database.execute("TRUNCATE core_outgoing")
    yield migrated
    gateway.open.set()
    migrated.kill_workers()


def test_a_text_reaches_the_gateway_and_is_erased(site: Site, gateway: Gateway) -> None:
    site.run(SEND)
    site.start_worker()
    wait_until(lambda: site.number("state = 'sent'"), "the text is sent")
    assert len(gateway.received) == 1
    assert gateway.received[0].json["to"] == "13800138000"
    assert site.number('"to" IS NULL AND text IS NULL') == 1
    assert "13800138000" not in site.instance.output()
    assert "204817" not in site.instance.output()


def test_a_worker_killed_between_claiming_and_sending_leaves_one_text(site: Site, gateway: Gateway) -> None:
    site.run(SEND)
    site.run(CLAIM)  # its process is gone, its claim stands
    assert (site.number("attempts = 1 AND state = 'waiting'"), gateway.received) == (1, [])
    site.let_time_pass()
    site.start_worker()
    wait_until(lambda: site.number("state = 'sent'"), "the text is sent")
    assert len(gateway.received) == 1


def test_a_worker_killed_while_the_gateway_answers_hands_over_again_with_the_same_key(
    site: Site, gateway: Gateway
) -> None:
    gateway.open.clear()
    site.run(SEND)
    site.start_worker()
    wait_until(lambda: gateway.received, "the gateway was asked")
    site.kill_workers()
    assert site.number("state = 'waiting' AND failure = 'unfinished'") == 1
    gateway.open.set()
    site.let_time_pass()
    site.start_worker()
    wait_until(lambda: site.number("state = 'sent'"), "the text is sent")
    assert len(gateway.received) == 2
    assert len(set(gateway.keys)) == 1


def test_two_workers_share_what_waits_and_send_each_once(site: Site, gateway: Gateway) -> None:
    for _text in range(4):
        site.run(SEND)
    site.start_worker("one")
    site.start_worker("two")
    wait_until(lambda: site.number("state = 'sent'") == 4, "all are sent")
    assert len(gateway.received) == len(set(gateway.keys)) == 4
