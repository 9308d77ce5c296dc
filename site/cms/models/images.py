"""Pictures of the site. However one arrives, it is re-encoded before it is stored."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition

from cms.pictures import CleanPicture, reencode


class SiteImage(AbstractImage):
    # Set where the product's own content brought the picture, so that loading again finds it.
    source_digest = models.CharField(_("来源摘要"), max_length=64, blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        permissions = [("choose_image", "Can choose image")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_digest"], name="picture_loaded_once", condition=~models.Q(source_digest="")
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses bytes that are no picture with `cms.pictures.NotAPicture`."""
        arrived = cast(Any, self).file
        if arrived and not arrived._committed and not isinstance(arrived.file, CleanPicture):
            self.file = reencode(arrived.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    def create_rendition(self, filter: Any) -> SiteRendition:
        """As Wagtail does it, but the temporary file of the new size is closed."""
        with self.generate_rendition_file(filter) as generated:
            rendition, _made = self.renditions.get_or_create(
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={"file": generated},
            )
        found: SiteRendition = rendition
        return found


class SiteRendition(AbstractRendition):
    image = models.ForeignKey(SiteImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = _("图片尺寸")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="picture_size_once"
            )
        ]
