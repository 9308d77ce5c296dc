"""What leaves the site: a code, a message. Its address and its text are sealed, and erased once it is sent."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.words import Channel, OutgoingState


class Outgoing(models.Model):
    """One text to one address. `public_id` is what a gateway gets as idempotency key."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    to = EncryptedTextField(_("收件地址"), null=True)  # a phone number or an e-mail address; null once erased
    text = EncryptedTextField(_("内容"), null=True)
    purpose = models.CharField(_("用途"), max_length=40)  # app.noun, for programs
    dedupe_key = models.CharField(_("去重键"), max_length=120, blank=True)  # no personal data
    state = models.CharField(
        _("状态"), max_length=10, choices=OutgoingState.choices, default=OutgoingState.WAITING
    )
    attempts = models.PositiveIntegerField(_("尝试次数"), default=0)
    due_at = models.DateTimeField(_("下次发送时间"), db_default=Now())
    expires_at = models.DateTimeField(_("失效时间"), null=True)  # not sent after it: a code that is too old
    reference = models.CharField(_("网关编号"), max_length=120, blank=True)
    failure = models.CharField(_("没有发出的原因"), max_length=80, blank=True)  # a class or a status, no text
    created_by = models.BigIntegerField(_("发起人"), null=True)  # a person's id
    created_at = models.DateTimeField(_("产生时间"))
    sent_at = models.DateTimeField(_("发送时间"), null=True)

    class Meta:
        verbose_name = _("外发消息")
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=~models.Q(dedupe_key=""),
                name="one_outgoing_per_dedupe_key",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=OutgoingState.WAITING)
                | models.Q(to__isnull=False, text__isnull=False),
                name="outgoing_waits_with_text",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[OutgoingState.SENT, OutgoingState.FAILED])
                | models.Q(to=None, text=None),
                name="outgoing_done_without_text",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="core_outgoing_waiting",
                condition=models.Q(state=OutgoingState.WAITING),
            ),
            models.Index(fields=["-created_at", "-id"], name="core_outgoing_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.public_id}"
