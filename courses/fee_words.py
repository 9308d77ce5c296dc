"""Words of lecturers' fees."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class FeeClass(Word):
    """The title class that caps a lecturer's fee."""

    ASSOCIATE = "associate", _("副高级及以下")
    FULL = "full", _("正高级")
    ACADEMICIAN = "academician", _("院士、全国知名专家")
