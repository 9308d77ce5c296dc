"""Two proofs for officers, editors and operators, where the settings ask: role × setting × what was shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core.errors import RuleBroken
from organisations.authority import SYSTEM
from organisations.roles import NEED_SECOND_FACTOR, Role
from people.models import Account, Person
from people.rules import is_proved_twice
from people.services import accounts, grants, second_proofs
from tests.cast import HIRED, PASSWORD, Cast, Places
from tests.pages import post
from tests.people.door import CONFIRM, PHONE, code_sent_to, come_in, is_in, settle, texts_to

LOGIN = "/accounts/login/"
SECOND = "/accounts/second/"
PAGES = {Role.OFFICER: "/people/", Role.EDITOR: "/cms/", Role.REVIEWER: "/cms/", Role.OPERATOR: "/desk/"}


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(at, tick=False) as traveller:
        cache.clear()
        yield traveller


@pytest.fixture
def asked_for(settings: Settings) -> None:
    settings.SECOND_FACTOR_ASKED = True


def _holder(
    cast: Cast,
    places: Places,
    at: datetime,
    role: Role | None,
    *,
    phone: str | None = PHONE,
    password: str | None = PASSWORD,
) -> Person:
    person = cast.with_role("黄志强", role, places.county) if role else cast.worker("陈小燕", places.station)
    accounts.open_account(person=person, username="huang", password=password, phone=phone, by=SYSTEM, at=at)
    return person


def _account() -> Account:
    return Account.objects.get(username="huang")


def _by_password(client: Client) -> Any:
    return client.post(LOGIN, {"login": "huang", "password": PASSWORD})


def _with_app(account: Account) -> str:
    """An authenticator app; its present code."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    return _app_code(secret)


def _app_code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.parametrize(
    ("methods", "twice"),
    [
        ((), False),
        (("password",), False),
        (("password", "password"), False),
        (("password", "code"), True),
        (("password", "paper"), True),
        (("password", "mfa"), True),
        (("code", "paper"), False),
        (("code", "socialaccount"), False),
        (("code", "mfa"), True),
        (("socialaccount", "mfa"), True),
        (("mfa", "mfa"), False),
        (("code", "something new"), False),
    ],
)
def test_two_proofs_are_of_two_kinds(methods: tuple[str, ...], twice: bool) -> None:
    assert is_proved_twice(methods) is twice


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("asks", [False, True])
def test_who_is_asked_for_a_code_after_the_password(
    cast: Cast,
    places: Places,
    at: datetime,
    settings: Settings,
    client: Client,
    role: Role | None,
    asks: bool,
) -> None:
    settings.SECOND_FACTOR_ASKED = asks
    _holder(cast, places, at, role)
    answer = _by_password(client)
    if asks and role in NEED_SECOND_FACTOR:
        assert answer["Location"] == CONFIRM
        assert not is_in(client)
        assert client.post(CONFIRM, {"code": code_sent_to()})["Location"] == "/desk/"
    else:
        assert answer["Location"] == "/desk/"
        assert texts_to() == []
    assert is_in(client)


@pytest.mark.parametrize("role", sorted(NEED_SECOND_FACTOR))
def test_after_the_code_comes_the_password(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client, role: Role
) -> None:
    _holder(cast, places, at, role)
    come_in(client)
    assert is_in(client)
    page = PAGES[role]
    assert client.get(page)["Location"] == f"{SECOND}?next={page.replace('/', '%2F')}"
    door = client.get(SECOND, {"next": page}).content.decode()
    assert "用密码验证" in door
    assert "发送验证码" not in door  # a second text to the same phone proves nothing more
    answer = client.post(f"/accounts/reauthenticate/?next={page}", {"password": PASSWORD})
    assert answer["Location"] == page
    assert not client.get(page).headers.get("Location", "").startswith(SECOND)


@pytest.mark.parametrize("role", sorted(NEED_SECOND_FACTOR))
def test_before_it_no_right_is_in_force_anywhere(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client, role: Role
) -> None:
    _holder(cast, places, at, role)
    come_in(client)
    for address in (
        "/",
        "/desk/",
        "/people/",
        "/cms/",
        "/cms/pages/",
        "/hours/",
        "/classes/",
        "/figures/",
        "/documents/1/x/",
    ):
        answer = client.get(address)
        assert address == "/" or answer["Location"].startswith(SECOND), address
    answer = client.post("/people/add/", {})
    assert answer["Location"].startswith(SECOND)


