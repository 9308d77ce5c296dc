"""The way of a filing: steps taken by the bodies above, its stamped papers, and how late it was made."""

import uuid
from datetime import date
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import core.fields
import reporting.words

TABLE = "reporting_filing"
REFUSE = """
CREATE FUNCTION reporting_act_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a step stays as it was taken: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reporting_act_append_only BEFORE UPDATE OR DELETE ON reporting_filingact
    FOR EACH ROW EXECUTE FUNCTION reporting_act_refuse();
CREATE TRIGGER reporting_act_no_truncate BEFORE TRUNCATE ON reporting_filingact
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_act_refuse();
-- The file may be sealed anew with another key; what it is stays.
CREATE FUNCTION reporting_scan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.id, NEW.public_id, NEW.filing_id, NEW.sha256, NEW.file_kind, NEW.uploaded_at)
        = (OLD.id, OLD.public_id, OLD.filing_id, OLD.sha256, OLD.file_kind, OLD.uploaded_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a stamped paper stays as it came: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reporting_scan_append_only BEFORE UPDATE OR DELETE ON reporting_filingscan
    FOR EACH ROW EXECUTE FUNCTION reporting_scan_refuse();
CREATE TRIGGER reporting_scan_no_truncate BEFORE TRUNCATE ON reporting_filingscan
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_scan_refuse();
"""
UNDO = """
DROP TRIGGER reporting_scan_no_truncate ON reporting_filingscan;
DROP TRIGGER reporting_scan_append_only ON reporting_filingscan;
DROP FUNCTION reporting_scan_refuse();
DROP TRIGGER reporting_act_no_truncate ON reporting_filingact;
DROP TRIGGER reporting_act_append_only ON reporting_filingact;
DROP FUNCTION reporting_act_refuse();
"""
RULES: dict[str, tuple[Any, str]] = {
    "filing.tables": (
        {"civil_affairs": ["counties", "units", "classes"], "social_work": ["counties", "units", "staff"]},
        "报送表里有哪几张表，按报送对象",
    ),
    "filing.seal_scan": (False, "报送后要不要上传盖章扫描件，可以按地区、条线开启"),
}


def count_late_days(apps: Any, editor: Any) -> None:
    """By the trigger's leave: the column is new. First filings on the own line, against the day that is set now."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER reporting_filing_append_only")
        cursor.execute(
            f"UPDATE {TABLE} SET late_days = greatest("  # noqa: S608
            "  (filed_at AT TIME ZONE 'Asia/Shanghai')::date - duty.due_on, 0)"
            " FROM reporting_filingduty duty, organisations_organisation filer"
            f" WHERE duty.organisation_id = {TABLE}.organisation_id AND duty.report_year = {TABLE}.report_year"
            f" AND filer.id = {TABLE}.organisation_id AND {TABLE}.corrects_id IS NULL AND {TABLE}.recipient ="
            " CASE filer.line WHEN 'social_work' THEN 'social_work' ELSE 'civil_affairs' END"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER reporting_filing_append_only")


def add_rules(apps: Any, editor: Any) -> None:
    """Defaults, not rules that were found."""
    for key, (value, title) in RULES.items():
        apps.get_model("organisations", "Rule").objects.create(
            key=key, valid_from=date(2009, 1, 1), value=value, title=title, is_verified=False
        )


def remove_rules(apps: Any, editor: Any) -> None:
    apps.get_model("organisations", "Rule").objects.filter(key__in=RULES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("reporting", "0008_recipients"),
    ]

    operations = [
        migrations.AddField(
            model_name="filing",
            name="late_days",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="逾期天数"),
        ),
        migrations.AddField(
            model_name="filingreturn",
            name="body",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
                verbose_name="退回单位",
            ),
        ),
        migrations.CreateModel(
            name="FilingScan",
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
                ("file", core.fields.EncryptedBytesField(verbose_name="扫描件")),
                ("file_kind", models.CharField(max_length=8, verbose_name="文件类型")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("uploaded_by", models.BigIntegerField(null=True, verbose_name="上传人")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="reporting.filing",
                        verbose_name="报送",
                    ),
                ),
            ],
            options={
                "verbose_name": "盖章扫描件",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="FilingAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=reporting.words.FilingStep.choices, max_length=12, verbose_name="环节"
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                ("taken_by", models.BigIntegerField(null=True, verbose_name="办理人")),
                ("taken_at", models.DateTimeField(verbose_name="办理时间")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                        verbose_name="办理单位",
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to="reporting.filing",
                        verbose_name="报送",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送办理",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("filing", "step"), name="step_taken_once")],
            },
        ),
        migrations.RunPython(count_late_days, migrations.RunPython.noop),
        migrations.RunSQL(REFUSE, UNDO),
        migrations.RunPython(add_rules, remove_rules),
    ]
