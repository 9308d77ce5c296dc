"""一期一档: files that are put into the dossier of a class, and why something is not in it."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedBytesField
from courses.dossier_words import DossierItem
from courses.models.classes import TrainingClass


class DossierFile(models.Model):
    """One file under one item of the index, sealed; given back as it came.

    Courseware may be handed out: then whoever has a place in the class reads it as well.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="dossier_files"
    )
    item = models.CharField(_("材料"), max_length=16, choices=DossierItem.choices)
    title = models.CharField(_("说明"), max_length=80, blank=True)
    file = EncryptedBytesField(_("文件"))
    file_kind = models.CharField(_("文件类型"), max_length=8)
    is_handed_out = models.BooleanField(_("发给学员"), default=False)
    added_by = models.BigIntegerField(_("登记人"), null=True)
    added_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("档案材料")
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_handed_out=False) | Q(item=DossierItem.COURSEWARE.value),
                name="only_courseware_is_handed_out",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class DossierReason(models.Model):
    """Why an item that is due is not in the dossier, as the officer stated it."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="dossier_reasons"
    )
    item = models.CharField(_("材料"), max_length=16, choices=DossierItem.choices)
    reason = models.CharField(_("原因"), max_length=200)
    stated_by = models.BigIntegerField(_("登记人"), null=True)
    stated_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("缺件说明")
        constraints = [
            models.UniqueConstraint(fields=["training_class", "item"], name="one_reason_for_an_item")
        ]

    def __str__(self) -> str:
        return f"#{self.training_class_id} {self.item}"
