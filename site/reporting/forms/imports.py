"""The upload of a training import: several workbooks at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.sheets.container import MAX_FILE_BYTES

MOST_FILES = 20
MOST_BYTES = 3 * MAX_FILE_BYTES


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Cleans to a list of files, each checked as Django checks one."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(SeveralFilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    workbooks = SeveralFilesField(
        label=_("工作簿"),
        max_length=200,
        error_messages={
            "required": _("请选择要导入的工作簿。"),
            "empty": _("有一个文件是空的。请确认原表有内容，另存后再上传。"),
        },
        widget=SeveralFilesInput(attrs={"accept": ".xlsx,.xls"}),
        help_text=_(
            "组织机构、人员花名册、培训班台账、课程安排表、签到表，可以只选其中几张；.xlsx 或 .xls，每个不超过20 MB。"
        ),
    )

    def clean_workbooks(self) -> list[UploadedFile[bytes]]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["workbooks"]
        if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(_("一次最多选20个文件，合计不超过60 MB。请分几次上传。"))
        if len({file.name for file in files}) < len(files):
            raise forms.ValidationError(_("有两个文件同名。请改名后再上传，以便区分。"))
        return files

    def contents(self) -> dict[str, bytes]:
        """Content by file name, of a valid form."""
        return {str(file.name): file.read() for file in self.cleaned_data["workbooks"]}
