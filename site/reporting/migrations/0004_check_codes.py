"""Every filing gets a check code of its own: the one that its paper shows already."""

from typing import Any

from django.db import migrations, models

from core.records import code_from_digest

TABLE = "reporting_filing"


def give_codes(apps: Any, editor: Any) -> None:
    """By the trigger's leave: the column is new, nothing that was filed changes. A code that is taken becomes longer."""
    filings = apps.get_model("reporting", "Filing").objects
    taken: set[str] = set()
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER reporting_filing_append_only")
        for pk, sha256 in filings.order_by("pk").values_list("pk", "sha256"):
            length = 7
            while (code := code_from_digest(sha256, length=length)) in taken:
                length += 1
            taken.add(code)
            cursor.execute(f"UPDATE {TABLE} SET check_code = %s WHERE id = %s", [code, pk])  # noqa: S608
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER reporting_filing_append_only")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_duties")]
    operations = [
        migrations.AddField("filing", "check_code", models.CharField("校验码", max_length=24, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField("filing", "check_code", models.CharField("校验码", max_length=24, unique=True)),
    ]
