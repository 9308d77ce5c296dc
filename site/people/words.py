"""Words of persons and postings."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class PostKind(Word):
    """岗位: a service post works with people, an administrative post with papers."""

    SERVICE = "service", _("服务性")
    ADMINISTRATIVE = "administrative", _("事务性")
    OTHER = "other", _("其他")


class QualificationLevel(Word):
    """证书等级: the highest professional certificate that a person holds."""

    NONE = "none", _("无证书")
    ASSISTANT = "assistant", _("助理社会工作师")
    WORKER = "worker", _("社会工作师")
    SENIOR = "senior", _("高级社会工作师")


class Gender(Word):
    """性别, as the roster states it."""

    FEMALE = "female", _("女")
    MALE = "male", _("男")
    UNKNOWN = "unknown", _("未填")


class Education(Word):
    """学历: the highest degree that the roster states."""

    SECONDARY = "secondary", _("高中、中专及以下")
    COLLEGE = "college", _("大专")
    BACHELOR = "bachelor", _("本科")
    MASTER = "master", _("硕士")
    DOCTOR = "doctor", _("博士")
    OTHER = "other", _("其他")
    UNKNOWN = "unknown", _("未填")


class AccessRequestState(Word):
    """登录申请: what became of it."""

    WAITING = "waiting", _("待确认")
    APPROVED = "approved", _("已确认")
    REFUSED = "refused", _("不通过")


class Language(Word):
    """A language of the pages, as settings name it. Each stands under its own name in every language."""

    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"
