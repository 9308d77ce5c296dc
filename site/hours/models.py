"""The append-only ledger. The database itself refuses to change or delete a line (migration 0002)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hours.words import TRAINING_KINDS, HourKind, SealOccasion
from organisations.models import Organisation
from people.models import Person, Posting


class HourEntry(models.Model):
    """So many minutes of one person on one date from one source.

    A credit has positive minutes. A correction is another line with the negative minutes that names the credit it
    `reverses`; a later credit of the same source takes the next revision. `row_hash` is computed by the database.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="hour_entries", db_index=False
    )  # hours_person_date begins with it, hours_bureau with the bureau
    posting = models.ForeignKey(
        Posting, verbose_name=_("任职"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("所在单位"), null=True, on_delete=models.PROTECT, related_name="+"
    )  # the posting's, on the activity's date
    bureau = models.ForeignKey(
        Organisation,
        verbose_name=_("台账单位"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )  # whose chain of seals covers this line
    minutes = models.IntegerField(_("分钟"))
    kind = models.CharField(_("种类"), max_length=16, choices=HourKind.choices)
    activity_on = models.DateField(_("活动日期"))
    source_type = models.CharField(_("来源类型"), max_length=60)  # e.g. "courses.attendance"
    source_id = models.BigIntegerField(_("来源编号"))
    revision = models.PositiveIntegerField(_("第几次计入"), default=1)
    reverses = models.OneToOneField(
        "self", verbose_name=_("冲销"), null=True, on_delete=models.PROTECT, related_name="reversal"
    )
    rule_version = models.CharField(_("规则版本"), max_length=120)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    recorded_by = models.BigIntegerField(_("记录人"), null=True)
    recorded_at = models.DateTimeField(_("记录时间"), db_default=Now())
    row_hash = models.CharField(_("行摘要"), max_length=64, db_default="", editable=False)

    class Meta:
        verbose_name = _("学时记录")
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "kind", "revision"],
                name="source_credited_once",
                condition=Q(reverses=None),
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, minutes__gt=0) | Q(reverses__isnull=False, minutes__lt=0),
                name="credit_adds_reversal_takes",
            ),
            models.CheckConstraint(condition=~Q(reverses=F("id")), name="reverses_another"),
        ]
        indexes = [
            models.Index(fields=["person", "activity_on"], name="hours_person_date"),
            models.Index(  # sums of a scope and period are read from it alone
                fields=["organisation", "activity_on"],
                include=["minutes"],
                condition=Q(kind__in=sorted(kind.value for kind in TRAINING_KINDS)),
                name="hours_training_minutes",
            ),
            models.Index(fields=["source_type", "source_id"], name="hours_source"),
            models.Index(fields=["bureau", "id"], name="hours_bureau"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Seal(models.Model):
    """One link of a bureau's chain over its lines with ids in (after_entry, upto_entry].

    It keeps the ids and row hashes that it covers, so that verification names the very line that was touched.
    """

    bureau = models.ForeignKey(Organisation, verbose_name=_("台账单位"), null=True, on_delete=models.PROTECT)
    number = models.PositiveIntegerField(_("序号"))
    after_entry = models.BigIntegerField(_("起（不含）"))
    upto_entry = models.BigIntegerField(_("止（含）"))
    entry_count = models.PositiveIntegerField(_("行数"))
    entry_ids = ArrayField(models.BigIntegerField(), verbose_name=_("行号"), default=list)
    row_hashes = ArrayField(models.CharField(max_length=64), verbose_name=_("行摘要"), default=list)
    previous_hash = models.CharField(_("上一链值"), max_length=64, blank=True)
    chain_hash = models.CharField(_("链值"), max_length=64)
    occasion = models.CharField(_("原因"), max_length=8, choices=SealOccasion.choices)
    sealed_at = models.DateTimeField(_("封存时间"), db_default=Now())

    class Meta:
        verbose_name = _("封存")
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "number"], name="seal_numbered_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau_id}/{self.number}"


class LockedPeriod(models.Model):
    """A filed period of an organisation: a later line in it needs a reason, and is never refused."""

    organisation = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT)
    first_day = models.DateField(_("起"))
    last_day = models.DateField(_("止"))
    locked_at = models.DateTimeField(_("锁定时间"))
    filing_number = models.CharField(_("报送编号"), max_length=40)

    class Meta:
        verbose_name = _("已报送期间")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="locked_days_in_order")
        ]

    def __str__(self) -> str:
        return self.filing_number
