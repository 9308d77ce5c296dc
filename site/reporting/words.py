"""Words of figures and filings."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _
from organisations.words import Line


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


class Dimension(Word):
    """By what an official form splits its figures beside the place, in the order of its tables."""

    TIER = "tier", _("级")
    AUDIENCE = "audience", _("层")
    KIND = "kind", _("类")
    MODE = "mode", _("方式")
    QUALIFICATION = "qualification", _("证书等级")
    POST = "post", _("岗位")
    NEW = "new", _("是否新入职")


class NewHire(Word):
    """Whether somebody was hired less than a year before the session."""

    NEW = "new", _("新入职")
    OTHER = "other", _("入职满一年或未登记")


class FilingState(Word):
    """Where a filing stands. It is read from what came after: a filing itself never changes.

    `FILED` is said of a body that is no county; a county's own check is what makes its filing.
    """

    PENDING = "pending", _("待审")
    FILED = "filed", _("已报送")
    COUNTY_PASSED = "county_passed", _("县审通过")
    CITY_PASSED = "city_passed", _("市审通过")
    GATHERED = "gathered", _("省汇总")
    ARCHIVED = "archived", _("归档")
    RETURNED = "returned", _("退回")
    SUPERSEDED = "superseded", _("已更正")


class FilingStep(Word):
    """What a body does with a filing, in the order of the way up. The last one ends it."""

    OWN_REVIEW = "own_review", _("本级审核")
    CITY_REVIEW = "city_review", _("市级审核")
    GATHER = "gather", _("省级汇总")
    ARCHIVE = "archive", _("归档")


class QuestionKind(Word):
    """What is asked of the facts before they are filed, in the order of the page."""

    TWO_PLACES = "two_places", _("同一时间在两处上课")
    AFTER_END = "after_end", _("下课以后才签到")
    NO_CERTIFICATE = "no_certificate", _("记了继续教育学时，名册上没有证书等级")
    TWO_STATIONS = "two_stations", _("同时在两个社工站任职")
    HEAD_COUNT = "head_count", _("清点人数与签到人数不同")
    NOT_CLOSED = "not_closed", _("班次已上完，没有办结课")


class Disposition(Word):
    """What the filler says to a question. `NOT_ASKED`: a command filed, and nobody was there to answer."""

    EXPLAINED = "explained", _("已核实，情况属实")
    WAIVED = "waived", _("不影响本期数字，免予更正")
    NOT_ASKED = "not_asked", _("未答复")


class Handed(Word):
    """What the tier above sees of a unit's filing of one period."""

    FILED = "filed", _("已报送")
    LATE = "late", _("逾期报送")
    NIL = "nil", _("零报告")
    NIL_LATE = "nil_late", _("逾期零报告")
    RETURNED = "returned", _("退回")
    MISSING = "missing", _("未报送")
    OVERDUE = "overdue", _("逾期未报")


class Recipient(Word):
    """报送对象: the line that a filing goes up. One bureau files the same facts to both, each once a period."""

    CIVIL_AFFAIRS = "civil_affairs", _("民政部门")
    SOCIAL_WORK = "social_work", _("社会工作部门")

    @classmethod
    def of_line(cls, line: str) -> Recipient:
        """Whom an organisation of this line files to where nobody chooses."""
        return cls.SOCIAL_WORK if line == Line.SOCIAL_WORK else cls.CIVIL_AFFAIRS


class FilingTable(Word):
    """A table that the workbook of a filing may hold, in the order of its sheets. The values stand in frozen values."""

    COUNTIES = "counties", _("统计表")
    UNITS = "units", _("分单位")
    CLASSES = "classes", _("培训班")
    STAFF = "staff", _("持证情况")


class Axis(Word):
    """How far a cell of a higher body's table reaches that somebody points at."""

    COLUMN = "column", _("这一列")
    ROW = "row", _("这一行")
    CELL = "cell", _("只这一格")


class Span(Word):
    """Which days a cell of a higher body's table counts, of the period that is chosen once for the whole table."""

    PERIOD = "period", _("本期")
    YEAR = "year", _("本年累计")


class IdentityPurpose(Word):
    """What whole identity numbers are exported for. There is no other purpose: a list is no place to keep them."""

    EXAM = "exam", _("报名全国社会工作者职业资格考试")
    REGISTRATION = "registration", _("办理证书登记、再登记")
    CHECK = "check", _("上级部门核验")
    INSURANCE = "insurance", _("培训期间保险")
    PAYMENT = "payment", _("发放补贴、报销")


class CheckStep(Word):
    """核对事项: what is looked at before a filing, each with a table of its own, in the order of the list."""

    ROSTER = "roster", _("核对名册")
    CLASSES = "classes", _("核对培训班")
    SUPERVISION = "supervision", _("核对督导")
    CERTIFICATES = "certificates", _("核对考试持证")
    UNITS = "units", _("单位信息与口径")


class RosterChange(Word):
    """What became of somebody's post between the ends of two periods, seen from one place."""

    JOINED = "joined", _("新入职")
    CAME = "came", _("调入")
    WENT = "went", _("调出")
    LEFT = "left", _("离岗")
    WITHIN = "within", _("换单位")
    POST = "post", _("岗位变化")


class ClassMark(Word):
    """What gives one pause about a class of the period, in the order of the page."""

    NOT_CLOSED = "not_closed", _("没有办结课")
    NO_NUMBER = "no_number", _("没有备案号")
    CANCELLED = "cancelled", _("已取消")
    NEW = "new", _("去年没有")


class UnitChange(Word):
    """What became of a unit since the period before."""

    ADDED = "added", _("新登记")
    ENDED = "ended", _("已撤销")
    RENAMED = "renamed", _("更名")
