"""The rule rows of registration and continuing education; only what was read in the instrument is marked verified.

`ce.required_hours` and `ce.period_years` stand in hours/migrations/0003_rules.py.
"""

from datetime import date

from django.db import migrations

FROM = date(2009, 1, 1)
EDUCATION = "《社会工作者继续教育办法》（民发〔2009〕123号）"
REGISTRATION = "《社会工作者职业水平证书登记办法》（民发〔2009〕44号）"
ROWS = [
    ("reg.first_within_months", 12, "取得证书后多少个月内申请首次登记", REGISTRATION, True),
    ("reg.renew_window", 3, "有效期满前多少个月内受理再登记", REGISTRATION, True),
    ("reg.review_workdays", 30, "受理后多少个工作日内办结", REGISTRATION, True),
    ("ce.unit", "hour", "继续教育按小时计算，不按学时", EDUCATION, True),
    ("ce.degree_once_hours", 90, "取得社会工作专业学历（学位）一次计入的小时数", EDUCATION, True),
    ("ce.training_requires_certificate", True, "培训凭结业证书按实际培训时间计入", EDUCATION, True),
    ("ce.counted_kinds", ["training", "lesson"], "本平台计入继续教育的台账种类；带教、督导不计入", "", False),
    ("ce.count_before_registration", False, "登记周期开始前的学时是否计入", "", False),
    ("ce.carry_over", 0, "超出部分结转到下一周期的小时数", "", False),
]


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.bulk_create(
        rule(key=key, valid_from=FROM, value=value, title=title, document=document, is_verified=known)
        for key, value, title, document, known in ROWS
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_append_only"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
