"""What calendars read: the address of somebody's own classes, and the sessions that were taken off a timetable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from courses.models.classes import TrainingClass
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


class RemovedSession(models.Model):
    """A session that was taken off the timetable, so that a calendar which has it learns that it is off.

    `session_number` is the id that the session had: the events about it stay under that number.
    """

    public_id = models.UUIDField(_("编号"), unique=True, editable=False)
    session_number = models.BigIntegerField(_("原课次序号"), unique=True)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="removed_sessions"
    )
    held_on = models.DateField(_("日期"))
    starts_at = models.TimeField(_("开始"))
    ends_at = models.TimeField(_("结束"))
    topic = models.CharField(_("课程"), max_length=120)

    class Meta:
        verbose_name = _("撤下的课次")
        ordering = ["held_on", "starts_at", "id"]

    def __str__(self) -> str:
        return f"#{self.session_number}"
