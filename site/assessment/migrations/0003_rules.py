"""How a check is scored and passed. Marks are in half points; what is a guess is not marked as verified."""

from datetime import date

from django.db import migrations

FROM = date(2009, 1, 1)
ROWS = [
    (
        "check.marks",
        {"single": 2, "multiple": 4, "each_right": 1},
        "随堂测验计分（单位：半分）：单选1分，多选2分，少选每个正确选项0.5分，错选不得分",
    ),
    ("check.pass_percent", 60, "随堂测验得分达到满分的百分之多少为通过"),
]


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.bulk_create(
        rule(key=key, valid_from=FROM, value=value, title=title, is_verified=False) for key, value, title in ROWS
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("assessment", "0002_versions_never_change"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
