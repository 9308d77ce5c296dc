"""Words of training classes: the three axes of a class, half days and states of attendance."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class AttendanceState(Word):
    """What a sign-in sheet says about one learner in one session."""

    PRESENT = "present", _("出勤")
    LATE = "late", _("迟到")
    LEFT_EARLY = "left_early", _("早退")
    LATE_MARK = "late_mark", _("补签")
    MAKE_UP = "make_up", _("补课")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺勤")


# A learner in one of these states took part: the session's minutes are credited in full.
CREDITED_STATES: frozenset[AttendanceState] = frozenset(
    {
        AttendanceState.PRESENT,
        AttendanceState.LATE,
        AttendanceState.LEFT_EARLY,
        AttendanceState.LATE_MARK,
        AttendanceState.MAKE_UP,
    }
)


class HalfDay(Word):
    """The part of the day in which a session is held (时段)."""

    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("晚上")


class Tier(Word):
    """级: the tier of the organiser of a class."""

    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县")
    TOWN = "town", _("镇街")
    AGENCY = "agency", _("机构")
    OTHER = "other", _("其他")


class Audience(Word):
    """层: for whom a class is held."""

    NEW_WORKER = "new_worker", _("新入职")
    FRONT_LINE = "front_line", _("一线")
    BACKBONE = "backbone", _("骨干")
    SUPERVISOR = "supervisor", _("督导")
    STATION_HEAD = "station_head", _("站长·副站长")
    MANAGER = "manager", _("管理干部")
    RESERVE = "reserve", _("后备人才")
    JUSTICE_WORKER = "justice_worker", _("司法社工")
    COMMUNITY_WORKER = "community_worker", _("全科社工")
    OTHER = "other", _("其他")


class ClassKind(Word):
    """类: what a class is for."""

    PRE_SERVICE = "pre_service", _("岗前")
    POLICY = "policy", _("政策")
    PROFESSIONAL = "professional", _("专业")
    EXAM_PREP = "exam_prep", _("考前")
    CONTINUING_EDUCATION = "continuing_education", _("继续教育")
    SUPERVISION = "supervision", _("督导培训")
    JUSTICE = "justice", _("司法专项")
    OTHER = "other", _("其他")


class DeliveryMode(Word):
    """方式: how a class is taught."""

    IN_PERSON = "in_person", _("面授")
    ONLINE = "online", _("线上")
    BLENDED = "blended", _("混合")
    OTHER = "other", _("其他")


class ClassState(Word):
    """Where a class stands."""

    PLANNED = "planned", _("计划")
    OPEN = "open", _("报名")
    RUNNING = "running", _("开班")
    CLOSED = "closed", _("结课")
    CANCELLED = "cancelled", _("取消")


class EnrolmentState(Word):
    """Where a person's place in a class stands."""

    ENROLLED = "enrolled", _("录取")
    WITHDRAWN = "withdrawn", _("退班")


class RequestState(Word):
    """Where a learner's request stands."""

    WAITING = "waiting", _("待处理")
    APPROVED = "approved", _("已同意")
    DECLINED = "declined", _("未同意")
