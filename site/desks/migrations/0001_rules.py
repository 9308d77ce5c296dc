"""The days that a new worker has for the pre-service course: a default, not a rule that was found."""

from datetime import date

from django.db import migrations

KEY = "preservice.days_after_hire"


def add(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY, valid_from=date(2009, 1, 1), value=30, title="岗前培训应在入职后多少天内完成", is_verified=False
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
