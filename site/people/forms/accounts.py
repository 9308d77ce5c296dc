"""Forms at the door: they parse and check, they never save."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    ReauthenticateForm,
    RequestLoginCodeForm,
    SetPasswordForm,
)
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import clock
from organisations.models import Organisation
from organisations.querysets import all_organisations
from people.codes import may_send
from people.forms.asking import AskingForm
from people.models import Account
from people.services import paper_codes
from people.services.access_requests import Asked

MOST_PLACES = 20
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_TEL = {"autocomplete": "tel", "inputmode": "tel"}
TOO_SOON = _("这个手机号刚发过验证码，或今天发得太多。请等60秒再试；也可以用密码或一次性登录码登录")


def _digits(pasted: str) -> str:
    """The digits of what was typed or pasted: a whole text message, in any width."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", pasted))


class TelInput(forms.TextInput):
    input_type = "tel"


class LoginForm(AllauthLoginForm):
    """User name or 11-digit phone number, in one field."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("手机号或用户名")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""  # allauth's leads to a page that does not exist here
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """A phone in whatever form it was typed becomes its 11 digits, so that guesses are counted together."""
        login: str = super().clean_login()
        try:
            return str(get_adapter().clean_phone(login))
        except ValidationError:
            return login


class RequestCodeForm(RequestLoginCodeForm):
    """A number that gets a code, whoever it belongs to."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phone"]
        field.label, field.max_length = _("手机号"), 20
        field.widget = TelInput(attrs=_TEL)
        field.error_messages["required"] = _("请填写11位手机号")

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        self.user: Account | None = get_adapter().get_user_by_phone(phone)
        if not may_send(context.request, phone):
            raise ValidationError(TOO_SOON)
        return phone


class CodeForm(AskingForm):
    """Digits of a texted code, however they were pasted."""

    code = forms.CharField(label=_("验证码"), max_length=200, widget=forms.TextInput(attrs=_CODE))

    def clean_code(self) -> str:
        return _digits(str(self.cleaned_data["code"]))


class ConfirmCodeForm(ConfirmLoginCodeForm):
    """The texted code, or a code on paper for the same number; `by_paper` says which it was."""

    def __init__(self, *args: object, phone: str = "", paper: bool = True, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.phone, self.paper, self.by_paper = phone, paper, False
        field = self.fields["code"]
        field.label, field.max_length = _("验证码"), 200
        field.widget.attrs.update(_CODE)
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("请填写短信里的6位验证码")

    def clean_code(self) -> str:
        self.cleaned_data["code"] = typed = _digits(str(self.cleaned_data["code"]))
        if self.paper and paper_codes.matches(phone=self.phone, code=typed, at=clock.now()):
            self.by_paper = True
            return typed
        return str(super().clean_code())


class PasswordAgainForm(ReauthenticateForm):
    """The password, before something that a borrowed phone must not do."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("密码")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)


def _asks_for_password(form: forms.Form) -> None:
    """The rules stand once, in the page's text; what breaks them is said at the field."""
    labels = {"oldpassword": _("现在的密码"), "password1": _("新密码"), "password2": _("再填一次新密码")}
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label, form.fields[name].help_text = label, ""
            form.fields[name].widget.attrs.pop("placeholder", None)
            form.fields[name].error_messages["required"] = _("请填写%(label)s") % {"label": label}


class FirstPasswordForm(SetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_password(self)


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_password(self)


class NewPhoneForm(AskingForm):
    """The new number; with the password (or a log-in just now) it is changed at once, else somebody confirms."""

    phone = forms.CharField(label=_("新手机号"), max_length=20, widget=TelInput(attrs=_TEL))
    password = forms.CharField(
        label=_("现在的密码"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("填了立即更换；不填，由社工站负责人或县主管确认后更换"),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, is_fresh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account, self.is_proved = account, is_fresh
        if is_fresh or not account.has_usable_password():
            del self.fields["password"]

    def clean_phone(self) -> str:
        phone = str(get_adapter().clean_phone(self.cleaned_data["phone"]))
        if phone == self.account.phone:
            raise ValidationError(_("这就是现在的手机号。请填写新的号码"))
        return phone

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            if not get_adapter().reauthenticate(self.account, password):
                raise ValidationError(_("现在的密码不对。请重新填写，或留空"))
            self.is_proved = True
        return password


class WhoAmIForm(AskingForm):
    """Not on the roster: three fields. Where the place's name fits several, the form asks which."""

    name = forms.CharField(
        label=_("姓名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    place = forms.CharField(
        label=_("单位"), max_length=60, help_text=_("例如：青石镇社工站"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )  # fmt: skip
    which = forms.ChoiceField(label=_("是哪一个"), required=False, widget=forms.RadioSelect)
    post = forms.CharField(
        label=_("岗位"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "organization-title"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("place", "")).strip()
        self.found = _places(typed) if typed else []
        if len(self.found) < 2:
            del self.fields["which"]
        else:
            choices = [(str(one.public_id), one.name) for one in self.found]
            self.fields["which"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "place" in cleaned and not self.found:
            self.add_error("place", _("没有找到这个单位，或名称相近的太多。请写单位在名册上的全称"))
        elif "which" in self.fields and not cleaned.get("which") and "which" not in self.errors:
            self.add_error("which", _("有几个单位名称相近，请选一个"))
        return cleaned

    def asked(self) -> Asked:
        given = self.cleaned_data
        wanted = given.get("which")
        place = next((one for one in self.found if str(one.public_id) == wanted), self.found[0])
        return Asked(name=given["name"].strip(), organisation=place, post=given["post"].strip())


def _places(typed: str) -> list[Organisation]:
    """The place of that name, else those whose name holds what was typed; none where that says too little."""
    current = all_organisations().current()
    exact = list(current.called(typed).order_by("area_code", "pk")[:MOST_PLACES])
    if exact or len(typed) < 3:
        return exact
    found = list(current.filter(name__contains=typed).order_by("area_code", "name")[: MOST_PLACES + 1])
    return found if len(found) <= MOST_PLACES else []
