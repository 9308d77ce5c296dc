"""Who may open the editors' admin: whoever holds the editor's role now. The group follows the grants, never leads."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from people.models import Account

GROUP = "内容编辑"
PAGE_ACTIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTION_ACTIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


@transaction.atomic
def follow_grant(*, account: Account, is_editor: bool) -> None:
    """Put the account into the editors' group, or take it out. Writes only where the two differ.

    Asked at the door of each request of the admin, so that a grant that ended last night opens nothing this morning;
    a grant is audited where it is given (`people.role.granted`), so no event is recorded here.
    """
    is_member = account.groups.filter(name=GROUP).exists()
    if is_editor and not is_member:
        account.groups.add(_group())
    elif is_member and not is_editor:
        account.groups.remove(*account.groups.filter(name=GROUP))


def _group() -> Group:
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
        _permit_pages(group)
        _permit_collections(group)
    return group


def _permit_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    found = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_ACTIONS)
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
