"""Words of certificates and of registration periods."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class CertificateState(Word):
    """Where a certificate stands; the two ends are final."""

    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")
    REPLACED = "replaced", _("已被新证替代")


class Outcome(Word):
    """What the public check answers."""

    VALID = "valid", _("有效")
    REVOKED = "revoked", _("已撤销")
    REPLACED = "replaced", _("已被新证替代")
    MISTYPED = "mistyped", _("编号输入有误")
    UNKNOWN = "unknown", _("没有查到")
    DAMAGED = "damaged", _("记录校验不通过")


class RegistrationLevel(Word):
    """The professional certificate that is registered; the values are those of `QualificationLevel`."""

    ASSISTANT = "assistant", _("助理社会工作师")
    WORKER = "worker", _("社会工作师")
    SENIOR = "senior", _("高级社会工作师")


class RegistrationKind(Word):
    """首次登记 or 再登记, done in the national system, never here."""

    FIRST = "first", _("首次登记")
    AGAIN = "again", _("再登记")


class WindowState(Word):
    """Where a day lies against the window in which re-registration is accepted."""

    NOT_YET = "not_yet", _("还没有到受理时间")
    OPEN = "open", _("正在受理期内")
    OVER = "over", _("有效期已满")
