"""The paper of a decision about somebody's plan, sealed."""

import core.fields
from django.db import migrations, models

TABLES = ("waiver", "pause", "equivalent")


def _with_kind(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(file=None, file_kind="")
        | models.Q(models.Q(file__isnull=False), ~models.Q(file_kind="")),
        name=f"{table}_kind_with_file",
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_class_credit")]
    operations = [
        *(
            migrations.AddField(
                table, "file", core.fields.EncryptedBytesField(null=True, verbose_name="材料文件")
            )
            for table in TABLES
        ),
        *(
            migrations.AddField(
                table,
                "file_kind",
                models.CharField(blank=True, default="", max_length=8, verbose_name="文件类型"),
                preserve_default=False,
            )
            for table in TABLES
        ),
        *(migrations.AddConstraint(table, _with_kind(table)) for table in TABLES),
    ]
