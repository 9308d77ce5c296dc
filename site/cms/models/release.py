"""业务审核: the step between writing and publishing, and who released which text of a case that happened."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from people.models import Person


class ReleaseTask(AbstractGroupApprovalTask):
    """A reviewer approves or returns. What must not be published is refused, whoever approves."""

    class Meta:
        verbose_name = _("业务审核")
        verbose_name_plural = _("业务审核")

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Raises cms.release.NotReleasable; the view's draft is saved by then, nothing is published."""
        if action_name == "approve":
            # The checks look at models and laws: they are registered above this module.
            for check in before_approval:
                check(task_state.workflow_state.content_object)
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _("审核人同意后发布；引用失效条文、真实个案没有放行的，不能发布。")


before_approval: list[Any] = []


class CaseRelease(models.Model):
    """放行: one person read the exact text of a case that happened, and nobody can be found in it."""

    digest = models.CharField(_("文本摘要"), max_length=64)
    person = models.ForeignKey(Person, verbose_name=_("放行人"), on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(_("放行时间"))

    class Meta:
        verbose_name = _("个案放行")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["digest", "person"], name="case_released_once")]

    def __str__(self) -> str:
        return f"{self.digest[:8]} #{self.person_id}"
