"""Who may have a place in a class: the shares of organisations, how and to whom places are given, and guests."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from courses.models.classes import TrainingClass
from courses.words import AdmissionMode
from organisations.models import Organisation


class ClassQuota(models.Model):
    """名额分配: seats for the people of an organisation, and of all below it that have no share of their own."""

    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="quotas"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+"
    )
    seats = models.PositiveIntegerField(_("名额"))
    seats_taken = models.PositiveIntegerField(_("已占名额"), default=0)

    class Meta:
        verbose_name = _("名额分配")
        ordering = ["organisation__area_code", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "organisation"], name="quota_once"),
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="seats_within_quota"),
        ]

    def __str__(self) -> str:
        return f"#{self.organisation_id} @ #{self.training_class_id}"

    @property
    def seats_left(self) -> int:
        return self.seats - self.seats_taken


class AdmissionTerms(models.Model):
    """报名条件 of a class; a class without a row gives places at once and to everybody whom it serves.

    Years are full years since hire on the first day of the class; empty lists and bounds ask nothing.
    """

    training_class = models.OneToOneField(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="terms"
    )
    mode = models.CharField(
        _("录取方式"), max_length=10, choices=AdmissionMode.choices, default=AdmissionMode.AT_ONCE
    )
    post_kinds = ArrayField(models.CharField(max_length=16), verbose_name=_("岗位"), default=list, blank=True)
    qualifications = ArrayField(
        models.CharField(max_length=12), verbose_name=_("证书等级"), default=list, blank=True
    )
    roles = ArrayField(models.CharField(max_length=16), verbose_name=_("身份"), default=list, blank=True)
    areas = models.ManyToManyField(Organisation, verbose_name=_("单位"), related_name="+", blank=True)
    min_grade = models.PositiveSmallIntegerField(_("最低职级"), null=True, blank=True)
    max_grade = models.PositiveSmallIntegerField(_("最高职级"), null=True, blank=True)
    min_years = models.PositiveSmallIntegerField(_("入职满几年"), null=True, blank=True)
    under_years = models.PositiveSmallIntegerField(_("入职不满几年"), null=True, blank=True)

    class Meta:
        verbose_name = _("报名条件")
        constraints = [
            models.CheckConstraint(
                condition=Q(min_grade=None) | Q(max_grade=None) | Q(min_grade__lte=F("max_grade")),
                name="terms_grades_in_order",
            ),
            models.CheckConstraint(
                condition=Q(min_years=None) | Q(under_years=None) | Q(min_years__lt=F("under_years")),
                name="terms_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.training_class_id}"


class OutsideLearner(models.Model):
    """外单位学员: somebody off the roster who comes to a class. Name and unit are all that is kept.

    They take no seat, earn no hours and count in no figure: the class alone counts them, apart.
    """

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    training_class = models.ForeignKey(
        TrainingClass, verbose_name=_("班次"), on_delete=models.CASCADE, related_name="outside_learners"
    )
    name = models.CharField(_("姓名"), max_length=60)
    unit = models.CharField(_("单位"), max_length=100, blank=True)
    added_by = models.BigIntegerField(_("登记人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("外单位学员")
        ordering = ["unit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["training_class", "name", "unit"], name="outside_learner_once")
        ]

    def __str__(self) -> str:
        return f"#{self.pk} @ #{self.training_class_id}"
