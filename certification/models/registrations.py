"""Registration periods, as the registration certificate states them. The platform registers nobody."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from certification.words import RegistrationKind, RegistrationLevel
from people.models import Person
from people.models.postings import DateRange


class RegistrationPeriod(models.Model):
    """登记周期 of one person. `ends_on` is the last valid day, as it is printed on the certificate."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="registration_periods"
    )
    level = models.CharField(_("证书等级"), max_length=12, choices=RegistrationLevel.choices)
    kind = models.CharField(_("登记类别"), max_length=8, choices=RegistrationKind.choices)
    starts_on = models.DateField(_("有效期起"))
    ends_on = models.DateField(_("有效期至"))
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    recorded_by = models.BigIntegerField(_("记录人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())

    area_code: str | None  # only where the question came with `with_area()`

    class Meta:
        verbose_name = _("登记周期")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="registration_dates_in_order"
            ),
            ExclusionConstraint(
                name="one_registration_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.starts_on}"
