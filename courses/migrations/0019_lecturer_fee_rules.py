"""The rule rows of lecturers' fees; which local document sets them nobody has confirmed."""

from datetime import date

from django.db import migrations

ROWS = [
    (
        "lecturer.fee_caps",
        {"associate": 500, "full": 1000, "academician": 1500},
        "讲课费每学时上限（元，税后）",
    ),
    ("lecturer.xueshi_per_half_day", 4, "讲课费半天最多计多少学时"),
]


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.bulk_create(
        rule(key=key, valid_from=date(2009, 1, 1), value=value, title=title, is_verified=False)
        for key, value, title in ROWS
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("courses", "0018_name_calls"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
