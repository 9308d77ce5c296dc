"""How people get in who cannot by themselves: a code on paper, and a request that somebody answers for them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from organisations.models import Organisation
from people.models.persons import Person
from people.words import AccessRequestState


class PaperCode(models.Model):
    """A log-in code that an officer printed for a person. Only its keyed hash is kept; it lets in once."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="paper_codes"
    )
    code_hash = models.CharField(_("登录码匹配值"), max_length=64)
    issued_by = models.BigIntegerField(_("开具人"), null=True)
    issued_at = models.DateTimeField(_("开具时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True)
    replaced_at = models.DateTimeField(_("作废时间"), null=True)

    class Meta:
        verbose_name = _("一次性登录码")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="one_paper_code_at_a_time",
                condition=Q(used_at=None, replaced_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccessRequest(models.Model):
    """Somebody proved a phone number that leads to no account: who is it? Answered by the place they name.

    `person` is known where a person asks for a new number; elsewhere it is found or made by the answer. What was
    typed is erased with the answer: it stands on the person then, or nowhere.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), null=True, on_delete=models.CASCADE, related_name="access_requests"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="access_requests"
    )
    name = EncryptedTextField(_("姓名"), null=True)
    post = EncryptedTextField(_("岗位"), null=True)
    phone = EncryptedTextField(_("手机号"), null=True)
    phone_hash = models.CharField(_("手机号匹配值"), max_length=64, db_index=True)
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=AccessRequestState.choices,
        default=AccessRequestState.WAITING,
    )
    reason = EncryptedTextField(_("不通过的原因"), null=True)
    asked_at = models.DateTimeField(_("申请时间"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answered_by = models.BigIntegerField(_("答复人"), null=True)

    class Meta:
        verbose_name = _("登录申请")
        constraints = [
            models.UniqueConstraint(
                fields=["phone_hash"], name="one_waiting_request_a_phone", condition=Q(state="waiting")
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None)
                | (~Q(state="waiting") & Q(answered_at__isnull=False, phone=None, name=None)),
                name="answered_requests_name_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
