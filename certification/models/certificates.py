"""A certificate is a signed record that never changes (migration 0002); how it ended is a row of its own."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.words import CertificateState
from people.models import Person


class CertificateSeries(models.Model):
    """The last number given out in a year."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    last = models.PositiveIntegerField(_("最后一个序号"), default=0)

    class Meta:
        verbose_name = _("证书编号")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CompletionCertificate(models.Model):
    """结业证书. `record` is canonical JSON and holds all that it says; the columns only find it.

    It names the course as text: it verifies when course and person are long gone.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="certificates"
    )
    course = models.CharField(_("课程"), max_length=64)  # the lasting identity of the course, as text
    edition = models.PositiveSmallIntegerField(_("第几次发证"), default=1)
    replaces = models.OneToOneField(
        "self", verbose_name=_("替代"), null=True, on_delete=models.PROTECT, related_name="replacement"
    )
    number = models.CharField(_("证书编号"), max_length=40, unique=True)
    code = models.CharField(_("核验编号"), max_length=16, unique=True)
    record = models.BinaryField(_("记录"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    key_id = models.PositiveIntegerField(_("签名密钥"))
    signature = models.BinaryField(_("签名"))
    issued_on = models.DateField(_("发证日期"))
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("结业证书")
        constraints = [
            models.UniqueConstraint(fields=["person", "course", "edition"], name="certificate_issued_once"),
            models.CheckConstraint(
                condition=Q(edition=1, replaces=None) | Q(edition__gt=1, replaces__isnull=False),
                name="later_edition_replaces",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="certificate_replaces_another"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CertificateStatus(models.Model):
    """How a certificate ended: revoked or replaced. Without such a row it is valid."""

    certificate = models.OneToOneField(
        CompletionCertificate, verbose_name=_("结业证书"), on_delete=models.PROTECT, related_name="status"
    )
    state = models.CharField(_("状态"), max_length=10, choices=CertificateState.choices)
    since = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=200)
    recorded_by = models.BigIntegerField(_("记录人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("证书状态")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[CertificateState.REVOKED, CertificateState.REPLACED]),
                name="status_is_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} #{self.certificate_id}"
