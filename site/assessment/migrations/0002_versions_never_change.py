"""A version that somebody may have answered keeps its words: the database refuses to change it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION assessment_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a question version never changes; record a new version';
END $$;
CREATE TRIGGER assessment_version_no_update BEFORE UPDATE ON assessment_questionversion
    FOR EACH ROW EXECUTE FUNCTION assessment_version_is_final();
"""
BACKWARD = """
DROP TRIGGER assessment_version_no_update ON assessment_questionversion;
DROP FUNCTION assessment_version_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
