"""Save a view under a name, and forget it again: the person's own affair."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from desks.models import SavedView
from desks.queries.saved_views import all_views
from desks.rules.saved_views import MOST, saved_address
from organisations.authority import Authority
from people.querysets import all_people


@transaction.atomic
def save(*, name: str, address: str, by: Authority, at: datetime) -> SavedView:
    """Keep the address; the same address again gets the new name.

    Raises RuleBroken for an address that is no view of this site, without a name, for more views than fit on the home,
    and for whoever is no person.
    """
    kept = saved_address(address)
    if not kept:
        raise RuleBroken("view.address", "这个页面不能保存为视图。请先在列表上筛选，再保存。")
    if not name.strip():
        raise RuleBroken("view.name_missing", "请给视图起个名称。")
    if by.person_id is None:
        raise RuleBroken("permission.missing", "请先登录。")
    person = (
        all_people().select_for_update().get(pk=by.person_id)
    )  # two tabs at the last free place: one after the other
    others = all_views().of(by).exclude(address=kept)
    if others.count() >= MOST:
        raise RuleBroken("view.too_many", "最多保存%(most)s个视图。请先删掉不用的。", most=MOST)
    view, _ = SavedView.objects.update_or_create(
        person=person, address=kept, defaults={"name": name.strip(), "saved_at": at}
    )
    events.record("desks.view.saved", by=by, at=at, subject=view)
    return view


@transaction.atomic
def remove(*, view: SavedView, by: Authority, at: datetime) -> None:
    """Raises RuleBroken for somebody else's view."""
    if view.person_id != by.person_id:
        raise RuleBroken("view.not_own", "这不是您保存的视图。请刷新页面。")
    events.record("desks.view.removed", by=by, at=at, subject=view)
    all_views().filter(pk=view.pk).delete()
