"""Which bytes of a file a request asks for (RFC 9110, section 14). Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True)
class ByteRange:
    """Both ends included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(ValueError):
    """The file has no such bytes: the answer is 416."""


def byte_range(header: str, *, size: int) -> ByteRange | None:
    """None where the whole file is to be sent: no header, several ranges, or one that means nothing.

    Raises Unsatisfiable where the range lies behind the end of the file.
    """
    found = _ONE_RANGE.match(header.strip())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if first == "":
        return _suffix(int(last), size=size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable(header)
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)


def _suffix(length: int, *, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise Unsatisfiable(str(length))
    return ByteRange(max(size - length, 0), size - 1)
