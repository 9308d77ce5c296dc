"""Words of the rosters and registers. None of them moves a figure: an unknown one becomes 其他 with a note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from core.sentences import say
from core.sheets.grid import Cell
from core.words import Word
from courses.words import Audience, ClassKind, DeliveryMode
from courses.words import Tier as ClassTier
from organisations.words import OrganisationKind
from organisations.words import Tier as AreaTier
from people.words import Education, Gender, PostKind, QualificationLevel
from reporting.rules.workbooks.cells import Unreadable, compact, quoted, says_nothing

W = TypeVar("W", bound=Word)

GENDERS = {Gender.FEMALE: "女 女性", Gender.MALE: "男 男性"}
POSTS = {
    PostKind.SERVICE: "服务性 服务性岗位 服务岗 服务类 服务",
    PostKind.ADMINISTRATIVE: "事务性 事务性岗位 事务岗 事务类 事务 行政",
    PostKind.OTHER: "其他",
}
EDUCATIONS = {
    Education.SECONDARY: "高中 中专 高中及以下 中专及以下 高中中专及以下 中技 技校 职高 初中",
    Education.COLLEGE: "大专 专科 大学专科 高职",
    Education.BACHELOR: "本科 大学 大学本科 学士",
    Education.MASTER: "硕士 研究生 硕士研究生 在职研究生",
    Education.DOCTOR: "博士 博士研究生",
    Education.OTHER: "其他",
}
QUALIFICATIONS = {
    QualificationLevel.NONE: "无证书 未持证 没有 暂无 未取得",
    QualificationLevel.ASSISTANT: "助理社会工作师 助理社工师 助理 初级 初级社工 初级社会工作师",
    QualificationLevel.WORKER: "社会工作师 社工师 中级 中级社工 中级社会工作师",
    QualificationLevel.SENIOR: "高级社会工作师 高级社工师 高级",
}
CLASS_TIERS = {
    ClassTier.PROVINCE: "省 省级",
    ClassTier.CITY: "市 市级 地市 地市级",
    ClassTier.COUNTY: "县 县级 区 区级 县区 县区级 县市区 县市区级 县级市",
    ClassTier.TOWN: "镇街 镇街级 镇 镇级 街道 乡镇 乡镇街道 街镇",
    ClassTier.AGENCY: "机构 机构级 社工机构",
    ClassTier.OTHER: "其他",
}
AUDIENCES = {
    Audience.NEW_WORKER: "新入职 新入职社工 新社工 新进人员 新入职人员",
    Audience.FRONT_LINE: "一线 一线社工 在岗社工 全体社工",
    Audience.BACKBONE: "骨干 骨干社工 业务骨干",
    Audience.SUPERVISOR: "督导 督导员 督导人才 督导者",
    Audience.STATION_HEAD: "站长副站长 站长 副站长 正副站长 社工站站长",
    Audience.MANAGER: "管理干部 管理人员 干部",
    Audience.RESERVE: "后备人才 后备",
    Audience.JUSTICE_WORKER: "司法社工 司法",
    Audience.COMMUNITY_WORKER: "全科社工 全科 社区工作者",
    Audience.OTHER: "其他",
}
CLASS_KINDS = {
    ClassKind.PRE_SERVICE: "岗前 岗前培训 上岗培训 入职培训",
    ClassKind.POLICY: "政策 政策培训 政策法规",
    ClassKind.PROFESSIONAL: "专业 专业培训 业务培训 社会工作专业",
    ClassKind.EXAM_PREP: "考前 考前培训 考前辅导 考证",
    ClassKind.CONTINUING_EDUCATION: "继续教育 继续教育培训",
    ClassKind.SUPERVISION: "督导培训 督导",
    ClassKind.JUSTICE: "司法专项 司法 司法专项培训",
    ClassKind.MEETING: "会议/交流 会议 交流 会议交流 座谈会 交流会",
    ClassKind.OTHER: "其他",
}
MODES = {
    DeliveryMode.IN_PERSON: "面授 线下 现场 集中面授 集中培训 脱产",
    DeliveryMode.ONLINE: "线上 网络 直播 线上直播 网课 线上培训",
    DeliveryMode.BLENDED: "混合 线上线下 线上线下结合 线上线下相结合 混合式",
    DeliveryMode.OTHER: "其他",
}
_LEVELS: Mapping[str, tuple[OrganisationKind, AreaTier | None]] = {
    "省": (OrganisationKind.BUREAU, AreaTier.PROVINCE),
    "省级": (OrganisationKind.BUREAU, AreaTier.PROVINCE),
    "市": (OrganisationKind.BUREAU, AreaTier.CITY),
    "市级": (OrganisationKind.BUREAU, AreaTier.CITY),
    "地市": (OrganisationKind.BUREAU, AreaTier.CITY),
    "县": (OrganisationKind.BUREAU, AreaTier.COUNTY),
    "区": (OrganisationKind.BUREAU, AreaTier.COUNTY),
    "县级": (OrganisationKind.BUREAU, AreaTier.COUNTY),
    "县区": (OrganisationKind.BUREAU, AreaTier.COUNTY),
    "县市区": (OrganisationKind.BUREAU, AreaTier.COUNTY),
    "社工站": (OrganisationKind.STATION, AreaTier.TOWN),
    "站": (OrganisationKind.STATION, AreaTier.TOWN),
    "镇街社工站": (OrganisationKind.STATION, AreaTier.TOWN),
    "社会工作服务站": (OrganisationKind.STATION, AreaTier.TOWN),
    "社工点": (OrganisationKind.POINT, AreaTier.VILLAGE),
    "点": (OrganisationKind.POINT, AreaTier.VILLAGE),
    "村居社工点": (OrganisationKind.POINT, AreaTier.VILLAGE),
    "社会工作服务点": (OrganisationKind.POINT, AreaTier.VILLAGE),
    "机构": (OrganisationKind.AGENCY, None),
    "社工机构": (OrganisationKind.AGENCY, None),
    "社会工作服务机构": (OrganisationKind.AGENCY, None),
    "院校": (OrganisationKind.SCHOOL, None),
    "学校": (OrganisationKind.SCHOOL, None),
    "党校": (OrganisationKind.SCHOOL, None),
    "外部单位": (OrganisationKind.EXTERNAL, None),
    "其他": (OrganisationKind.EXTERNAL, None),
}
_YES = frozenset({"是", "必修", "√", "✓", "✔", "y", "yes", "1", "v"})
_NO = frozenset({"否", "选修", "×", "x", "n", "no", "0", "非必修"})
_JOINTS = re.compile(r"[(),;:、/+·\-]+")


def _key(cell: Cell) -> str:
    return _JOINTS.sub("", compact(cell)).casefold()


def word(cell: Cell, synonyms: Mapping[W, str], *, blank: W) -> W | None:
    """The member that a cell names, `blank` where it says nothing, None where the word is unknown."""
    key = _key(cell)
    if says_nothing(cell) or not key:
        return blank
    return next((member for member, words in synonyms.items() if key in words.split()), None)


def level(cell: Cell) -> tuple[OrganisationKind, AreaTier | None] | Unreadable | None:
    """层级 of an organisation: what it is and the area tier it stands for; None when the cell is blank."""
    if says_nothing(cell):
        return None
    return _LEVELS.get(_key(cell)) or Unreadable(
        say("层级%(cell)s看不懂，请填写省、市、县、社工站、社工点、机构、院校或外部单位", cell=quoted(cell))
    )


def yes(cell: Cell) -> bool | None:
    """是 or 否; None where the cell says neither."""
    key = _key(cell)
    if key in _YES:
        return True
    return False if key in _NO or not key else None
