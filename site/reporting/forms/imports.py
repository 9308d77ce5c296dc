"""What a training import begins with: several workbooks at once, or a table pasted from one."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from core.sheets.container import MAX_FILE_BYTES
from core.sheets.writing import Cell, Plan, write_workbook

MOST_FILES = 20
MOST_BYTES = 3 * MAX_FILE_BYTES
MOST_PASTED = 500_000  # characters: some thousands of rows, within what Django takes of a form
MOST_COLUMNS = 200
PASTED = gettext_noop("粘贴的表格")  # the name of the workbook, and of its sheet


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list of files, each checked as Django checks one."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files if file]


class UploadForm(forms.Form):
    workbooks = SeveralFilesField(
        label=_("工作簿"),
        max_length=200,
        required=False,
        error_messages={
            "empty": _("有一个文件是空的。请确认原表有内容，另存后再上传。"),
        },
        widget=SeveralFilesInput(attrs={"accept": ".xlsx,.xls"}),
        help_text=_(
            "组织机构、人员花名册、培训班台账、课程安排表、签到表，可以只选其中几张；.xlsx 或 .xls，每个不超过20 MB。"
        ),
    )

    pasted = forms.CharField(
        label=_("或者粘贴表格"), required=False, strip=False,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("在 Excel 或 WPS 里连同表头一起选中、复制，粘贴到这里。"),
    )  # fmt: skip

    def clean_pasted(self) -> bytes | None:
        """The table as a workbook of one sheet: from there on it is read like any other."""
        text: str = self.cleaned_data["pasted"]
        if not text.strip():
            return None
        if len(text) > MOST_PASTED:
            raise forms.ValidationError(_("粘贴的内容太多。请存成工作簿后上传。"))
        table = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
        columns = max(map(len, table))
        if len(table) < 2 or columns > MOST_COLUMNS:
            raise forms.ValidationError(_("没有看到表格。请在 Excel 里连同表头一起选中、复制，再粘贴。"))
        cells = [
            Cell(row, column, value)
            for row, values in enumerate(table, start=1)
            for column, value in enumerate(values, start=1)
            if value.strip()
        ]
        try:
            return write_workbook([Plan(PASTED, cells, widths=[12] * columns)])
        except ValueError as error:
            raise forms.ValidationError(_("有一格的文字太长。请缩短后再粘贴。")) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("workbooks") and not cleaned.get("pasted"):
            self.add_error("workbooks", _("请选择要导入的工作簿，或者把表格粘贴在下面。"))
        return cleaned

    def clean_workbooks(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["workbooks"]
        if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(_("一次最多选20个文件，合计不超过60 MB。请分几次上传。"))
        if len({file.name for file in files}) < len(files):
            raise forms.ValidationError(_("有两个文件同名。请改名后再上传，以便区分。"))
        return files

    def contents(self) -> dict[str, bytes]:
        """Content by file name, of a valid form."""
        found = {str(file.name): file.read() for file in self.cleaned_data["workbooks"]}
        if pasted := self.cleaned_data["pasted"]:
            found[f"{PASTED}.xlsx"] = pasted
        return found
