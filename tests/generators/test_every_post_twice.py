"""Every form that writes, posted twice at once with one key: one effect. And no view that writes goes without."""

import ast
import inspect
import re
import textwrap
import threading
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.db import connection, connections, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core import actions
from core.models import ActionKey
from tests.generators.addresses import Address, addresses
from tests.generators.posts import NOTHING_WRITTEN, POSTS, Post
from tests.generators.world import World

OURS = (
    "assessment.",
    "core.",
    "courses.",
    "people.",
    "mentorship.",
    "certification.",
    "reporting.",
    "desks.",
    "hours.",
    "inbox.",
    "cms.",
)
# Bookkeeping of the request itself, not an effect of the form.
NOT_AN_EFFECT = {"sessions.session", "core.actionkey", "usersessions.usersession", "people.account"}


def _ours() -> list[Address]:
    return [address for address in addresses() if address.view.__module__.startswith(OURS)]


def _guarded() -> list[Address]:
    return [address for address in _ours() if getattr(address.view, "writes_once", False)]


def test_every_guarded_address_has_a_post_and_every_post_an_address() -> None:
    names = {address.name for address in _guarded()}
    assert sorted(names - POSTS.keys()) == []
    assert sorted(POSTS.keys() - names) == []


def test_every_view_that_reads_a_form_by_post_is_guarded_or_declared_harmless() -> None:
    unguarded = {
        address.name
        for address in _ours()
        if not getattr(address.view, "writes_once", False) and _reads_post(inspect.unwrap(address.view))
    }
    assert sorted(unguarded) == sorted(NOTHING_WRITTEN)


def _reads_post(view: Any) -> bool:
    tree = ast.parse(textwrap.dedent(inspect.getsource(view)))
    return any(isinstance(node, ast.Attribute) and node.attr in {"POST", "FILES"} for node in ast.walk(tree))


@pytest.mark.service
@pytest.mark.parametrize("name", sorted(POSTS))
def test_one_form_posted_twice_at_once_has_one_effect(name: str, kept_world: World, at: datetime) -> None:
    world, post = kept_world, POSTS[name]
    with time_machine.travel(at, tick=False):
        url = reverse(name, kwargs=post.kwargs(world) if post.kwargs else {})
        data = post.data(world) | {actions.FIELD: actions.new_key()}
        once = _effect_of_one(world, post, url, data)
        assert once or post.in_session, f"{name}: one post has no effect, so twice proves nothing"
        before = _rows()
        answers = _both_at_once(world, post, url, data)
        assert {answer.status_code for answer in answers} == {302}, [
            answer.content[:3000] for answer in answers
        ]
        assert len({answer["Location"] for answer in answers}) == 1
        assert _rows() - before == once
        assert ActionKey.objects.filter(key=data[actions.FIELD]).count() == 1


def _effect_of_one(world: World, post: Post, url: str, data: dict[str, Any]) -> Counter[str]:
    """The rows that one post adds, taken back afterwards."""
    before = _rows()
    with transaction.atomic():
        response = post.client(world).post(url, _fresh(data))
        assert response.status_code == 302, _told(response)
        added = _rows() - before
        transaction.set_rollback(True)
    return added


def _both_at_once(world: World, post: Post, url: str, data: dict[str, Any]) -> list[HttpResponse]:
    clients = [post.client(world), post.client(world)]
    gate = threading.Barrier(2)
    answers: list[HttpResponse] = []

    def send(client: Client) -> None:
        try:
            gate.wait()
            answers.append(client.post(url, _fresh(data)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 2
    return answers


def _told(answer: HttpResponse) -> str:
    """What the page says, for the failure's message."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main>")[0]
    return f"{answer.status_code}: " + " ".join(re.sub(r"<[^>]+>", " ", main).split())[:400]


def _fresh(data: dict[str, Any]) -> dict[str, Any]:
    """Files are read once: every post gets its own."""
    return {name: value() if callable(value) else value for name, value in data.items()}


def _rows() -> Counter[str]:
    """How many rows each table of ours has."""
    tables = {
        model._meta.label_lower: model._meta.db_table for model in apps.get_models() if model._meta.managed
    }
    counts = [
        f"SELECT '{label}', count(*) FROM \"{table}\""  # noqa: S608
        for label, table in tables.items()
        if label not in NOT_AN_EFFECT
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(counts))
        return Counter(dict(cursor.fetchall()))


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over() -> None:
    cache.clear()
