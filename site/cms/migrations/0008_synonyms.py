"""Synonyms as rows that editors change. The product's own are put in once; from then on the rows alone count."""

from pathlib import Path

import django.db.models.functions.datetime
from django.db import migrations, models

from cms.rules.searching import group_of, line_of

SEED = Path(__file__).resolve().parents[1] / "content" / "synonyms.txt"


def load(apps, schema_editor):
    group = apps.get_model("cms", "SynonymGroup")
    found = (group_of(line) for line in SEED.read_text(encoding="utf-8").splitlines())
    lines = dict.fromkeys(line_of(words) for words in found if len(words) > 1)
    group.objects.bulk_create(group(words=line) for line in lines)


class Migration(migrations.Migration):
    dependencies = [("cms", "0007_no_deleted_laws")]
    operations = [
        migrations.CreateModel(
            name="SynonymGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="用“=”连接，例如：走访 = 入户 = 家访。只写同一件事的不同叫法，不写上下级概念。保存后马上起作用。",
                        max_length=200,
                        unique=True,
                        verbose_name="同义词",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="记录时间",
                    ),
                ),
            ],
            options={"verbose_name": "同义词", "verbose_name_plural": "同义词", "ordering": ["pk"]},
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
