"""Lessons that were cut out of others, notes of an implausible pace, and the rule row of the pace."""

from datetime import date

import core.fields
import courses.words
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


# A guess: a reader who knows the work needs a third of the declared time; nobody has confirmed it.
PACE = {
    "key": "lesson.pace",
    "value": {"window_minutes": 60, "most_minutes": 180},
    "title": "多少分钟内完成的线上课程，公布分钟数合计超过多少分钟时，列出来请人查看",
}


def add(apps, schema_editor):
    rule = apps.get_model("organisations", "Rule")
    rule.objects.create(valid_from=date(2009, 1, 1), is_verified=False, **PACE)


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key=PACE["key"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0006_chapters"),
        ("organisations", "0001_initial"),
        ("people", "0006_account_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonSplit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carried_at", models.DateTimeField(null=True, verbose_name="公布时间")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="记录时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "拆分",
            },
        ),
        migrations.CreateModel(
            name="PaceNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_id",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="编号"),
                ),
                ("first_at", models.DateTimeField(verbose_name="第一节完成时间")),
                ("last_at", models.DateTimeField(verbose_name="最后一节完成时间")),
                ("lessons", models.PositiveSmallIntegerField(verbose_name="完成节数")),
                ("minutes", models.PositiveIntegerField(verbose_name="公布分钟数合计")),
                ("rule_version", models.CharField(max_length=80, verbose_name="规则版本")),
                (
                    "state",
                    models.CharField(
                        choices=courses.words.PaceState.choices,
                        default=courses.words.PaceState["WAITING"],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("remark", core.fields.EncryptedTextField(null=True, verbose_name="说明")),
                ("answered_by", models.BigIntegerField(null=True, verbose_name="处理人")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="记录时间"
                    ),
                ),
            ],
            options={
                "verbose_name": "学习节奏",
                "ordering": ["-last_at", "-id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="lessonprogress",
            name="finished_with_minutes",
        ),
        migrations.AddField(
            model_name="lessonprogress",
            name="carried_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried",
                to="courses.lessonprogress",
                verbose_name="随哪一节完成",
            ),
        ),
        migrations.AddField(
            model_name="lessonprogress",
            name="seen_revision_id",
            field=models.BigIntegerField(null=True, verbose_name="最近看到的修订"),
        ),
        migrations.AddConstraint(
            model_name="lessonprogress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("carried_from", None), ("finished_at", None), ("minutes", None)),
                    models.Q(("carried_from", None), ("finished_at__isnull", False), ("minutes__gt", 0)),
                    models.Q(("carried_from__isnull", False), ("finished_at__isnull", False), ("minutes", 0)),
                    _connector="OR",
                ),
                name="finished_with_minutes",
            ),
        ),
        migrations.AddField(
            model_name="lessonsplit",
            name="lesson",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="split_from",
                to="courses.lesson",
                verbose_name="拆出的节",
            ),
        ),
        migrations.AddField(
            model_name="lessonsplit",
            name="origin",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="splits",
                to="courses.lesson",
                verbose_name="原来的节",
            ),
        ),
        migrations.AddField(
            model_name="pacenote",
            name="first",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pace_note",
                to="courses.lessonprogress",
                verbose_name="第一节",
            ),
        ),
        migrations.AddField(
            model_name="pacenote",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pace_notes",
                to="organisations.organisation",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="pacenote",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pace_notes",
                to="people.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonsplit",
            constraint=models.CheckConstraint(
                condition=models.Q(("lesson", models.F("origin")), _negated=True), name="split_from_another"
            ),
        ),
        migrations.AddIndex(
            model_name="pacenote",
            index=models.Index(fields=["organisation", "state"], name="pace_organisation_state"),
        ),
        migrations.AddConstraint(
            model_name="pacenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_at__gte", models.F("first_at"))), name="pace_times_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="pacenote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "waiting")),
                    models.Q(models.Q(("state", "waiting"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="pace_answered_with_time",
            ),
        ),
        migrations.RunPython(add, remove),
    ]
