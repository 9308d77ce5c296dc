"""Forms of accounts and people: they parse and check, they never save."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """User name or 11-digit phone number, in one field."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("手机号或用户名")
        self.fields["password"].label = _("密码")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        """A phone in whatever form it was typed becomes its 11 digits, so that guesses are counted together."""
        login: str = super().clean_login()
        try:
            return str(get_adapter().clean_phone(login))
        except ValidationError:
            return login
