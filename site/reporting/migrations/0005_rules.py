"""When two rows of the books are one class: a default, not a rule that was found."""

from datetime import date
from typing import Any

from django.db import migrations

KEY = "filing.same_class_percent"


def add(apps: Any, editor: Any) -> None:
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY,
        valid_from=date(2009, 1, 1),
        value=50,
        title="备案号相同时，同一天都在的人占人数较少一方的百分之几，算同一个班",
        is_verified=False,
    )


def remove(apps: Any, editor: Any) -> None:
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_check_codes"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
