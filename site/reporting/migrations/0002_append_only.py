"""A filing stays as it was filed: the database refuses update, delete and truncate, whoever asks."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION reporting_filing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a filing stays as it was filed: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER reporting_filing_append_only BEFORE UPDATE OR DELETE ON reporting_filing
    FOR EACH ROW EXECUTE FUNCTION reporting_filing_refuse();
CREATE TRIGGER reporting_filing_no_truncate BEFORE TRUNCATE ON reporting_filing
    FOR EACH STATEMENT EXECUTE FUNCTION reporting_filing_refuse();
"""
UNDO = """
DROP TRIGGER reporting_filing_no_truncate ON reporting_filing;
DROP TRIGGER reporting_filing_append_only ON reporting_filing;
DROP FUNCTION reporting_filing_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, UNDO)]
