"""How somebody stands with the pre-service training, as the official form counts it."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class Standing(Word):
    """完成情况, each person in exactly one; the values are keys of columns."""

    DONE = "done", _("完成")
    WAIVED = "waived", _("豁免")
    PAUSED = "paused", _("暂停")
    OPEN = "open", _("未到期")
    OVERDUE = "overdue", _("超期")
