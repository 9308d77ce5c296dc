"""What happened, who did it, and which handlers still have to hear of it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.words import DeliveryState


class Event(models.Model):
    """A fact of the past: audit trail and outbox in one. Carries ids and scalars, never personal data."""

    name = models.CharField(_("事件"), max_length=80)  # app.noun.past_participle
    occurred_at = models.DateTimeField(_("发生时间"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())
    actor_id = models.BigIntegerField(_("操作人"), null=True)  # a person's id; empty for the system itself
    actor_label = models.CharField(_("操作身份"), max_length=40)
    subject_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    subject_id = models.CharField(_("对象编号"), max_length=40, blank=True)
    data = models.JSONField(_("数据"), default=dict)

    class Meta:
        verbose_name = _("事件")
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="core_event_subject"),
            models.Index(fields=["name", "occurred_at"], name="core_event_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Delivery(models.Model):
    """One handler that has to hear of one event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("处理程序"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=12, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField(_("下次投递时间"), db_default=Now())
    delivered_at = models.DateTimeField(_("投递时间"), null=True)
    failure = models.CharField(_("失败原因"), max_length=200, blank=True)  # the exception's class, no message

    class Meta:
        verbose_name = _("投递")
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler")]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="core_delivery_pending",
                condition=models.Q(state=DeliveryState.PENDING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.handler} ← #{self.event_id}"
