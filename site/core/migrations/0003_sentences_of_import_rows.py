"""Why an import does with a row what it does: a message id with its values, no longer a text in one language."""

from django.db import migrations

import core.fields
import core.sentences

TO_SENTENCES = "UPDATE core_importrow SET said = to_jsonb(reason)"
# Values are left out on the way back: the rows are gone after a day.
TO_TEXTS = """
    UPDATE core_importrow
    SET reason = left(CASE jsonb_typeof(said) WHEN 'array' THEN said ->> 0 ELSE said #>> '{}' END, 300)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outgoing")]

    operations = [
        migrations.AddField(
            model_name="importrow",
            name="said",
            field=core.fields.SentenceField(default=core.sentences.Sentence, verbose_name="原因"),
        ),
        migrations.RunSQL(TO_SENTENCES, TO_TEXTS),
        migrations.RemoveField(model_name="importrow", name="reason"),
        migrations.RenameField(model_name="importrow", old_name="said", new_name="reason"),
    ]
