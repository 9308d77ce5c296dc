"""Tables of higher bodies; a filled one stays as it was: the database refuses, whoever asks."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields

# A new key may seal the content again; what it says is held by its digest.
REFUSE = """
CREATE FUNCTION reporting_filled_table_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'content' = to_jsonb(OLD) - 'content' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a filled table stays as it was: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reporting_filled_table_append_only BEFORE UPDATE OR DELETE ON reporting_filledtable
    FOR EACH ROW EXECUTE FUNCTION reporting_filled_table_refuse();
CREATE TRIGGER reporting_filled_table_no_truncate BEFORE TRUNCATE ON reporting_filledtable
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_filled_table_refuse();
"""
UNDO = """
DROP TRIGGER reporting_filled_table_no_truncate ON reporting_filledtable;
DROP TRIGGER reporting_filled_table_append_only ON reporting_filledtable;
DROP FUNCTION reporting_filled_table_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_initial"),
        ("reporting", "0009_filing_chain"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedTable",
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
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("content", core.fields.EncryptedBytesField(verbose_name="内容")),
                ("sheets", core.fields.EncryptedJSONField(verbose_name="工作表")),
                ("uploaded_by", models.BigIntegerField(null=True, verbose_name="上传人")),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_tables",
                        to="organisations.organisation",
                        verbose_name="填报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "上级来表",
                "ordering": ["-uploaded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="FilledTable",
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
                ("content", core.fields.EncryptedBytesField(verbose_name="内容")),
                ("sha256", models.CharField(max_length=64, verbose_name="文件摘要")),
                ("record", models.BinaryField(verbose_name="快照")),
                ("record_sha256", models.CharField(max_length=64, verbose_name="快照摘要")),
                ("cells", models.PositiveIntegerField(verbose_name="填写格数")),
                ("ledger_position", models.BigIntegerField(verbose_name="台账位置")),
                ("filled_by", models.BigIntegerField(null=True, verbose_name="填表人")),
                ("filled_at", models.DateTimeField(verbose_name="填表时间")),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filled",
                        to="reporting.receivedtable",
                        verbose_name="上级来表",
                    ),
                ),
            ],
            options={
                "verbose_name": "已填的表",
                "ordering": ["-filled_at", "-pk"],
                "constraints": [
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
                        name="filled_table_has_one_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cells__gt", 0)), name="filled_table_has_a_cell"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TableMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, verbose_name="版式")),
                ("landmarks", core.fields.EncryptedJSONField(verbose_name="表头")),
                ("points", models.JSONField(default=list, verbose_name="对应")),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="修改次数")),
                ("saved_by", models.BigIntegerField(null=True, verbose_name="保存人")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_mappings",
                        to="organisations.organisation",
                        verbose_name="填报单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "来表对应",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "fingerprint"), name="layout_mapped_once")
                ],
            },
        ),
        migrations.RunSQL(REFUSE, UNDO),
    ]
