"""Every address of the site against every persona: what is declared is what is answered."""

import copy
from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse

from core import actions
from tests.cast import Cast, Places
from tests.generators.addresses import Address, Entry, addresses
from tests.generators.entries import ENTRIES
from tests.generators.world import EVERYBODY, OTHER_COUNTY, World, build

REFUSED = {403, 404}


def test_every_address_has_an_entry_and_every_entry_an_address() -> None:
    names = {address.name for address in addresses()}
    assert sorted(names - ENTRIES.keys()) == []
    assert sorted(ENTRIES.keys() - names) == []


def test_every_address_answers_every_persona_as_declared(places: Places, cast: Cast, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        world = build(places, cast, at)
        clients = {persona: world.client(persona) for persona in ("anonymous", *EVERYBODY)}
        faults = [
            fault
            for name, entry in ENTRIES.items()
            for persona, client in clients.items()
            if (fault := _fault(name, entry, world, persona, client))
        ]
    assert not faults, "\n".join(faults)


def test_every_address_of_the_editors_admin_is_closed_to_everybody_but_editors(
    places: Places, cast: Cast, at: datetime
) -> None:
    with time_machine.travel(at, tick=False):
        world = build(places, cast, at)
        strangers = [world.client(persona) for persona in ("anonymous", "worker", "officer", "city")]
        opened = [
            path for path in _admin_paths() for client in strangers if client.get(path).status_code < 300
        ]
        assert world.client("editor").get("/cms/").status_code == 200
    assert opened == []


def _admin_paths() -> list[str]:
    """Every address of the admin that needs no argument, its script catalogue left out: that holds no content."""
    found = []
    for address in _all("cms/"):
        try:
            found.append(reverse(address.name))
        except NoReverseMatch:
            continue
    return [path for path in found if not path.startswith(("/cms/jsi18n/", "/cms/sprite"))]


def _all(prefix: str) -> list[Address]:
    return [address for address in addresses(leave_out=()) if address.route.startswith(prefix)]


def _fault(name: str, entry: Entry, world: World, persona: str, client: Client) -> str | None:
    """None where the answer is as declared, else a line that says what came."""
    url = reverse(name, kwargs=entry.kwargs(world) if entry.kwargs else {})
    cache.clear()
    cookies = copy.deepcopy(client.cookies)  # whoever enters as somebody else comes back
    with transaction.atomic():
        response = _ask(client, url, entry, world)
        if response.streaming:
            b"".join(response.streaming_content)  # read to its end, so that the file is closed
        transaction.set_rollback(True)
    client.cookies = cookies
    status, target = response.status_code, response.headers.get("Location", "")
    to_log_in = status == 302 and target.startswith(reverse("account_login"))  # by code or by password
    if entry.closed:
        right = 300 <= status < 500
    elif entry.public:
        right = status < 400 and not to_log_in
    elif persona == "anonymous":
        right = to_log_in or status == 404
    elif persona in entry.allowed:
        right = status not in REFUSED and status < 500 and not to_log_in
    elif persona in OTHER_COUNTY and entry.kwargs:
        right = status == 404
    else:
        right = status in REFUSED
    return None if right else f"{name} as {persona}: {status} {target}"


def _ask(client: Client, url: str, entry: Entry, world: World) -> HttpResponse:
    if entry.posts:
        return client.post(url, entry.data(world) | {actions.FIELD: actions.new_key()})
    return client.get(url)


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over() -> None:
    cache.clear()
