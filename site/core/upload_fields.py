"""A document that somebody may add to a form: taken as bytes, refused with what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.language import shown
from core.uploads import KINDS, MAX_BYTES, Refused, kind_of


class DocumentField(forms.FileField):
    """Optional. Cleans to the bytes of a file that `core.uploads` takes, or to None."""

    def __init__(self, **options: Any) -> None:
        endings = ",".join(f".{kind}" for kind in (*KINDS, "jpeg"))
        super().__init__(required=False, widget=forms.FileInput({"accept": endings}), **options)

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if file is None:
            return None
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件超过5 MB。请压缩图片或分成几份再上传。"))
        content: bytes = file.read()
        try:
            kind_of(content)
        except Refused as refused:
            raise forms.ValidationError(shown(refused.said)) from refused
        return content
