"""生成的文件: whether whole identity numbers stand in it, so that it is handed out after a proof alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0013_filing_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="preparedfile",
            name="holds_identities",
            field=models.BooleanField(default=False, verbose_name="含完整身份证号"),
        ),
    ]
