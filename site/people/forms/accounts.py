"""Forms of accounts and people: they parse and check, they never save."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """User name or 11-digit phone number, in one field."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("手机号或用户名")
        self.fields["password"].label = _("密码")
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
