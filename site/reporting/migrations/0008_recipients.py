"""Every filing has a recipient: what was filed before went up the line of whoever filed."""

from typing import Any

from django.db import migrations, models

import reporting.words

TABLE = "reporting_filing"


def name_recipients(apps: Any, editor: Any) -> None:
    """By the trigger's leave: the column is new, nothing that was filed changes."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER reporting_filing_append_only")
        cursor.execute(
            f"UPDATE {TABLE} SET recipient = 'social_work' FROM organisations_organisation filer"  # noqa: S608
            f" WHERE filer.id = {TABLE}.organisation_id AND filer.line = 'social_work'"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER reporting_filing_append_only")


def once(name: str, fields: list[str], **period: Any) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        condition=models.Q(("corrects", None), *period.items()), fields=fields, name=name
    )


class Migration(migrations.Migration):
    dependencies = [("reporting", "0007_prepared_files"), ("organisations", "0001_initial")]
    operations = [
        migrations.AddField(
            "filing",
            "recipient",
            models.CharField(
                "报送对象", max_length=16, choices=reporting.words.Recipient.choices, default="civil_affairs"
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_recipients, migrations.RunPython.noop),
        migrations.RemoveConstraint("filing", "year_filed_once"),
        migrations.RemoveConstraint("filing", "days_filed_once"),
        migrations.AddConstraint(
            "filing",
            once("year_filed_once", ["organisation", "report_year", "recipient"], report_year__isnull=False),
        ),
        migrations.AddConstraint(
            "filing",
            once("days_filed_once", ["organisation", "first_day", "last_day", "recipient"], report_year=None),
        ),
    ]
