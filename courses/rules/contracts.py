"""Money in fen and time in minutes, and what stands between a contract and its acceptance. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.sentences import Sentence, say

FEN = 100
MINUTES = 60


def fen_of(yuan: Decimal) -> int:
    """Exact: the form takes two decimals at most. Raises ValueError for a part of a fen."""
    fen = yuan * FEN
    if fen != fen.to_integral_value():
        raise ValueError(yuan)
    return int(fen)


def yuan_of(fen: int) -> Decimal:
    """With two decimals."""
    return Decimal(fen).scaleb(-2)


def spoken(fen: int) -> str:
    """1234567 fen as 12,345.67."""
    return f"{yuan_of(fen):,.2f}"


def minutes_of(hours: Decimal) -> int:
    """Raises ValueError where the hours are no whole number of minutes."""
    minutes = hours * MINUTES
    if minutes != minutes.to_integral_value():
        raise ValueError(hours)
    return int(minutes)


@dataclass(frozen=True)
class Standing:
    """What was contracted and what was delivered, in minutes; delivered is computed, never typed."""

    contracted: int
    delivered: int
    sessions_open: int  # still to be held or closed

    @property
    def missing(self) -> int:
        return max(self.contracted - self.delivered, 0)

    def refusal(self, note: str) -> Sentence | None:
        """Why the work cannot be accepted as it stands; None where it can."""
        if not self.delivered:
            return say("还没有确认过到场的课次，不能验收。请先在签到页面确认到场。")
        if self.missing and not note.strip():
            return say("已完成的时长少于合同时长。请写明怎样处理，例如“按实际时长结算”。")
        return None
