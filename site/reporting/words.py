"""Words of figures and filings."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class Side(Word):
    """Whose figure: of the organiser of the class, or of the unit that its learners were posted to that day."""

    ORGANISER = "organiser", _("按主办统计")
    PARTICIPANT = "participant", _("按参训人员统计")


class VisitsUnit(Word):
    """What one 人次 is; changing it changes 人次 and nothing else."""

    PERSON_DAY = "person-day", _("人·天")
    SESSION = "session", _("人·课次")
    COURSE = "course", _("人·课程")
    CLASS = "class", _("人·班次")


class Figure(Word):
    """The figures of a table, in the order in which official tables show them. Hours are kept in minutes."""

    ROUNDS = "rounds", _("期数")
    CLASSES = "classes", _("班次")
    PEOPLE = "people", _("人数")
    VISITS = "visits", _("人次")
    HALF_DAY_SIGN_INS = "half_day_sign_ins", _("签到课次")
    HOURS_DELIVERED = "hours_delivered", _("时长")
    PERSON_HOURS = "person_hours", _("人时")


class Level(Word):
    """How far a number has been opened."""

    CLASSES = "classes", _("班次")
    SESSIONS = "sessions", _("课次")
    DAYS = "days", _("日期")
    PEOPLE = "people", _("人员")
    LINES = "lines", _("逐条记录")


class FilingState(Word):
    """Where a filing stands. It is read from what came after: a filing itself never changes."""

    FILED = "filed", _("已报送")
    RETURNED = "returned", _("退回")
    SUPERSEDED = "superseded", _("已更正")
