"""A published paper and a sitting that is handed in never change: the database refuses it. And the rule of grace."""

from datetime import date

from django.db import migrations

FORWARD = """
CREATE FUNCTION assessment_paper_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published paper never changes; publish a new version';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessment_paper_no_change BEFORE UPDATE OR DELETE ON assessment_paperversion
    FOR EACH ROW EXECUTE FUNCTION assessment_paper_is_final();

CREATE FUNCTION assessment_paper_items_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.asked_in_id ELSE OLD.asked_in_id END;
BEGIN
    IF EXISTS (SELECT FROM assessment_paperversion WHERE id = mine AND published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the questions of a published paper never change; publish a new version';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessment_paper_items_no_change BEFORE INSERT OR UPDATE OR DELETE ON assessment_paperitem
    FOR EACH ROW EXECUTE FUNCTION assessment_paper_items_are_final();

CREATE FUNCTION assessment_sitting_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.handed_in_at IS NOT NULL THEN
        RAISE EXCEPTION 'a sitting that is handed in never changes';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessment_sitting_no_change BEFORE UPDATE OR DELETE ON assessment_sitting
    FOR EACH ROW EXECUTE FUNCTION assessment_sitting_is_final();

CREATE FUNCTION assessment_answers_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.sitting_id ELSE OLD.sitting_id END;
BEGIN
    IF EXISTS (SELECT FROM assessment_sitting WHERE id = mine AND handed_in_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the answers of a sitting that is handed in never change';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER assessment_answers_no_change BEFORE INSERT OR UPDATE OR DELETE ON assessment_savedanswer
    FOR EACH ROW EXECUTE FUNCTION assessment_answers_are_final();
"""
BACKWARD = """
DROP TRIGGER assessment_answers_no_change ON assessment_savedanswer;
DROP FUNCTION assessment_answers_are_final();
DROP TRIGGER assessment_sitting_no_change ON assessment_sitting;
DROP FUNCTION assessment_sitting_is_final();
DROP TRIGGER assessment_paper_items_no_change ON assessment_paperitem;
DROP FUNCTION assessment_paper_items_are_final();
DROP TRIGGER assessment_paper_no_change ON assessment_paperversion;
DROP FUNCTION assessment_paper_is_final();
"""
KEY = "paper.grace_seconds"


def add(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.create(
        key=KEY, valid_from=date(2009, 1, 1), value=30, is_verified=False,
        title="试卷到时以后，仍在上传途中的答案还收多少秒",
    )  # fmt: skip


def remove(apps, schema_editor):
    apps.get_model("organisations", "Rule").objects.filter(key=KEY).delete()


class Migration(migrations.Migration):
    dependencies = [("assessment", "0005_papers")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD), migrations.RunPython(add, remove)]
