"""Studios, their members and their mentoring groups. Spans of dates are half-open, as postings are."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mentorship.words import StudioRole
from organisations.models import Organisation
from people.models import Person
from people.models.postings import DateRange


class Studio(models.Model):
    """A master studio; with two founding organisations it is a joint one."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("名称"), max_length=100)
    theme = models.CharField(_("主题"), max_length=200, blank=True)
    founders = models.ManyToManyField(Organisation, verbose_name=_("发起单位"), related_name="studios")
    registered_on = models.DateField(_("备案日期"), null=True, blank=True)
    plaque_on = models.DateField(_("挂牌日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("名师工作室")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class StudioMember(models.Model):
    """A person in a role of a studio, on the side of one organisation, from a day to a day."""

    studio = models.ForeignKey(
        Studio, verbose_name=_("工作室"), on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="studio_memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("所属一方"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("角色"), max_length=10, choices=StudioRole.choices)
    starts_on = models.DateField(_("加入日期"))
    ends_on = models.DateField(_("退出日期"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("工作室成员")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="studio_member_dates_in_order"
            ),
            ExclusionConstraint(
                name="studio_member_once_at_a_time",
                expressions=[
                    ("studio", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="one_lead_per_founder_at_a_time",
                expressions=[
                    ("studio", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(role=StudioRole.LEAD),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ {self.studio_id}"


class MentoringGroup(models.Model):
    """带教小组: the working unit of a studio."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    studio = models.ForeignKey(
        Studio, verbose_name=_("工作室"), on_delete=models.PROTECT, related_name="groups"
    )
    name = models.CharField(_("名称"), max_length=100)

    class Meta:
        verbose_name = _("带教小组")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["studio", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A worker who is mentored in a group, from a day to a day."""

    group = models.ForeignKey(
        MentoringGroup, verbose_name=_("带教小组"), on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="mentoring_groups"
    )
    starts_on = models.DateField(_("加入日期"))
    ends_on = models.DateField(_("退出日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("小组成员")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="group_member_dates_in_order"
            ),
            ExclusionConstraint(
                name="group_member_once_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ {self.group_id}"
