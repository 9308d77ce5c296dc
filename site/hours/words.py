"""Words of the hours ledger."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class HourKind(Word):
    """What the minutes are. Supervision and studio meetings are never training hours."""

    TRAINING = "training", _("培训班")
    LESSON = "lesson", _("线上课程")
    GROUP_MEETING = "group_meeting", _("带教小组")


# Kinds that count as training; the others are kept apart in every figure (no rule row says otherwise).
TRAINING_KINDS: frozenset[HourKind] = frozenset({HourKind.TRAINING, HourKind.LESSON})


class SealOccasion(Word):
    """Why a seal was set."""

    FILING = "filing", _("报送")
    NIGHTLY = "nightly", _("每日")
