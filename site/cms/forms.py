"""The editor's form for pictures."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.pictures import NotAPicture, reencode

REFUSAL = _("这个文件不能作为图片打开，或者尺寸过大。请换一张 PNG、JPG 或 WebP 图片。")


class PictureField(WagtailImageField):
    """Wagtail's own field, which answers a file that breaks off in the middle with a server error."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except (OSError, SyntaxError) as error:
            raise ValidationError(REFUSAL) from error


class SiteImageForm(BaseImageForm):
    """A picture that cannot be decoded to its end is refused in words; any other is kept re-encoded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(
                label=field.label, required=field.required, widget=field.widget, help_text=field.help_text
            )

    def clean_file(self) -> Any:
        uploaded = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return uploaded
        try:
            return reencode(uploaded)
        except NotAPicture as error:
            raise ValidationError(REFUSAL) from error
