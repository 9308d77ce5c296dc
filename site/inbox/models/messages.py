"""What a person was told, once for each real event; and where else they want to be told."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.models import Event
from people.models import Person


class Message(models.Model):
    """One event told to one person. Its words are made of kind and data when it is shown; data holds no names of people."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("收件人"), on_delete=models.PROTECT, related_name="messages"
    )
    event = models.ForeignKey(Event, verbose_name=_("事件"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("种类"), max_length=80)  # as registered in inbox.kinds
    data = models.JSONField(_("数据"), default=dict)  # what the kind's sentence names
    url = models.CharField(_("页面"), max_length=300)  # a path of this site: the page with the action
    created_at = models.DateTimeField(_("时间"))  # of the event
    read_at = models.DateTimeField(_("已读时间"), null=True)

    class Meta:
        verbose_name = _("消息")
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="one_message_per_event")]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="inbox_message_newest"),
            models.Index(fields=["person"], name="inbox_message_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → #{self.person_id}"


class MessageChannels(models.Model):
    """Where a person also wants to hear of a message; without a row, on the site alone."""

    person = models.OneToOneField(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="message_channels"
    )
    channels = models.JSONField(_("渠道"), default=list)  # of core.words.Channel
    email = EncryptedTextField(_("电子邮箱"), null=True)  # as its owner typed it

    class Meta:
        verbose_name = _("消息渠道")

    def __str__(self) -> str:
        return f"#{self.person_id}"
