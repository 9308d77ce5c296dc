"""班次考核: a class sits a published paper in days of its own."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessment.models import PaperVersion
from courses.models.classes import TrainingClass


class ClassTest(models.Model):
    """Who has a place in the class may begin it from `opens_at` until `closes_at`, which ends whatever runs.

    `title` is the paper's; sittings name the test by its `public_id`.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.PROTECT, related_name="tests"
    )
    version = models.ForeignKey(
        PaperVersion, verbose_name=_("试卷版本"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("名称"), max_length=120)
    opens_at = models.DateTimeField(_("开始时间"))
    closes_at = models.DateTimeField(_("截止时间"))
    set_by = models.BigIntegerField(_("布置人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("班次考核")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "version"], name="class_test_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="class_test_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.title
