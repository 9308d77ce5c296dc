"""Identity numbers (GB 11643) and what may be shown of them. No place is read from the first six digits."""

from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LENGTH = 18


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
