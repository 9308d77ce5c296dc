"""Which desk a person has, and what its menu offers. Rights are decided elsewhere: a menu only leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organisations.authority import Authority
from organisations.roles import Permission


@dataclass(frozen=True)
class MenuItem:
    label: str
    url: str
    is_current: bool


LEARNER = (
    (_("学习"), "learning:home"),
    (_("培训班"), "courses:class_list"),
    (_("督导"), "mentorship:studios"),
    (_("我的学时"), "hours:mine"),
)
OFFICE: tuple[tuple[object, str, Permission], ...] = (
    (_("培训班"), "courses:class_list", Permission.VIEW_CLASSES),
    (_("人员"), "people:person_list", Permission.VIEW_PEOPLE),
    (_("机构"), "organisations:organisation_list", Permission.MANAGE_ORGANISATIONS),
    (_("工作室"), "mentorship:studios", Permission.VIEW_STUDIOS),
    (_("导入"), "reporting:import_list", Permission.IMPORT_TRAINING),
    (_("统计"), "reporting:figures", Permission.VIEW_FIGURES),
    (_("报送"), "reporting:filing_list", Permission.VIEW_FIGURES),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor: tabs for learners, a menu for those who hold a role; nothing for strangers."""
    by: Authority | None = getattr(request, "by", None)
    if by is None or by.person_id is None:
        return {}
    items = list(_office_items(request, by)) if by.roles else list(_learner_items(request))
    return {"desk_items": items, "desk_is_office": bool(by.roles)}


def _learner_items(request: HttpRequest) -> Iterator[MenuItem]:
    for label, name in LEARNER:
        yield _item(request, label, name)


def _office_items(request: HttpRequest, by: Authority) -> Iterator[MenuItem]:
    yield _item(request, _("待办"), "desks:desk")
    for label, name, permission in OFFICE:
        if by.scope(permission):
            yield _item(request, label, name)
    if by.scope(Permission.EDIT_CONTENT):
        yield _item(request, _("课程编辑"), "wagtailadmin_home")
    yield _item(request, _("我的学习"), "learning:home")


def _item(request: HttpRequest, label: object, name: str) -> MenuItem:
    url = reverse(name)
    return MenuItem(label=str(label), url=url, is_current=request.path.startswith(url))
