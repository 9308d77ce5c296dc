"""The editor's form for pictures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from cms.pictures import NotAPicture, reencode


class SiteImageForm(BaseImageForm):
    def clean_file(self) -> Any:
        """A picture that cannot be decoded to its end is refused here, in words."""
        uploaded = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return uploaded
        try:
            return reencode(uploaded)
        except NotAPicture as error:
            raise ValidationError(
                _("这个文件不能作为图片打开，或者尺寸过大。请换一张 PNG、JPG 或 WebP 图片。")
            ) from error
