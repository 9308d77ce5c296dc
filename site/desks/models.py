"""What the desks keep of their own: the views that somebody saved."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Person


class SavedView(models.Model):
    """A page with its filters, under a name of one's own. It gives no right: the page asks anew whenever it is opened."""

    public_id = models.UUIDField(_("编号"), unique=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, verbose_name=_("本人"), on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("名称"), max_length=40)
    address = models.CharField(_("地址"), max_length=300)  # path and query, as `rules.saved_address` gives it
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("保存的视图")
        ordering = ["saved_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="view_saved_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"
