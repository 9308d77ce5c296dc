"""Forms of accounts and people: they parse and check, they never save."""

from people.forms.accounts import (
    ConfirmCodeForm,
    FirstPasswordForm,
    LoginForm,
    NewPasswordForm,
    PasswordAgainForm,
    RequestCodeForm,
)

__all__ = [
    "ConfirmCodeForm",
    "FirstPasswordForm",
    "LoginForm",
    "NewPasswordForm",
    "PasswordAgainForm",
    "RequestCodeForm",
]
