"""The form of returned lists: a file or a pasted text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken
from core.sheets.reading import read_workbook
from courses.rules.receipts import Named, cells_of, named_in

MOST_BYTES = 4 * 1024 * 1024
MOST_LINES = 500


class ReceiptForm(forms.Form):
    """Cleans to the people that the list names."""

    upload = forms.FileField(
        label=_("回执文件"), required=False, max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls"}), help_text=_("Excel 文件，不超过4 MB"),
        error_messages={"empty": _("文件是空的。请确认有内容后再上传。")},
    )  # fmt: skip
    pasted = forms.CharField(
        label=_("或者粘贴文本"), required=False, max_length=50_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 10}), help_text=_("从 Excel 或聊天里粘贴，每行一位：姓名和单位"),
    )  # fmt: skip

    def clean_upload(self) -> UploadedFile[Any] | None:
        upload: UploadedFile[Any] | None = self.cleaned_data["upload"]
        if upload is not None and (upload.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("文件超过4 MB。请只留报名的工作表再上传。"))
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload, pasted = cleaned.get("upload"), (cleaned.get("pasted") or "").strip()
        if self.errors:
            return cleaned
        if bool(upload) == bool(pasted):
            raise forms.ValidationError(_("请选一个文件，或者粘贴文本，两者取其一。"))
        self.lines = _of_workbook(upload) if upload else named_in(cells_of(cleaned["pasted"]))
        if not self.lines:
            raise forms.ValidationError(_("没有读到姓名。请核对：第一列是姓名，或表头有“姓名”一列。"))
        if len(self.lines) > MOST_LINES:
            raise forms.ValidationError(_("一次最多读500行。请分成几次。"))
        return cleaned


def _of_workbook(upload: UploadedFile[Any]) -> list[Named]:
    """The first sheet that names anybody."""
    try:
        book = read_workbook(upload.read(), name=upload.name or "")
    except RuleBroken as broken:
        raise forms.ValidationError(broken.message) from broken
    for sheet in book.sheets:
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]
        if not sheet.hidden and (found := named_in(rows)):
            return found
    return []
