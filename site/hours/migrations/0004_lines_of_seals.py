"""Seals keep what they cover; the triggers leave no gap."""

import django.contrib.postgres.fields
from django.db import migrations, models


# A hash that does not depend on the session's date style; a reversal that mirrors the places too; a later revision only
# where the earlier one was reversed; and seals that refuse truncation like the lines.
STRICTER = """
CREATE OR REPLACE FUNCTION hours_row_hash(line hours_hourentry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws('|',
        line.id, line.person_id, coalesce(line.posting_id::text, '-'), coalesce(line.organisation_id::text, '-'),
        coalesce(line.bureau_id::text, '-'), line.minutes, line.kind, to_char(line.activity_on, 'YYYY-MM-DD'), line.source_type,
        line.source_id, line.revision, coalesce(line.reverses_id::text, '-'), line.rule_version,
        coalesce(line.recorded_by::text, '-'),
        (extract(epoch from line.recorded_at) * 1000000)::bigint, line.reason
    ), 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION hours_line_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    credit hours_hourentry;
BEGIN
    -- The database's clock and the database's hash: no client may bring its own.
    NEW.recorded_at := clock_timestamp();
    IF NEW.reverses_id IS NOT NULL THEN
        SELECT * INTO credit FROM hours_hourentry WHERE id = NEW.reverses_id;
        IF credit.reverses_id IS NOT NULL OR credit.minutes <> -NEW.minutes OR credit.person_id <> NEW.person_id
            OR (credit.source_type, credit.source_id, credit.kind, credit.revision, credit.activity_on,
                credit.posting_id, credit.organisation_id, credit.bureau_id)
                IS DISTINCT FROM (NEW.source_type, NEW.source_id, NEW.kind, NEW.revision, NEW.activity_on,
                NEW.posting_id, NEW.organisation_id, NEW.bureau_id)
        THEN
            RAISE EXCEPTION 'a reversal mirrors the credit it names' USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.revision > 1 AND EXISTS (
        SELECT FROM hours_hourentry AS earlier
        WHERE (earlier.source_type, earlier.source_id, earlier.kind) = (NEW.source_type, NEW.source_id, NEW.kind)
            AND earlier.reverses_id IS NULL
            AND NOT EXISTS (SELECT FROM hours_hourentry AS taken WHERE taken.reverses_id = earlier.id)
    ) THEN
        RAISE EXCEPTION 'the source stands credited already' USING ERRCODE = 'unique_violation';
    END IF;
    NEW.row_hash := hours_row_hash(NEW);
    RETURN NEW;
END $$;

CREATE TRIGGER hours_seal_no_truncate BEFORE TRUNCATE ON hours_seal
    FOR EACH STATEMENT EXECUTE FUNCTION hours_line_refuse();
"""

AS_BEFORE = """
DROP TRIGGER hours_seal_no_truncate ON hours_seal;

CREATE OR REPLACE FUNCTION hours_row_hash(line hours_hourentry) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(concat_ws('|',
        line.id, line.person_id, coalesce(line.posting_id::text, '-'), coalesce(line.organisation_id::text, '-'),
        coalesce(line.bureau_id::text, '-'), line.minutes, line.kind, line.activity_on::text, line.source_type,
        line.source_id, line.revision, coalesce(line.reverses_id::text, '-'), line.rule_version,
        coalesce(line.recorded_by::text, '-'),
        (extract(epoch from line.recorded_at) * 1000000)::bigint, line.reason
    ), 'UTF8')), 'hex')
$$;

CREATE OR REPLACE FUNCTION hours_line_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):

    dependencies = [
        ('hours', '0003_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='seal',
            name='entry_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None, verbose_name='行号'),
        ),
        migrations.AddField(
            model_name='seal',
            name='row_hashes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None, verbose_name='行摘要'),
        ),
        migrations.RunSQL(STRICTER, AS_BEFORE),
    ]
