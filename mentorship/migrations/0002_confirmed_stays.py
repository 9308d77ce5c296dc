"""What a participant has confirmed does not change any more, whoever asks: neither their word nor the meeting."""

from django.db import migrations

GUARD = """
CREATE FUNCTION mentorship_confirmed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'confirmed' THEN
        RAISE EXCEPTION 'a confirmed participation stays as it is: % is refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION mentorship_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM mentorship_meetingconfirmation WHERE meeting_id = OLD.id AND state = 'confirmed') THEN
        RAISE EXCEPTION 'a meeting that somebody confirmed stays as it is: % is refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE TRIGGER mentorship_confirmed_stays BEFORE UPDATE OR DELETE ON mentorship_meetingconfirmation
    FOR EACH ROW EXECUTE FUNCTION mentorship_confirmed_stays();
CREATE TRIGGER mentorship_meeting_stays BEFORE UPDATE OR DELETE ON mentorship_groupmeeting
    FOR EACH ROW EXECUTE FUNCTION mentorship_meeting_stays();
"""

UNDO = """
DROP TRIGGER mentorship_meeting_stays ON mentorship_groupmeeting;
DROP TRIGGER mentorship_confirmed_stays ON mentorship_meetingconfirmation;
DROP FUNCTION mentorship_meeting_stays();
DROP FUNCTION mentorship_confirmed_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("mentorship", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
