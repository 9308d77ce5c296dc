"""Whether attendance of a class earns hours, and the rule row of meetings, which nobody has confirmed."""

from datetime import date

from django.db import migrations, models

KEY = "class.meeting_gives_credit"


def add(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY, valid_from=date(2009, 1, 1), value=False, title="会议、交流是否计入学时", is_verified=False
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("courses", "0011_sign_out_and_presence"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="trainingclass",
            name="gives_credit",
            field=models.BooleanField(default=True, verbose_name="计入学时"),
        ),
        migrations.RunPython(add, remove),
    ]
