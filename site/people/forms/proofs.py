"""allauth's forms of second proofs, with our words at their fields."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


def _asks_for_code(form: forms.Form) -> None:
    field = form.fields["code"]
    field.label = _("6位数字或恢复码")
    field.widget = forms.TextInput(attrs=_CODE)
    field.error_messages["required"] = _("请填写验证器里的6位数字，或一个恢复码")


class SecondProofForm(AuthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)


class SecondProofAgainForm(ReauthenticateForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)


class FirstAppCodeForm(ActivateTOTPForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_code(self)
        self.fields["code"].label = _("6位数字")


class NewPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")


class PasskeyNameForm(EditWebAuthnForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")
        self.fields["name"].error_messages["required"] = _("请填写名称")
