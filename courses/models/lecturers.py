"""师资库: who may be asked to teach. What is owed to them is paid elsewhere: no identity or bank number is kept."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.fee_words import FeeClass
from organisations.models import Organisation


class Lecturer(models.Model):
    """An entry of one bureau's register. `is_shared`: what lies below the owner may ask them as well."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        Organisation, verbose_name=_("登记单位"), on_delete=models.PROTECT, related_name="lecturers"
    )
    name = models.CharField(_("姓名"), max_length=60)
    sort_key = models.CharField(_("拼音序"), max_length=200, blank=True)
    title = models.CharField(_("职称"), max_length=60, blank=True)
    unit = models.CharField(_("所在单位"), max_length=120, blank=True)
    field = models.CharField(_("授课领域"), max_length=200, blank=True)
    fee_class = models.CharField(
        _("讲课费级别"), max_length=12, choices=FeeClass.choices, default=FeeClass.ASSOCIATE
    )
    is_shared = models.BooleanField(_("下级可选用"), default=False)
    retired_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("授课人（师资库）")
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name", "unit"],
                condition=Q(retired_at=None),
                name="lecturer_once_in_a_register",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="lecturer_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
