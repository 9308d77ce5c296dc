"""The account: what allauth logs in. Everything about the human being stands on `Person`."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.words import Language


class Account(AbstractUser):  # type: ignore[django-manager-missing]  # of Wagtail's image model
    """`first_name`, `last_name` and `email` stay empty: the admin must not learn who somebody is."""

    phone = models.CharField(_("手机号"), max_length=11, unique=True, null=True, blank=True)
    language = models.CharField(_("语言"), max_length=10, choices=Language.choices(), blank=True)
    phone_verified = models.BooleanField(_("手机号已验证"), default=False)

    class Meta:
        verbose_name = _("账号")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone=None) | models.Q(phone__regex=r"^1\d{10}$"),
                name="account_phone_digits",
            )
        ]

    def __str__(self) -> str:
        return self.username
