"""报送草稿: the answers to the questions before a filing, kept until it is filed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import reporting.words


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("reporting", "0012_second_officer"),
    ]

    operations = [
        migrations.CreateModel(
            name="FilingDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="编号"),
                ),
                ("report_year", models.PositiveSmallIntegerField(null=True, verbose_name="年度")),
                ("first_day", models.DateField(null=True, verbose_name="起")),
                ("last_day", models.DateField(null=True, verbose_name="止（含当天）")),
                (
                    "recipient",
                    models.CharField(
                        choices=reporting.words.Recipient.choices, max_length=16, verbose_name="报送对象"
                    ),
                ),
                (
                    "visits",
                    models.CharField(
                        blank=True,
                        choices=reporting.words.VisitsUnit.choices,
                        max_length=12,
                        verbose_name="人次单位",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正理由")),
                ("answers", models.JSONField(default=dict, verbose_name="答复")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="修改次数")),
                ("saved_by", models.BigIntegerField(null=True, verbose_name="保存人")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="reporting.filing",
                        verbose_name="更正",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filing_drafts",
                        to="organisations.organisation",
                        verbose_name="填报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送草稿",
                "ordering": ["-saved_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "report_year", "first_day", "last_day", "recipient"),
                        name="one_draft_per_filing",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_day", None), ("last_day", None), ("report_year__isnull", False)),
                            models.Q(
                                ("first_day__isnull", False),
                                ("last_day__isnull", False),
                                ("report_year", None),
                            ),
                            _connector="OR",
                        ),
                        name="draft_has_one_period",
                    ),
                ],
            },
        ),
    ]
