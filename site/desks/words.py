"""Words of the desks."""

from __future__ import annotations

from core.words import Word
from core.words import gettext_noop as _


class Desk(Word):
    """A menu and a home page made for one kind of work. It never gives a right."""

    LEARNER = "learner", _("学员端")
    MENTOR = "mentor", _("督导与工作室")
    OFFICE = "office", _("管理端")


class TableOrder(Word):
    """How the table of the office home is sorted: by area, unless the reader asks for another order."""

    AREA = "area", _("按区划代码排列")
    RATE = "rate", _("按完成率排列，低的在前")

    @classmethod
    def asked(cls, text: str) -> TableOrder:
        """What an address asks for; anything else is the usual order."""
        return cls.RATE if text == cls.RATE else cls.AREA
