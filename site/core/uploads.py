"""What kind of document somebody hands in, judged from its bytes. Nothing here opens it; it is given back as it came."""

from __future__ import annotations

import io
import zipfile

from core.sentences import Sentence, say
from core.sheets.container import MAX_ENTRIES, MAX_INFLATED_BYTES, MEBIBYTE

MAX_BYTES = 5 * MEBIBYTE
KINDS = ("pdf", "docx", "jpg", "png")
_STARTS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
# What makes a document do something when it is opened.
_ACTIVE_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/OpenAction")


class Refused(Exception):
    """The file is not taken; `said` says why and what to do."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def kind_of(content: bytes) -> str:
    """One of KINDS. Raises Refused for what is empty, too large, of another kind, or active."""
    if not content.strip(b"\0 \r\n\t"):
        raise Refused(say("文件是空的。请确认有内容后再上传。"))
    if len(content) > MAX_BYTES:
        raise Refused(say("文件超过5 MB。请压缩图片或分成几份再上传。"))
    for kind, start in _STARTS.items():
        if content.startswith(start):
            if kind == "pdf" and any(mark in content for mark in _ACTIVE_PDF):
                raise Refused(say("这份 PDF 带有脚本或附件。请用“打印为 PDF”另存一份再上传。"))
            return kind
    if _is_document(content):
        return "docx"
    raise Refused(say("只收 .docx、.pdf、.jpg 和 .png。请另存为其中一种再上传。"))


def _is_document(content: bytes) -> bool:
    """A .docx without macros whose declared size is sane."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused(say("文件带有宏。请另存为不带宏的 .docx 再上传。"))
    is_sane = len(entries) <= MAX_ENTRIES and sum(entry.file_size for entry in entries) <= MAX_INFLATED_BYTES
    return is_sane and {"[content_types].xml", "word/document.xml"} <= names
