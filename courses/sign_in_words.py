"""Words of sign-in: the ways by which an attendance came to be recorded."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class SignInWay(Word):
    """By which way an attendance was recorded; empty in rows older than the question."""

    SCAN = "scan", _("扫码")
    ASSISTED = "assisted", _("代扫")
    ROLL_CALL = "roll_call", _("点名")
    PAPER = "paper", _("纸质")
    ONLINE = "online", _("线上时长")
    HAND = "hand", _("手工记录")
    IMPORTED = "imported", _("导入")


# In these the time of coming and going is known, so that the rule about late and early can judge it.
TIMED_WAYS: frozenset[SignInWay] = frozenset(
    {SignInWay.SCAN, SignInWay.ASSISTED, SignInWay.PAPER, SignInWay.ONLINE}
)
# Neither the person nor a signed sheet stands behind these: whoever ran the class says so.
BY_THE_ORGANISER: frozenset[SignInWay] = frozenset({SignInWay.ROLL_CALL, SignInWay.HAND})