def test_an_app_stands_in_for_the_text(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    _holder(cast, places, at, Role.OFFICER)
    code = _with_app(_account())
    assert _by_password(client)["Location"] == "/accounts/2fa/authenticate/"
    assert texts_to() == []
    assert not is_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/desk/"
    assert settle(client).get("/people/").status_code == 200


def test_an_app_goes_well_with_a_texted_code(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    _holder(cast, places, at, Role.OFFICER, password=None)
    code = _with_app(_account())
    assert come_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/desk/"
    assert settle(client).get("/people/").status_code == 200


def test_a_recovery_code_helps_once_where_the_app_is_lost(
    cast: Cast, places: Places, at: datetime, asked_for: None
) -> None:
    _holder(cast, places, at, Role.OFFICER)
    _with_app(_account())
    RecoveryCodes.activate(_account())
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for right in (True, False):
        client = Client()
        _by_password(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(client) is right


def test_a_session_from_before_the_grant_is_asked_at_its_next_page(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    person = _holder(cast, places, at, None)
    _by_password(client)
    assert client.get("/hours/").status_code in {200, 302}
    grants.grant(
        person=person, role=Role.OFFICER, organisation=places.county, starts_on=HIRED, ends_on=None, by=SYSTEM, at=at
    )  # fmt: skip
    assert client.get("/people/")["Location"].startswith(SECOND)
    assert post(client, SECOND, next="/people/")["Location"] == "/accounts/second/code/?next=%2Fpeople%2F"
    assert post(client, "/accounts/second/code/", code="1", next="/people/").status_code == 200
    answer = post(client, "/accounts/second/code/", code=code_sent_to(), next="/people/")
    assert answer["Location"] == "/people/"
    assert client.get("/people/").status_code == 200


def test_who_has_nothing_else_sets_something_up_first(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    """As the first officer of an installation: a password and no number."""
    _holder(cast, places, at, Role.OFFICER, phone=None)
    assert _by_password(client)["Location"] == "/desk/"
    door = client.get(SECOND).content.decode()
    assert "还没有第二种验证方式" in door
    client.get("/accounts/phone/")  # leads past the privacy notice, as every first page does
    assert client.get("/accounts/phone/").status_code == 200
    post(client, "/accounts/phone/", phone=PHONE)
    post(client, "/accounts/phone/code/", code=code_sent_to())
    assert _account().phone == PHONE
    assert client.get("/people/")["Location"].startswith(SECOND)
    cache.clear()
    post(client, SECOND, next="/people/")
    post(client, "/accounts/second/code/", code=code_sent_to(), next="/people/")
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize(
    "page", ["/accounts/phone/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/sessions/"]
)
def test_a_stolen_password_sets_nothing_up(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client, page: str
) -> None:
    """Whoever has a number proves that number; another one is not put in its place."""
    person = _holder(cast, places, at, None)
    _by_password(client)
    grants.grant(
        person=person, role=Role.OFFICER, organisation=places.county, starts_on=HIRED, ends_on=None, by=SYSTEM, at=at
    )  # fmt: skip
    assert client.get(page)["Location"].startswith(SECOND)
    assert client.post(page, {"phone": "13900000002"})["Location"].startswith(SECOND)


def test_the_roster_s_number_serves_where_the_account_has_none(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    person = _holder(cast, places, at, Role.OFFICER, phone=None)
    person.phone = PHONE
    person.save(update_fields=["phone"])
    assert _by_password(client)["Location"] == CONFIRM
    client.post(CONFIRM, {"code": code_sent_to()})
    assert is_in(client)
    assert (_account().phone, _account().phone_verified) == (PHONE, True)


def test_without_text_messages_another_proof_is_asked_for(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client, settings: Settings
) -> None:
    settings.SENDING = settings.SENDING | {"sms": {"provider": "none"}}
    _holder(cast, places, at, Role.OFFICER)
    assert _by_password(client)["Location"] == "/desk/"
    door = client.get(SECOND).content.decode()
    assert "添加通行密钥" in door
    assert client.get("/people/")["Location"].startswith(SECOND)


def test_a_superuser_of_the_shell_is_asked_as_well(asked_for: None, client: Client, db: None) -> None:
    Account.objects.create_superuser(username="huang", password=PASSWORD)
    _by_password(client)
    assert client.get("/cms/")["Location"].startswith(SECOND)


def test_learners_never_see_the_page(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    _holder(cast, places, at, None)
    come_in(client)
    assert client.get(SECOND)["Location"] == "/desk/"


def test_the_secret_of_an_app_is_unreadable_in_the_database(cast: Cast, places: Places, at: datetime) -> None:
    _holder(cast, places, at, Role.OFFICER)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(_account(), secret)
    assert secret not in str(Authenticator.objects.get().data)


def test_a_passkey_names_the_site_and_not_the_person(
    cast: Cast, places: Places, at: datetime, client: Client
) -> None:
    _holder(cast, places, at, Role.OFFICER)
    _by_password(client)
    settle(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "139****0001" in page
    assert "黄志强" not in page


def test_lost_proofs_are_taken_away_in_the_shell(
    cast: Cast, places: Places, at: datetime, asked_for: None, client: Client
) -> None:
    person = _holder(cast, places, at, Role.OFFICER)
    code = _with_app(_account())
    _by_password(client)
    client.post("/accounts/2fa/authenticate/", {"code": code})
    with pytest.raises(RuleBroken):
        second_proofs.drop(account=_account(), by=cast.by(person), at=at)
    call_command("drop_second_factor", "huang")
    assert Authenticator.objects.count() == 0
    assert client.get("/people/")["Location"].startswith("/accounts/login/")
    assert _by_password(Client())["Location"] == CONFIRM
    with pytest.raises(CommandError):
        call_command("drop_second_factor", "nobody")
