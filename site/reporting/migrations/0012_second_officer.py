"""待审: a second officer of the body reviews a filing, where a rule of the place asks for it."""

from datetime import date
from typing import Any

from django.db import migrations, models

import reporting.words

KEY = "filing.second_officer"


def add(apps: Any, editor: Any) -> None:
    """A default, not a rule that was found."""
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY,
        valid_from=date(2009, 1, 1),
        value=False,
        title="报送要不要本单位另一位主管先审核，可以按地区、条线开启",
        is_verified=False,
    )


def remove(apps: Any, editor: Any) -> None:
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0011_nil_reports"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField("filing", "needs_check", models.BooleanField("本级两人审核", default=False)),
        migrations.AlterField(
            "filingact",
            "step",
            models.CharField("环节", choices=reporting.words.FilingStep.choices, max_length=12),
        ),
        migrations.RunPython(add, remove),
    ]
