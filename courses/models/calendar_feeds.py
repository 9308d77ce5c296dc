"""The address under which somebody's own classes are read by a calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from people.models import Person


class CalendarFeed(models.Model):
    """One address a person: a random token that names nobody. It is found by its keyed hash and shown from its seal."""

    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token = EncryptedTextField(_("订阅码"))
    token_hash = models.CharField(_("订阅码摘要"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = _("日历订阅")

    def __str__(self) -> str:
        return f"#{self.person_id}"
