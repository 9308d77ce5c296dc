"""Identity numbers (GB 11643) and what may be shown of them; proofs at the door; names of devices.

No place is read from the first six digits of an identity number.
"""

from collections.abc import Iterable
from datetime import date

from core.sentences import Sentence
from core.sentences import gettext_noop as _

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LENGTH = 18

# How somebody proved who they are, by what it takes to steal it. WeChat lives on the phone that gets the codes.
PASSWORD, PHONE, DEVICE = "password", "phone", "device"
_KINDS = {"password": PASSWORD, "code": PHONE, "paper": PHONE, "socialaccount": PHONE, "mfa": DEVICE}

# In this order: WeChat's browser names Chrome too, Chrome names Safari.
_BROWSERS = (
    ("MicroMessenger", _("微信")), ("Edg/", "Edge"), ("HuaweiBrowser", _("华为浏览器")), ("MiuiBrowser", _("小米浏览器")),
    ("QQBrowser", _("QQ浏览器")), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", _("鸿蒙手机")), ("Android", _("安卓手机")), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", _("Windows电脑")), ("Mac OS", _("苹果电脑")), ("Linux", _("Linux电脑")),
)  # fmt: skip


def check_digit(first_seventeen: str) -> str:
    return _CHECKS[
        sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)) % 11
    ]


def is_identity_number(text: str) -> bool:
    """18 characters, a real birth date and the right check digit."""
    if len(text) != _LENGTH or not text[:17].isascii() or not text[:17].isdigit():
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return check_digit(text[:17]) == text[17].upper()


def masked_identity_number(tail: str) -> str:
    """Only the last four are shown."""
    return f"{'*' * 14}{tail}" if tail else ""


def masked_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) == 11 else ""


def masked_name(name: str) -> str:
    """Surname and stars, for public pages."""
    return name[:1] + "*" * (len(name) - 1)


def kinds_of_proof(methods: Iterable[str]) -> frozenset[str]:
    """The kinds among the methods that a log-in recorded; what is not known proves nothing."""
    return frozenset(_KINDS[method] for method in methods if method in _KINDS)


def is_proved_twice(methods: Iterable[str]) -> bool:
    """Two things of different kinds: two codes to one phone are one thing."""
    return len(kinds_of_proof(methods)) > 1


def device_name(user_agent: str) -> tuple[Sentence, Sentence]:
    """Browser and machine as a person calls them; empty where the text tells neither."""
    found = (
        next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    browser, machine = map(Sentence, found)
    return browser, machine
