"""The rule rows of the changing sign-in code; nobody has confirmed them, so they are not marked as verified."""

from datetime import date

from django.db import migrations

FROM = date(2009, 1, 1)
ROWS = [
    ("sign_in.step_seconds", 15, "签到码每隔多少秒更换一次"),
    ("sign_in.accept_seconds", 45, "签到码显示后多少秒内扫码有效"),
    ("sign_in.finish_seconds", 600, "有效扫码之后，多少秒内登录并点“签到”仍算数"),
]


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.bulk_create(
        rule(key=key, valid_from=FROM, value=value, title=title, is_verified=False) for key, value, title in ROWS
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_class_cancel_reason"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
