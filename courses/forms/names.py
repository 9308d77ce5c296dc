"""People by name: what an organiser types or pastes, found among the people that they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from organisations.authority import Authority
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


def _problem(name: str, count: int) -> str:
    if count:
        return _("“%(name)s”有%(count)d位同名，请在姓名后空一格写上单位") % {"name": name, "count": count}
    return _("您管理的人员里没有“%(name)s”，请核对姓名和单位") % {"name": name}
