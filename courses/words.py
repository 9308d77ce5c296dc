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
    TOO_SHORT = "too_short", _("时长不足")  # was there for less than the rule credits


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
# Whoever came counts among the heads, also where the stay was too short for the hours.
CAME_STATES: frozenset[AttendanceState] = CREDITED_STATES | {AttendanceState.TOO_SHORT}


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
    MEETING = "meeting", _("会议/交流")
    OTHER = "other", _("其他")


class CourseLength(Word):
    """时长: how long the lessons of a course take together, in minutes."""

    SHORT = "60", _("1小时以内")
    MIDDLE = "240", _("1至4小时")
    LONG = "more", _("4小时以上")

    def holds(self, minutes: int) -> bool:
        """An hour belongs to the short ones, four hours to the middle ones."""
        if self is CourseLength.SHORT:
            return minutes <= 60
        return 60 < minutes <= 240 if self is CourseLength.MIDDLE else minutes > 240


class DeliveryMode(Word):
    """方式: how a class is taught."""

    IN_PERSON = "in_person", _("面授")
    ONLINE = "online", _("线上")
    BLENDED = "blended", _("混合")
    OTHER = "other", _("其他")


class ClassState(Word):
    """Where a class stands; `rules.class_states` says what may follow what."""

    PLANNED = "planned", _("计划")
    FILING = "filing", _("备案中")
    FILED = "filed", _("已备案")
    OPEN = "open", _("报名")
    RUNNING = "running", _("开班")
    CLOSED = "closed", _("结课")
    ASSESSING = "assessing", _("考核")
    COMPLETED = "completed", _("结业")
    ARCHIVED = "archived", _("归档")
    CANCELLED = "cancelled", _("取消")


# In these the organiser may give a place; people ask for one only while the class is open.
STILL_TAKING: frozenset[ClassState] = frozenset({ClassState.OPEN, ClassState.RUNNING})


class EnrolmentState(Word):
    """Where a person's place in a class stands. Only who is enrolled takes a seat."""

    APPLIED = "applied", _("待审")
    WAITING = "waiting", _("候补")
    ENROLLED = "enrolled", _("录取")
    DECLINED = "declined", _("不同意")
    GIVEN_UP = "given_up", _("已放弃")
    WITHDRAWN = "withdrawn", _("退班")


# Nobody holds a seat yet, and somebody may still get one.
PENDING_PLACES: frozenset[EnrolmentState] = frozenset({EnrolmentState.APPLIED, EnrolmentState.WAITING})


class AdmissionMode(Word):
    """How places of a class are given."""

    AT_ONCE = "at_once", _("报名即录取")
    APPROVAL = "approval", _("主办单位审核后录取")


class RequestState(Word):
    """Where a learner's request stands."""

    WAITING = "waiting", _("待处理")
    APPROVED = "approved", _("已同意")
    DECLINED = "declined", _("未同意")


class PaceState(Word):
    """What somebody who knows the person said of an implausible pace."""

    WAITING = "waiting", _("待查看")
    NORMAL = "normal", _("情况正常")
    TALKED = "talked", _("已与本人沟通")


class CorrectionState(Word):
    """Where a learner's correction stands."""

    NEW = "new", _("新")
    FIXED = "fixed", _("已改")
    DECLINED = "declined", _("不改")


class SubmissionState(Word):
    """Where one hand-in of an assignment stands."""

    WAITING = "waiting", _("待批改")
    RETURNED = "returned", _("已退回")
    MARKED = "marked", _("已批改")


class CaseKind(Word):
    """What a case of the library is about: the kinds of model cases of juvenile social work, and all others."""

    GRADED_INTERVENTION = "graded_intervention", _("分级干预")
    VICTIM_HELP = "victim_help", _("被害人救助")
    OBSERVATION = "observation", _("观护帮教")
    FAMILY_HARDSHIP = "family_hardship", _("困境家庭帮扶")
    EARLY_PREVENTION = "early_prevention", _("早期预防")
    SOCIAL_INQUIRY = "social_inquiry", _("社会调查")
    OTHER = "other", _("其他")
