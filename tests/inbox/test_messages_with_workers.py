"""From an event to the gateway through real workers: one message, one SMS, whoever is killed and whatever comes again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateways import Gateway
from tests.sending_site import Site
from tests.servers import wait_until

pytestmark = [pytest.mark.service]

# A worker who wants to be told by SMS. The role that the test gives concerns them, and them alone.
PEOPLE = """
from datetime import date
from core import clock
from inbox.services import channels
from organisations.authority import SYSTEM, Authority
from organisations.services import organisations
from organisations.services.organisations import OrganisationDetails
from organisations.words import OrganisationKind, Tier
from people.models import Account
from people.services import persons
from people.services.persons import PersonDetails
at = clock.now()
place = OrganisationDetails(name="东湖县民政局", kind=OrganisationKind.BUREAU, tier=Tier.COUNTY, area_code="990121")
county = organisations.add(details=place, parent=None, by=SYSTEM, at=at)
person = persons.add(details=PersonDetails(name="陈小燕"), organisation=county, by=SYSTEM, at=at)
person.account = Account.objects.create_user("user1", phone="13800138000")
person.save()
by = Authority(person_id=person.pk, label="self")
channels.choose(person=person, channels=["sms"], email="", by=by, at=at)
"""
GRANT = """
from datetime import date
from core import clock
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person
from people.services import grants
grants.grant(person=Person.objects.get(), role=Role.READER, organisation=Organisation.objects.get(),
             starts_on=date(2026, 1, 5), ends_on=None, by=SYSTEM, at=clock.now())
"""


@pytest.fixture(scope="module")
def migrated(module_folder: Path, migrated_var: Path) -> Iterator[Site]:
    site = Site(module_folder / "var", migrated_var)
    site.run(PEOPLE)
    yield site
    site.database.close()
    site.instance.close()


@pytest.fixture
def site(migrated: Site, gateway: Gateway) -> Iterator[Site]:
    migrated.send_to(gateway)
    migrated.database.execute("TRUNCATE core_outgoing, inbox_message, core_delivery, people_rolegrant")
    yield migrated
    gateway.open.set()
    migrated.kill_workers()


def _messages(site: Site) -> int:
    return site.number("kind = 'people.role.granted'", "inbox_message")


def test_an_event_delivered_three_times_by_workers_is_told_and_sent_once(
    site: Site, gateway: Gateway
) -> None:
    site.run(GRANT)
    for _turn in range(3):
        site.start_worker()
        wait_until(lambda: site.number("state = 'sent'"), "the SMS is sent")
        wait_until(lambda: not site.number("state = 'pending'", "core_delivery"), "all is delivered")
        site.kill_workers()
        site.database.execute("UPDATE core_delivery SET state = 'pending', due_at = now()")
    assert (_messages(site), len(gateway.received)) == (1, 1)
    assert "您的授权有变动" in gateway.received[0].json["text"]
    assert "民政局" not in gateway.received[0].json["text"]


def test_a_worker_killed_while_it_sends_leaves_one_message_and_repeats_its_key(
    site: Site, gateway: Gateway
) -> None:
    gateway.open.clear()
    site.run(GRANT)
    site.start_worker()
    wait_until(lambda: gateway.received, "the gateway was asked")
    site.kill_workers()
    gateway.open.set()
    site.let_time_pass()
    site.start_worker()
    wait_until(lambda: site.number("state = 'sent'"), "the SMS is sent")
    assert (_messages(site), len(set(gateway.keys))) == (1, 1)


def test_two_workers_at_once_tell_and_send_once(site: Site, gateway: Gateway) -> None:
    site.run(GRANT)
    site.start_worker("one")
    site.start_worker("two")
    wait_until(lambda: site.number("state = 'sent'"), "the SMS is sent")
    wait_until(lambda: not site.number("state = 'pending'", "core_delivery"), "all is delivered")
    assert (_messages(site), len(gateway.received)) == (1, 1)
