"""What allauth asks us about accounts, phones and second factors: mainland numbers of 11 digits, nothing else."""

import base64
import re
import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core import clock
from core.encryption import decrypt, encrypt
from people import second_factor, weixin
from people.models import Account
from people.querysets import all_people
from people.rules import masked_phone
from people.services import codes

_MAINLAND = re.compile(r"1[0-9]{10}")
_NO_MATCH = _("账号或密码不对。请核对；忘记密码可以改用手机验证码登录")
_TOO_MANY = _("试的次数太多。请过几分钟再试")


class _PhoneField(forms.CharField):
    def clean(self, value: Any) -> str:
        return digits_of(super().clean(value))


def digits_of(phone: str) -> str:
    """The 11 digits of a mainland number, however it was typed. Raises ValidationError."""
    typed = unicodedata.normalize("NFKC", phone)
    digits = re.sub(r"^\s*\+?86|[\s-]", "", typed)
    if not _MAINLAND.fullmatch(digits):
        raise ValidationError(_("请填写11位手机号"))
    return digits


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _NO_MATCH,
        "phone_password_mismatch": _NO_MATCH,
        "incorrect_password": _("密码不对。请重新填写"),
        "enter_current_password": _("现在的密码不对。请重新填写"),
        "incorrect_code": _("验证码不对。请核对短信，或重新获取"),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

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
        """The number of the account; else the one on the person's roster line, which a code has yet to prove."""
        if user.phone:
            return user.phone, user.phone_verified
        person = all_people().standing().filter(account=user).first()
        return (person.phone, False) if person and person.phone else None

    def set_phone(self, user: Account, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Account, phone: str) -> None:
        """A code came back. Another account may have taken a roster's number meanwhile: then nothing is set."""
        if user.phone == phone or not Account.objects.filter(phone=phone).exists():
            self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Account | None:
        return Account.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: Account | None, phone: str, code: str, **kwargs: Any) -> None:
        """Where the site sends no texts, the code stays unknown: the page says so and asks for one on paper."""
        if codes.can_send():
            codes.send(phone=phone, code=code, at=clock.now())

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Never asked for: a number that belongs to nobody gets a code as well."""

    def is_login_by_code_required(self, login: Any) -> bool:
        """After the password, before the log-in is done: a code, for those who need two proofs and chose no other."""
        return second_factor.wants_code(self.request, login.user) and codes.can_send()

    def post_login(self, request: HttpRequest, user: Account, **told: Any) -> HttpResponse:
        """The WeChat that began this log-in is remembered for the next one."""
        weixin.bind_waiting(request, user)
        response: HttpResponse = super().post_login(request, user, **told)
        return response


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对。请核对后重新填写"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(encrypt(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(base64.b64decode(encrypted_text)).decode()

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_user_identifier(self, user: Account) -> str:
        """What an authenticator app shows beside the site's name: no name of a person, no whole number."""
        return masked_phone(user.phone or "") or user.username

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return str(_("通行密钥")) if not count else f"{_('通行密钥')}{count + 1}"
