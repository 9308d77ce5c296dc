"""Who has read which version of the privacy notice."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_identity_once_among_standing"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrivacyAcknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.CharField(max_length=20, verbose_name="版本")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                (
                    "acknowledged_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="阅读时间"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="privacy_acknowledgements",
                        to="people.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "隐私说明阅读记录",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "version"), name="privacy_version_read_once")
                ],
            },
        ),
    ]
