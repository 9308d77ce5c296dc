"""A person whose learning is recorded."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from people.models.accounts import Account
from people.rules import masked_identity_number, masked_phone
from people.words import Education, Gender, QualificationLevel


class Person(models.Model):
    """One human being. Identity number and phone are encrypted; keyed hashes find them again."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(
        Account,
        verbose_name=_("账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="person",
    )
    name = models.CharField(_("姓名"), max_length=60)
    sort_key = models.CharField(_("拼音序"), max_length=200, blank=True)
    gender = models.CharField(_("性别"), max_length=8, choices=Gender.choices, default=Gender.UNKNOWN)
    birth_month = models.DateField(_("出生年月"), null=True, blank=True)  # the first of the month
    identity_number = EncryptedTextField(_("身份证号"), null=True, blank=True)
    identity_hash = models.CharField(_("身份证号匹配值"), max_length=64, blank=True, editable=False)
    identity_tail = models.CharField(_("身份证号后四位"), max_length=4, blank=True, editable=False)
    phone = EncryptedTextField(_("手机号"), null=True, blank=True)
    phone_hash = models.CharField(_("手机号匹配值"), max_length=64, blank=True, editable=False)
    education = models.CharField(
        _("学历"), max_length=12, choices=Education.choices, default=Education.UNKNOWN
    )
    major = models.CharField(_("专业"), max_length=60, blank=True)
    qualification = models.CharField(
        _("证书等级"), max_length=12, choices=QualificationLevel.choices, default=QualificationLevel.NONE
    )
    hired_on = models.DateField(_("入职日期"), null=True, blank=True)
    # Merged by alias: hours stay where they are and are read through this pointer.
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("并入"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aliases",
    )
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, editable=False)  # its import was undone
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("人员")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["identity_hash"],
                name="identity_number_once",
                condition=~models.Q(identity_hash="") & models.Q(merged_into=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="merged_into_another",
            ),
        ]
        indexes = [
            models.Index(fields=["name"], name="person_name"),
            models.Index(fields=["phone_hash"], name="person_phone", condition=~models.Q(phone_hash="")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def masked_identity_number(self) -> str:
        return masked_identity_number(self.identity_tail)

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone or "")
