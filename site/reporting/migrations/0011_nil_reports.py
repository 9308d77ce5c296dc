"""零报告 as a column: lists and homes tell it apart without opening a frozen value."""

from typing import Any

from django.db import migrations, models

TABLE = "reporting_filing"


def find_nil_reports(apps: Any, editor: Any) -> None:
    """By the trigger's leave: the column is new, nothing that was filed changes."""
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER reporting_filing_append_only")
        cursor.execute(
            f"UPDATE {TABLE} SET is_nil = true"  # noqa: S608
            " WHERE jsonb_array_length(convert_from(record, 'UTF8')::jsonb -> 'rows') = 0"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER reporting_filing_append_only")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_received_tables")]
    operations = [
        migrations.AddField("filing", "is_nil", models.BooleanField("零报告", default=False)),
        migrations.RunPython(find_nil_reports, migrations.RunPython.noop),
    ]
