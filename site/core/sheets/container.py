"""What kind of file was sent, and whether it is safe to open: judged from its bytes, before any parser."""

from __future__ import annotations

import io
import zipfile
import zlib

from core.sentences import Sentence, say

MEBIBYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEBIBYTE
MAX_ENTRIES = 2_000
MAX_INFLATED_BYTES = 200 * MEBIBYTE
MAX_RATIO = 100
# Below this a high ratio is an almost empty sheet, not a bomb.
RATIO_MATTERS_FROM = MEBIBYTE

_CHUNK = 256 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
# A workbook never needs a document type; entity bombs and external entities always do.
_FORBIDDEN_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP = max(len(mark) for mark in _FORBIDDEN_MARKUP) - 1


class Refused(Exception):
    """The file is not opened; `said` says why and what to do."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def check_container(content: bytes) -> None:
    """Let only .xlsx and .xls files of sane size pass.

    Raises:
        Refused: too large, encrypted, damaged, a bomb, or not a workbook at all.
    """
    if not content.strip(b"\0 \r\n\t"):
        raise Refused(say("文件是空的。请在 Excel 或 WPS 中打开原表，确认有内容后另存为 .xlsx 再上传。"))
    if len(content) > MAX_FILE_BYTES:
        raise Refused(say("文件超过20 MB。请删去图片和无关的工作表，或按班次分成几个文件再上传。"))
    if content.startswith(_ZIP):
        _check_zip(content)
    elif content.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in content:
            raise Refused(PROTECTED)
    else:
        raise Refused(_not_a_workbook(content))


PROTECTED = say("文件设有打开密码。请在 Excel 或 WPS 中打开，取消密码后另存为 .xlsx 再上传。")
DAMAGED = say("文件已损坏或不是 Excel 工作簿。请用 Excel 或 WPS 打开原表，另存为 .xlsx 再上传。")
_BOMB = say("文件解开后过大，为安全起见没有打开。请在 Excel 或 WPS 中新建工作簿，只复制需要的内容后再上传。")


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_declared(entries, len(content))
            _check_kind({entry.filename for entry in entries})
            _check_inflated(archive, entries, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for an entry that wants a password
        raise Refused(PROTECTED) from error


def _check_declared(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Refused(_BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(PROTECTED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused(DAMAGED)
    _check_total(sum(entry.file_size for entry in entries), size)


def _check_kind(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(say("文件带有宏。请在 Excel 或 WPS 中另存为不带宏的 .xlsx 工作簿再上传。"))
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        raise Refused(say("这不是 .xlsx 或 .xls 工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"))


def _check_inflated(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Inflate everything once, keeping nothing: a header can lie about the size, the stream cannot."""
    total = 0
    for entry in entries:
        tail = b""
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                _check_total(total, size)
                window = tail + chunk
                if any(mark in window for mark in _FORBIDDEN_MARKUP):
                    raise Refused(DAMAGED)
                tail = window[-_OVERLAP:]


def _check_total(total: int, size: int) -> None:
    if total > MAX_INFLATED_BYTES or (total > RATIO_MATTERS_FROM and total > MAX_RATIO * size):
        raise Refused(_BOMB)


def _not_a_workbook(content: bytes) -> Sentence:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta")):
        return say("这是网页或 XML 文件改了后缀名。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
    if b"\0" not in head and (b"," in head or b"\t" in head):
        return say(
            "这是 CSV 或文本文件改了后缀名。请用 Excel 或 WPS 打开。身份证号一列设为“文本”，再另存为 .xlsx 上传。"
        )
    return DAMAGED
