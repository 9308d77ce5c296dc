"""Certificates and their ends are written once: no update, delete or truncate, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION certification_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'certificates are written once: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER certification_certificate_append_only BEFORE UPDATE OR DELETE ON certification_completioncertificate
    FOR EACH ROW EXECUTE FUNCTION certification_refuse();
CREATE TRIGGER certification_certificate_no_truncate BEFORE TRUNCATE ON certification_completioncertificate
    FOR EACH STATEMENT EXECUTE FUNCTION certification_refuse();
CREATE TRIGGER certification_status_append_only BEFORE UPDATE OR DELETE ON certification_certificatestatus
    FOR EACH ROW EXECUTE FUNCTION certification_refuse();
CREATE TRIGGER certification_status_no_truncate BEFORE TRUNCATE ON certification_certificatestatus
    FOR EACH STATEMENT EXECUTE FUNCTION certification_refuse();
"""

UNDO = """
DROP TRIGGER certification_status_no_truncate ON certification_certificatestatus;
DROP TRIGGER certification_status_append_only ON certification_certificatestatus;
DROP TRIGGER certification_certificate_no_truncate ON certification_completioncertificate;
DROP TRIGGER certification_certificate_append_only ON certification_completioncertificate;
DROP FUNCTION certification_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
