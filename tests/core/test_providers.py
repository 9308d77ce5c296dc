"""The ways out, each against a real server on the loopback address."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from core import checks, providers
from core.providers.letters import Later, Letter, Refused
from tests.gateways import SECRET, Gateway, MailServer

LETTER = Letter("0f8d6c1e", "13800138000", "您有一条新消息", "inbox.message")
MAIL = Letter("0f8d6c1e", "chen@example.org", "您有一条新消息\n请登录查看。", "inbox.message")


def _provider(settings: Settings, channel: str, **options: str) -> providers.Provider:
    settings.SENDING = settings.SENDING | {channel: options}
    return providers.provider_for(channel)


def test_the_gateway_can_prove_who_posted(gateway: Gateway, settings: Settings) -> None:
    way = _provider(settings, "sms", provider="gateway", url=gateway.url + "?tenant=1", secret=SECRET)
    assert way.deliver(LETTER) == "gw-1"
    (request,) = gateway.received
    assert request.path == "/send?tenant=1"
    assert request.json == {"id": LETTER.key, "to": LETTER.to, "text": LETTER.text, "purpose": LETTER.purpose}
    signed = request.headers["X-Banyan-Timestamp"].encode() + b"." + request.body
    right = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert request.headers["X-Banyan-Signature"] == right
    assert request.headers["Idempotency-Key"] == LETTER.key


def test_a_redirect_is_not_followed(gateway: Gateway, settings: Settings) -> None:
    way = _provider(settings, "webhook", provider="gateway", url=gateway.url, secret=SECRET)
    gateway.status, gateway.location = 307, gateway.url
    with pytest.raises(Refused, match="http 307"):
        way.deliver(LETTER)
    assert len(gateway.received) == 1


@pytest.mark.parametrize(("status", "kind"), [(400, Refused), (404, Refused), (429, Later), (500, Later)])
def test_the_status_says_whether_another_try_helps(
    gateway: Gateway, settings: Settings, status: int, kind: type[Exception]
) -> None:
    gateway.status = status
    with pytest.raises(kind, match=f"http {status}"):
        _provider(settings, "sms", provider="gateway", url=gateway.url, secret=SECRET).deliver(LETTER)


def test_nobody_there_is_a_later(settings: Settings) -> None:
    way = _provider(settings, "sms", provider="gateway", url="http://127.0.0.1:9/", secret=SECRET)
    with pytest.raises(Later, match="ConnectionRefusedError"):
        way.deliver(LETTER)


def test_a_robot_of_wecom_gets_its_text_body(gateway: Gateway, settings: Settings) -> None:
    gateway.answer = b'{"errcode": 0, "errmsg": "ok"}'
    _provider(settings, "webhook", provider="wecom", url=gateway.url + "?key=k").deliver(LETTER)
    (request,) = gateway.received
    assert request.path == "/send?key=k"
    assert request.json == {
        "msgtype": "text",
        "text": {"content": LETTER.text, "mentioned_mobile_list": [LETTER.to]},
    }


def test_a_robot_of_dingtalk_gets_its_text_body_and_its_signature(
    gateway: Gateway, settings: Settings
) -> None:
    gateway.answer = b'{"errcode": 0}'
    url = gateway.url + "?access_token=t"
    _provider(settings, "webhook", provider="dingtalk", url=url, secret=SECRET).deliver(LETTER)
    (request,) = gateway.received
    asked = {name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()}
    told = f"{asked['timestamp']}\n{SECRET}".encode()
    right = base64.b64encode(hmac.new(SECRET.encode(), told, hashlib.sha256).digest()).decode()
    assert (asked["access_token"], unquote(asked["sign"])) == ("t", right)
    assert request.json["at"] == {"atMobiles": [LETTER.to], "isAtAll": False}


def test_a_robot_that_answers_with_an_error_is_asked_again(gateway: Gateway, settings: Settings) -> None:
    gateway.answer = json.dumps({"errcode": 45009, "errmsg": "api freq out of limit"}).encode()
    with pytest.raises(Later, match="errcode 45009"):
        _provider(settings, "webhook", provider="wecom", url=gateway.url).deliver(LETTER)


def test_mail_reaches_a_mail_server(mail_server: MailServer, settings: Settings) -> None:
    options = {"provider": "smtp", "url": mail_server.url, "sender": "榕荫 <banyan@example.org>"}
    reference = _provider(settings, "email", **options).deliver(MAIL)
    (message,) = mail_server.messages
    assert (message["To"], message["Subject"]) == (MAIL.to, "您有一条新消息")
    assert message["From"] == "榕荫 <banyan@example.org>"
    assert message.get_content().split() == MAIL.text.split()
    assert message["Message-ID"] == reference == f"<{MAIL.key}@example.org>"


@pytest.mark.parametrize(("code", "kind"), [(550, Refused), (451, Exception)])
def test_a_mail_server_says_whether_another_try_helps(
    mail_server: MailServer, settings: Settings, code: int, kind: type[Exception]
) -> None:
    mail_server.recipient_code = code
    options = {"provider": "smtp", "url": mail_server.url, "sender": "banyan@example.org"}
    with pytest.raises(kind) as told:
        _provider(settings, "email", **options).deliver(MAIL)
    assert isinstance(told.value, Refused) == (code == 550)


@pytest.mark.parametrize(
    ("channel", "options"),
    [
        ("sms", {"provider": "pigeon"}),
        ("sms", {"provider": "smtp"}),
        ("sms", {"provider": "gateway", "url": "http://gateway.example/", "secret": SECRET}),
        ("sms", {"provider": "gateway", "url": "ftp://127.0.0.1/", "secret": SECRET}),
        ("sms", {"provider": "gateway", "url": "https://gateway.example/"}),
        ("webhook", {"provider": "dingtalk", "url": "https://robot.example/"}),
        ("email", {"provider": "smtp", "url": "https://mail.example", "sender": "a@example.org"}),
        ("email", {"provider": "smtp", "url": "smtp+tls://mail.example"}),
    ],
)
def test_what_the_settings_leave_out_is_told_at_the_start(
    settings: Settings, channel: str, options: dict[str, str]
) -> None:
    with pytest.raises(ImproperlyConfigured):
        _provider(settings, channel, **options)
    assert [found.id for found in checks.providers_are_complete()] == ["core.E002"]


def test_what_is_complete_is_not_complained_of(settings: Settings) -> None:
    assert checks.providers_are_complete() == []
    url = "https://user:a%20word@gateway.example:8443/send"
    assert _provider(settings, "sms", provider="gateway", url=url, secret=SECRET)
    assert _provider(settings, "email", provider="smtp", url="smtp+ssl://m.example", sender="a@example.org")
    assert not providers.keeps_texts("sms")
