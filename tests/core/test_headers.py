"""Every answer carries a policy: ours without anything inline, the editors' own one for the editors."""

import pytest
from django.test import Client

from tests.cast import Cast, Places


def _policy(client: Client, path: str) -> dict[str, str]:
    header = client.get(path).headers["Content-Security-Policy"]
    return {rule.split()[0]: rule.strip() for rule in header.split(";") if rule.strip()}


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/nothing-here/"])
def test_our_pages_allow_nothing_inline_and_no_other_host(db: None, client: Client, path: str) -> None:
    policy = _policy(client, path)
    assert policy["default-src"] == "default-src 'none'"
    assert policy["script-src"] == "script-src 'self'"
    assert policy["style-src"] == "style-src 'self'"
    assert policy["frame-ancestors"] == "frame-ancestors 'none'"
    assert policy["base-uri"] == "base-uri 'none'"
    assert not any("unsafe" in rule or "://" in rule or "*" in rule for rule in policy.values())


def test_the_editors_pages_have_their_own_policy_without_other_hosts(db: None, client: Client) -> None:
    policy = _policy(client, "/cms/")
    assert "'unsafe-inline'" in policy["script-src"]
    assert policy["frame-ancestors"] == "frame-ancestors 'self'"
    assert not any("://" in rule or "*" in rule for rule in policy.values())


def test_every_answer_names_its_type_and_keeps_its_address_to_itself(db: None, client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"


def test_pages_of_somebody_who_is_logged_in_are_not_stored(
    client: Client, cast: Cast, places: Places
) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get("/accounts/password/change/").headers["Cache-Control"] == "private, no-store"
