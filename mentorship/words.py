"""Words of studios and of the meetings of their mentoring groups."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class StudioRole(Word):
    """What a member does in a studio."""

    LEAD = "lead", _("领衔人")
    CORE = "core", _("核心成员")
    MEMBER = "member", _("普通成员")
    LIAISON = "liaison", _("联络员")


# Who may write down a meeting: the liaison does it in the lead's name.
RECORDING_ROLES: frozenset[StudioRole] = frozenset({StudioRole.LEAD, StudioRole.CORE, StudioRole.LIAISON})


class MeetingFormat(Word):
    """How a group met."""

    GROUP = "group", _("小组研讨")
    CASE = "case", _("个案研讨")
    ON_SITE = "on_site", _("实地带教")
    REHEARSAL = "rehearsal", _("技能演练")
    ONLINE = "online", _("线上")


class MeetingState(Word):
    """Where the record of a meeting stands."""

    RECORDED = "recorded", _("已记录")
    WITHDRAWN = "withdrawn", _("已作废")


class ConfirmationState(Word):
    """What a participant says about the record: only a confirmation earns minutes."""

    PENDING = "pending", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    OBJECTED = "objected", _("有异议")
