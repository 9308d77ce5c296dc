"""The ledger only grows: hash on insert, and no update, delete or truncate, whoever asks."""

from django.db import migrations

HASH = """
CREATE FUNCTION hours_row_hash(line hours_hourentry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws('|',
        line.id, line.person_id, coalesce(line.posting_id::text, '-'), coalesce(line.organisation_id::text, '-'),
        coalesce(line.bureau_id::text, '-'), line.minutes, line.kind, line.activity_on::text, line.source_type,
        line.source_id, line.revision, coalesce(line.reverses_id::text, '-'), line.rule_version,
        coalesce(line.recorded_by::text, '-'),
        (extract(epoch from line.recorded_at) * 1000000)::bigint, line.reason
    ), 'UTF8')), 'hex')
$$;

CREATE FUNCTION hours_line_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    credit hours_hourentry;
BEGIN
    -- The database's clock and the database's hash: no client may bring its own.
    NEW.recorded_at := clock_timestamp();
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO credit FROM hours_hourentry WHERE id = NEW.reverses_id;
        IF credit.reverses_id IS NOT NULL OR credit.minutes <> -NEW.minutes OR credit.person_id <> NEW.person_id
            OR (credit.source_type, credit.source_id, credit.kind, credit.revision, credit.activity_on)
                IS DISTINCT FROM (NEW.source_type, NEW.source_id, NEW.kind, NEW.revision, NEW.activity_on)
        THEN
            RAISE EXCEPTION 'a reversal mirrors the credit it names' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    NEW.row_hash := hours_row_hash(NEW);
    RETURN NEW;
END $$;

CREATE FUNCTION hours_line_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the hours ledger only grows: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER hours_line_hash BEFORE INSERT ON hours_hourentry
    FOR EACH ROW EXECUTE FUNCTION hours_line_before_insert();
CREATE TRIGGER hours_line_append_only BEFORE UPDATE OR DELETE ON hours_hourentry
    FOR EACH ROW EXECUTE FUNCTION hours_line_refuse();
CREATE TRIGGER hours_line_no_truncate BEFORE TRUNCATE ON hours_hourentry
    FOR EACH STATEMENT EXECUTE FUNCTION hours_line_refuse();
CREATE TRIGGER hours_seal_append_only BEFORE UPDATE OR DELETE ON hours_seal
    FOR EACH ROW EXECUTE FUNCTION hours_line_refuse();
"""

UNDO = """
DROP TRIGGER hours_seal_append_only ON hours_seal;
DROP TRIGGER hours_line_no_truncate ON hours_hourentry;
DROP TRIGGER hours_line_append_only ON hours_hourentry;
DROP TRIGGER hours_line_hash ON hours_hourentry;
DROP FUNCTION hours_line_refuse();
DROP FUNCTION hours_line_before_insert();
DROP FUNCTION hours_row_hash(hours_hourentry);
"""


class Migration(migrations.Migration):
    dependencies = [("hours", "0001_initial")]
    operations = [migrations.RunSQL(HASH, UNDO)]
