"""Who may open the editors' admin, and who may publish there. The groups follow the grants, never lead."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.services import releases
from core import clock
from organisations.authority import SYSTEM
from people.models import Account

GROUP = "内容编辑"
REVIEWERS = "业务审核"
WRITING = ("add_page", "change_page", "lock_page", "unlock_page")
PAGE_ACTIONS = {GROUP: WRITING, REVIEWERS: (*WRITING, "publish_page")}
COLLECTION_ACTIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


@transaction.atomic
def follow_grant(*, account: Account, may_edit: bool, may_publish: bool) -> None:
    """Put the account into the group that fits, and out of the other. Writes only where they differ.

    Asked at the door of each request of the admin, so that a grant that ended last night opens nothing this morning;
    a grant is audited where it is given (`people.role.granted`), so no event is recorded here.
    """
    wanted = {REVIEWERS} if may_publish else {GROUP} if may_edit else set()
    held = set(account.groups.filter(name__in=PAGE_ACTIONS).values_list("name", flat=True))
    if held - wanted:
        account.groups.remove(*account.groups.filter(name__in=held - wanted))
    for name in wanted - held:
        account.groups.add(group_named(name))
        releases.ensure_workflow(reviewers=group_named(REVIEWERS), by=SYSTEM, at=clock.now())


def group_named(name: str) -> Group:
    group, made = Group.objects.get_or_create(name=name)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        _permit_laws(group)
        _permit_pages(group)
        _permit_collections(group)
    return group


def _permit_laws(group: Group) -> None:
    """Not to delete: a wording lapses; one that is deleted takes the blocks that cite it out of live pages."""
    codenames = [
        f"{action}_{model}" for model in ("law", "lawarticle") for action in ("add", "change", "view")
    ]
    found = Permission.objects.filter(content_type__app_label="cms", codename__in=codenames)
    group.permissions.add(*found)


def _permit_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    found = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_ACTIONS[group.name]
    )
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission) for permission in found
    )


def _permit_collections(group: Group) -> None:
    root = Collection.get_first_root_node()
    for app, codenames in COLLECTION_ACTIONS:
        found = Permission.objects.filter(content_type__app_label=app, codename__in=codenames)
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=root, permission=permission)
            for permission in found
        )
