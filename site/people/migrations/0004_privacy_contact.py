"""Whom to ask about personal data: a guess until an installation enters its own row."""

from datetime import date

from django.db import migrations

KEY = "privacy.contact"


def add(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY,
        valid_from=date(2009, 1, 1),
        value={"body": "", "post": "您所在地主管部门负责社会工作者培训的岗位", "phone": ""},
        title="个人信息事务联系谁：单位、岗位、电话",
        is_verified=False,
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0003_privacy_acknowledgements"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
