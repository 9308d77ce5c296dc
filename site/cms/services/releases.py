"""The only writer of releases and of the workflow 编写 → 业务审核 → 发布."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, Revision, Workflow, WorkflowPage, WorkflowTask

from cms import content_checks, release
from cms.models import CaseRelease
from cms.models.release import ReleaseTask
from core import clock, events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission
from people.models import Account

NAME = "业务审核"
# Wagtail looks at the clock after us: what falls due in between is asked with the rest.
MARGIN = timedelta(minutes=1)


@transaction.atomic
def ensure_workflow(*, reviewers: Group, by: Authority, at: datetime) -> Workflow:
    """The whole tree goes through one review by this group; made where it is missing, else left alone."""
    task = ReleaseTask.objects.filter(active=True).first()
    if task is None:
        task = ReleaseTask.objects.create(name=NAME)
        task.groups.add(reviewers)
    found: Workflow | None = Workflow.objects.filter(workflow_tasks__task=task).first()
    if found is None:
        found = Workflow.objects.create(name=NAME)
        WorkflowTask.objects.create(workflow=found, task=task, sort_order=0)
        WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": found})
        events.record("cms.workflow.made", by=by, at=at, subject=found)
    return found


@transaction.atomic
def release_case(*, page: Page, digest: str, by: Authority, at: datetime) -> None:
    """Say of the text with this digest that nobody can be found in it. Again changes nothing.

    Raises RuleBroken for whoever may not publish, and where the draft does not hold this text any more.
    """
    if not by.scope(Permission.PUBLISH_CONTENT) or by.person_id is None:
        raise RuleBroken("case.not_yours", "放行真实个案要有“审核和发布课程”的权限。请联系上级主管部门授权。")
    draft = page.get_latest_revision_as_object()
    if digest not in {known for _title, _text, known in release.real_cases(draft)}:
        raise RuleBroken("case.changed", "这段个案在您打开之后改过。请重新读一遍现在的文本，再放行。")
    made, is_new = CaseRelease.objects.get_or_create(
        digest=digest, person_id=by.person_id, defaults={"released_at": at}
    )
    if is_new:
        events.record("cms.case.released", by=by, at=at, subject=made, data={"page": page.pk})


def hold_back_due(*, by: Authority, at: datetime) -> int:
    """Ask again of every page whose hour has come, or comes within MARGIN; how many were held back."""
    due = Revision.page_revisions.filter(approved_go_live_at__lt=at + MARGIN).order_by("approved_go_live_at")
    return sum(hold_back(revision=revision, by=by, at=at) for revision in due)


@transaction.atomic
def hold_back(*, revision: Revision, by: Authority, at: datetime) -> bool:
    """Take the hour from a scheduled revision that may not be published any more; whether that was so.

    The draft stays as it is, and what is published stays published.
    """
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if locked.approved_go_live_at is None:
        return False
    draft, day = locked.as_object(), clock.date_of(max(at, locked.approved_go_live_at))
    if not release.refusals_of(draft, on=day) and not content_checks.refusals(draft):
        return False
    locked.approved_go_live_at = None
    locked.save(update_fields=["approved_go_live_at"])
    events.record("cms.page.held_back", by=by, at=at, subject=draft, data={"revision": locked.pk})
    return True


@transaction.atomic
def submit(*, page: Page, account: Account, by: Authority, at: datetime) -> None:
    """Save the page as a draft of this account and hand it to the reviewers, as the admin's own button does."""
    page.save_revision(user=account)
    page.get_workflow().start(page, account)
    events.record("cms.page.submitted", by=by, at=at, subject=page)
