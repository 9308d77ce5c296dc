"""The changing sign-in code: what it says, how long it holds, and when a head count needs a word. Pure functions.

A code names its subject (the session of a screen, the person of a phone) and the step of time in which it was shown.
Steps are counted from the epoch, so that every process shows the same code in the same seconds and nothing has to be
stored. All spans are in seconds.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from uuid import UUID

_SUBJECT_CHARACTERS = 22
_PROOF_CHARACTERS = 16
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST_STEP = 12


@dataclass(frozen=True)
class Timing:
    """Rule rows `sign_in.step_seconds`, `sign_in.accept_seconds` and `sign_in.finish_seconds`."""

    step_seconds: int
    accept_seconds: int
    finish_seconds: int


@dataclass(frozen=True)
class Token:
    """What a code says. `proof` shows that it came from the screen; only a checked one may be believed."""

    subject: UUID
    step: int
    proof: str


def step_at(epoch: int, *, timing: Timing) -> int:
    """The number of the step in which this second lies."""
    return epoch // timing.step_seconds


def signed_text(subject: UUID, step: int) -> str:
    """What the keyed hash of a code is taken over."""
    return f"{subject}:{step}"


def write(subject: UUID, step: int, *, keyed_hash: str) -> str:
    """The code as it stands in the address: letters, digits, "-" and "_"."""
    name = base64.urlsafe_b64encode(subject.bytes).decode().rstrip("=")
    return f"{name}{keyed_hash[:_PROOF_CHARACTERS]}{_base36(step)}"


def read(text: str) -> Token | None:
    """The parts of a code; None where it cannot be one."""
    name, rest = text[:_SUBJECT_CHARACTERS], text[_SUBJECT_CHARACTERS:]
    proof, step = rest[:_PROOF_CHARACTERS], rest[_PROOF_CHARACTERS:]
    if not 0 < len(step) <= _LONGEST_STEP or not set(step) <= set(_DIGITS) or not text.isascii():
        return None
    try:
        subject = UUID(bytes=base64.b64decode(f"{name}==", altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
    return Token(subject=subject, step=int(step, 36), proof=proof)


def is_genuine(token: Token, *, keyed_hash: str) -> bool:
    """Whether the proof is that of this subject and step, compared in constant time."""
    return hmac.compare_digest(token.proof, keyed_hash[:_PROOF_CHARACTERS])


def is_fresh(token: Token, epoch: int, *, timing: Timing) -> bool:
    """Whether the code was first shown no longer ago than the rule accepts, and not in the future."""
    return 0 <= epoch - token.step * timing.step_seconds <= timing.accept_seconds


def may_finish(scanned: int, epoch: int, *, timing: Timing) -> bool:
    """Whether a scan that was in time may still be completed: a first log-in takes longer than a code holds."""
    return 0 <= epoch - scanned <= timing.finish_seconds


def difference_needs_a_note(*, head_count: int, attending: int, note: str) -> bool:
    """Whether heads and attendances differ without a word about it."""
    return head_count != attending and not note.strip()


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
