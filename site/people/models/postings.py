"""Postings and role grants: both with dates, both half-open (the end is the first day that is no longer in)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from organisations.roles import Role
from people.models.persons import Person
from people.words import PostKind


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class Posting(models.Model):
    """A person at an organisation from a day to a day. An hour belongs to the posting held on its date."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="postings"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="postings"
    )
    starts_on = models.DateField(_("到岗日期"))
    ends_on = models.DateField(_("离岗日期"), null=True, blank=True)
    is_primary = models.BooleanField(_("主要岗位"), default=True)
    post_kind = models.CharField(_("岗位"), max_length=16, choices=PostKind.choices, default=PostKind.OTHER)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    grade = models.PositiveSmallIntegerField(_("职级"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("任职")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="posting_dates_in_order"
            ),
            ExclusionConstraint(
                name="one_primary_posting_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_primary=True, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} @ #{self.organisation_id}"


class RoleGrant(models.Model):
    """A role on an organisation and all below it, from a day to a day; or, where it is bound, on one thing alone.

    `bound_type` and `bound_id` name that thing as events name their subjects; apps above know what it is.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="role_grants"
    )
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("授权单位"), on_delete=models.PROTECT, related_name="role_grants"
    )
    starts_on = models.DateField(_("生效日期"))
    ends_on = models.DateField(_("失效日期"), null=True, blank=True)
    bound_type = models.CharField(_("只限于"), max_length=60, blank=True)
    bound_id = models.BigIntegerField(_("只限于（编号）"), null=True, blank=True)
    granted_by = models.BigIntegerField(_("授权人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    class Meta:
        verbose_name = _("角色授权")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="grant_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(bound_type="", bound_id=None)
                | (~Q(bound_type="") & Q(bound_id__isnull=False, ends_on__isnull=False)),
                name="bound_grant_has_an_end",
            ),
            ExclusionConstraint(
                name="same_role_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(bound_id=None),
            ),
            ExclusionConstraint(
                name="same_bound_role_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("bound_type", RangeOperators.EQUAL),
                    ("bound_id", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(bound_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} @ #{self.organisation_id}"
