"""What allauth asks us about accounts and phones: mainland numbers of 11 digits, nothing else."""

import re
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from people.models import Account

_MAINLAND = re.compile(r"1[0-9]{10}")


class _PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        return digits_of(super().clean(value))


def digits_of(phone: str) -> str:
    """The 11 digits of a mainland number, however it was typed. Raises ValidationError."""
    typed = unicodedata.normalize("NFKC", phone)
    digits = re.sub(r"^\s*\+?86|[\s-]", "", typed)
    if not _MAINLAND.fullmatch(digits):
        raise ValidationError(_("请填写11位手机号码"))
    return digits


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made for people on the roster, never by whoever passes by."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this site: no other host, not even an allowed one."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def phone_form_field(self, **kwargs: Any) -> forms.CharField:
        """By this field allauth tells a phone from a user name."""
        return _PhoneField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        return digits_of(phone)

    def get_phone(self, user: Account) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Account, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: Account, phone: str, code: str, **kwargs: Any) -> None:
        raise ValidationError(_("本站暂不发送短信验证码，请用密码登录"))

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nobody is told whether a number is known."""
