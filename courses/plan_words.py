"""Words of training plans: what a requirement asks for, where it stands, and where a whole plan stands."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class RequirementKind(Word):
    """What one requirement of a plan asks for. Names with a dot belong to higher apps (`courses.requirements`)."""

    N_OF = "n_of", _("若干项中完成几项")
    COURSE = "course", _("学完课程")
    MINUTES = "minutes", _("满足学时")
    CLASS = "class", _("参加培训班")
    TEST = "test", _("通过测验")
    EVIDENCE = "evidence", _("登记材料")


class NodeState(Word):
    """Where one requirement stands."""

    MET = "met", _("已满足")
    WAIVED = "waived", _("已豁免")
    OPEN = "open", _("未满足")
    BLOCKED = "blocked", _("暂不能满足")


class PlanState(Word):
    """Where a person stands in one period of a plan."""

    DONE = "done", _("已完成")
    OPEN = "open", _("进行中")
    PAUSED = "paused", _("暂停")
    OVERDUE = "overdue", _("已超期")
    BLOCKED = "blocked", _("暂不能完成")


class PauseKind(Word):
    """Why a person's deadlines stand still. No word of an illness: that is nobody's business here."""

    LEAVE = "leave", _("休假")
    SECONDMENT = "secondment", _("借调、离岗学习")
    OTHER = "other", _("其他")


SETTLED = frozenset({NodeState.MET, NodeState.WAIVED})
