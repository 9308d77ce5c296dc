"""What the menu of each desk offers. Rights are decided elsewhere: a menu only leads to pages that would open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desks.footing import current_desk, footing
from desks.rules import current_item, name_at
from desks.rules.saved_views import saved_address
from desks.words import Desk
from organisations.authority import Authority
from organisations.roles import Permission, Role


@dataclass(frozen=True)
class Entry:
    """`name` is the address's name; `covers` names further beginnings of addresses that belong to this item."""

    label: object
    name: str
    opens: Callable[[Authority], object] = lambda by: True
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
    """One identity of the switch."""

    key: str
    label: str
    is_current: bool


def holds(permission: Permission) -> Callable[[Authority], object]:
    return lambda by: by.holds(permission)


def _reads_filings(by: Authority) -> object:
    return by.scope(Permission.FILE_FIGURES) or by.has(Role.READER)


MENUS: dict[Desk, tuple[Entry, ...]] = {
    Desk.LEARNER: (
        Entry(_("学习"), "learning:home"),
        Entry(_("培训班"), "courses:class_list"),
        Entry(_("督导"), "mentorship:studios"),
        Entry(_("我的学时"), "hours:mine", covers=("/certificates/",)),
    ),
    Desk.MENTOR: (
        Entry(_("待办"), "desks:desk"),
        Entry(
            _("督导"), "mentorship:meetings", covers=("/studios/groups/", "/studios/meetings/", "/studios/confirm/")
        ),
        Entry(_("工作室"), "mentorship:studios"),
        Entry(_("我的"), "desks:mine", covers=("/hours/", "/learn/", "/certificates/")),
    ),
    Desk.OFFICE: (
        Entry(_("待办"), "desks:desk"),
        Entry(_("培训班"), "courses:class_list", holds(Permission.VIEW_CLASSES)),
        Entry(_("人员"), "people:person_list", holds(Permission.VIEW_PEOPLE)),
        Entry(_("培训计划"), "plans:table", holds(Permission.VIEW_PEOPLE)),
        Entry(_("机构"), "organisations:organisation_list", holds(Permission.MANAGE_ORGANISATIONS)),
        Entry(_("名师工作室"), "mentorship:overview", holds(Permission.VIEW_STUDIOS), ("/studios/",)),
        Entry(_("统计"), "reporting:figures", holds(Permission.VIEW_FIGURES)),
        Entry(_("报送"), "reporting:filing_list", _reads_filings),
        Entry(_("名册导入"), "reporting:import_new", holds(Permission.IMPORT_TRAINING), ("/imports/",)),
        Entry(_("口径与规则"), "reporting:rules", holds(Permission.VIEW_FIGURES)),
        Entry(_("操作记录"), "reporting:events", holds(Permission.VIEW_EVENTS)),
        Entry(_("课程编辑"), "wagtailadmin_home", holds(Permission.EDIT_CONTENT)),
        Entry(_("题库"), "assessment:question_list", holds(Permission.EDIT_CONTENT)),
        Entry(_("试卷"), "papers:list", holds(Permission.SET_PAPERS)),
        Entry(_("投诉与建议"), "complaints:queue", holds(Permission.OPERATE)),
        Entry(_("发件记录"), "inbox:outbox", holds(Permission.OPERATE)),
        Entry(_("我的"), "desks:mine", covers=("/hours/", "/learn/", "/certificates/")),
    ),
}  # fmt: skip


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor: the menu of the current desk and the switch; nothing for strangers.

    Worked out when a page shows it: the page of a sign-in has none, and is asked for three hundred times at once.
    """
    by: Authority | None = getattr(request, "by", None)
    if by is None or by.person_id is None:
        return {}
    return {
        "desk_items": SimpleLazyObject(lambda: menu_items(current_desk(request), by, request.path)),
        "desk_is_office": SimpleLazyObject(lambda: current_desk(request) is Desk.OFFICE),
        "desk_name": SimpleLazyObject(lambda: gettext(current_desk(request).label)),
        "desk_switch_items": SimpleLazyObject(lambda: _choices(request, by, current_desk(request))),
        "desk_switch_action": reverse("desks:switch"),
        "unread_messages": SimpleLazyObject(lambda: footing(request).unread),
        "save_view_url": SimpleLazyObject(lambda: _save_view_url(request)),
    }


def _save_view_url(request: HttpRequest) -> str:
    """Where the filters of this page are saved as a view; empty on pages without any, and at other desks."""
    address = saved_address(request.get_full_path())
    if not address or current_desk(request) is not Desk.OFFICE:
        return ""
    return f"{reverse('desks:view_new')}?{urlencode({'address': address})}"


def menu_items(desk: Desk, by: Authority, path: str) -> list[MenuItem]:
    entries = [entry for entry in MENUS[desk] if entry.opens(by)]
    urls = [reverse(entry.name) for entry in entries]
    current = current_item(path, [(url, *entry.covers) for url, entry in zip(urls, entries, strict=True)])
    return [
        MenuItem(label=str(entry.label), url=url, is_current=place == current)
        for place, (url, entry) in enumerate(zip(urls, entries, strict=True))
    ]


def _choices(request: HttpRequest, by: Authority, current: Desk) -> list[Choice]:
    """None for people with one desk. The learner's comes first, as the switch is read from the person outwards."""
    desks = footing(request).desks
    if len(desks) == 1:
        return []
    return [
        Choice(desk.value, gettext(name_at(desk, by.roles)), desk is current)
        for desk in Desk
        if desk in desks
    ]
