"""Editors register that a wording lapses; nobody deletes one that pages may cite."""

from django.db import migrations

GROUPS = ("内容编辑", "业务审核")
DELETING = ("delete_law", "delete_lawarticle")


def _deleting(apps):
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="cms", codename__in=DELETING
    )


def take(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*_deleting(apps))


def give_back(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*_deleting(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cms", "0006_recording_help"),
    ]

    operations = [migrations.RunPython(take, give_back)]
