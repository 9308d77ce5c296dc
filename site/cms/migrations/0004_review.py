import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The editors' groups are made anew at the door of the admin, with what each may do now; so the old one goes."""

    dependencies = [
        ("cms", "0003_laws"),
        ("cms", "0003_news"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0006_account_language"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, verbose_name="文本摘要")),
                ("released_at", models.DateTimeField(verbose_name="放行时间")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person", verbose_name="放行人")),
            ],
            options={
                "verbose_name": "个案放行",
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("digest", "person"), name="case_released_once")],
            },
        ),
        migrations.CreateModel(
            name="ReleaseTask",
            fields=[
                ("task_ptr", models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to="wagtailcore.task")),
                ("groups", models.ManyToManyField(help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users", to="auth.group", verbose_name="groups")),
            ],
            options={
                "verbose_name": "业务审核",
                "verbose_name_plural": "业务审核",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.RunPython(
            lambda apps, schema: apps.get_model("auth", "Group").objects.filter(name="内容编辑").delete(),
            migrations.RunPython.noop,
        ),
    ]
