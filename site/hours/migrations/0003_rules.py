"""The rule rows that the ledger and its displays need; a guess is not marked as verified."""

from datetime import date

from django.db import migrations

FROM = date(2009, 1, 1)
ROWS = [
    ("xueshi.minutes", 45, "一学时合多少分钟", "", "", False),
    ("xueshi.max_per_half_day", 4, "半天最多计多少学时", "", "", False),
    ("attendance.credit", "scheduled", "到课者（含迟到、早退、补签、补课）按课次的排定分钟数计入", "", "", False),
    ("lesson.credit", "declared", "学完一节线上课程，按该节公布的分钟数计入一次", "", "", False),
    ("lesson.daily_minutes", 480, "线上课程一天最多计入的分钟数", "", "", False),
    ("group_meeting.credit", "confirmed", "带教小组活动经本人确认后计入，不算培训学时", "", "", False),
    ("visits.unit", "person-day", "人次的默认单位：人·天", "", "", False),
    (
        "ce.required_hours",
        {"assistant": 72, "worker": 90, "senior": 90},
        "每个登记周期应完成的继续教育小时数",
        "《社会工作者继续教育办法》（民发〔2009〕123号）",
        "",
        True,
    ),
    ("ce.period_years", 3, "登记周期的年数", "《社会工作者职业水平证书登记办法》（民发〔2009〕44号）", "", True),
]


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.bulk_create(
        rule(key=key, valid_from=FROM, value=value, title=title, document=document, article=article, is_verified=known)
        for key, value, title, document, article, known in ROWS
    )


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key__in=[row[0] for row in ROWS]).delete()


class Migration(migrations.Migration):
    dependencies = [("hours", "0002_append_only"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
