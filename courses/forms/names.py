"""People and organisations by name: what an organiser types or pastes, found among those that they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from people.models import Person
from people.querysets import PersonQuerySet, all_people, all_postings


@dataclass
class Found:
    """The people of the lines that name exactly one, and what is wrong with the others."""

    people: list[Person] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def people_named(
    lines: Sequence[str], *, by: Authority, on: date, among: PersonQuerySet | None = None
) -> Found:
    """Read lines "姓名" or "姓名 单位"; the unit may be a part of its name and is needed where names are the same.

    `among`: where to look, if not among those whom the actor sees.
    """
    people = all_people().visible_to(by, on=on) if among is None else among
    wanted = [line.split(maxsplit=1) for line in lines if line.strip()]
    known = list(people.filter(name__in={parts[0] for parts in wanted}))
    held = all_postings().held_on(on).primary().filter(person__in=known)
    units = dict(held.values_list("person", "organisation__name"))
    found = Found()
    for parts in wanted:
        name, unit = parts[0], parts[1].strip() if len(parts) > 1 else ""
        meant = [one for one in known if one.name == name and unit in units.get(one.pk, "")]
        if len(meant) == 1:
            found.people += [one for one in meant if one not in found.people]
        else:
            found.problems.append(_problem(name, len(meant)))
    return found


@dataclass
class Named:
    """The organisations of the lines that name exactly one, each once and in their order, and what is wrong elsewhere."""

    organisations: list[Organisation] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def organisations_named(lines: Sequence[str]) -> Named:
    """Full names, one a line, in one question; a name that an organisation had before is known as well."""
    wanted = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    known: dict[str, set[Organisation]] = {name: set() for name in wanted}
    names = Q(name__in=wanted) | Q(aliases__name__in=wanted)
    found: QuerySet[Any] = all_organisations().current().filter(names).annotate(alias=F("aliases__name"))
    for one in found if wanted else ():
        for name in (one.name, one.alias):
            known.get(name, set()).add(one)
    named = Named()
    for name, meant in known.items():
        if len(meant) == 1:
            named.organisations += [one for one in meant if one not in named.organisations]
        elif meant:
            named.problems.append(
                _("叫“%(name)s”的单位有%(count)d个，请写全称") % {"name": name, "count": len(meant)}
            )
        else:
            named.problems.append(_("没有叫“%(name)s”的单位，请写全称，或先在“机构”里登记") % {"name": name})
    return named


def _problem(name: str, count: int) -> str:
    if count:
        return _("“%(name)s”有%(count)d位同名，请在姓名后空一格写上单位") % {"name": name, "count": count}
    return _("您管理的人员里没有“%(name)s”，请核对姓名和单位") % {"name": name}
