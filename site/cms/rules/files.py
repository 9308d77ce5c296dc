"""What a file is, told by its first bytes and never by its name alone. Pure functions."""

from __future__ import annotations

# By extension: offset and bytes that such a file has there, one of several.
_MARKS: dict[str, tuple[tuple[int, bytes], ...]] = {
    "mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2")),
    "m4a": ((4, b"ftyp"),),
    "mp4": ((4, b"ftyp"),),
    "webm": ((0, b"\x1a\x45\xdf\xa3"),),
    "vtt": ((0, b"WEBVTT"), (0, b"\xef\xbb\xbfWEBVTT")),
    "pdf": ((0, b"%PDF-"),),
    "docx": ((0, b"PK\x03\x04"),),
    "xlsx": ((0, b"PK\x03\x04"),),
}
HEAD_BYTES = 16


def extension_of(name: str) -> str:
    """In small letters, without the dot; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def is_what_it_says(name: str, head: bytes) -> bool:
    """Whether the first bytes (at least `HEAD_BYTES` of them) are those of the kind that the name claims."""
    marks = _MARKS.get(extension_of(name), ())
    return any(head[offset : offset + len(mark)] == mark for offset, mark in marks)
