"""Who has read which version of the privacy notice."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.persons import Person


class PrivacyAcknowledgement(models.Model):
    """A person has read a version. It proves that the notice was given; it is no consent to anything."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="privacy_acknowledgements"
    )
    version = models.CharField(_("版本"), max_length=20)
    digest = models.CharField(_("内容摘要"), max_length=64)  # SHA-256 of the text that was shown
    acknowledged_at = models.DateTimeField(_("阅读时间"), db_default=Now())

    class Meta:
        verbose_name = _("隐私说明阅读记录")
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="privacy_version_read_once")
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} v{self.version}"
