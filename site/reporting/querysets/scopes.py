"""Which scope somebody means who types a name or a code."""

from __future__ import annotations

from dataclasses import dataclass

from core.sentences import say
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.scope import NOTHING, Scope, scope_of
from organisations.words import OrganisationKind


class ScopeUnknown(Exception):
    """No organisation fits, or several do. `str()` says so in Chinese."""


@dataclass(frozen=True)
class NamedScope:
    """A scope under the name that tables print."""

    name: str
    scope: Scope


def scope_named(text: str) -> NamedScope:
    """By area code, or by the name or another name of an organisation. Raises ScopeUnknown."""
    wanted = text.strip()
    return _by_code(wanted) if wanted.isascii() and wanted.isdigit() else _by_name(wanted)


def _by_code(code: str) -> NamedScope:
    """The bureaus with this code and all that lies in their area; without a bureau, whoever has the code."""
    found = list(all_organisations().standing().filter(area_code=code).order_by("line", "path"))
    bureaus = [organisation for organisation in found if organisation.kind == OrganisationKind.BUREAU]
    scope = NOTHING
    for organisation in bureaus or found:
        scope |= scope_of(organisation)
    if not scope:
        raise ScopeUnknown(say("没有区划代码为“%(code)s”的单位。请核对代码，或改用单位全称。", code=code))
    return NamedScope((bureaus or found)[0].name, scope)


def _by_name(name: str) -> NamedScope:
    found = list(all_organisations().standing().called(name).order_by("path"))
    current = [organisation for organisation in found if organisation.ended_on is None]
    exact = [organisation for organisation in current if organisation.name == name]
    chosen: list[Organisation] = exact or current or found
    if not chosen:
        raise ScopeUnknown(say("没有名为“%(name)s”的单位。请核对名称，或改用区划代码。", name=name))
    if len(chosen) > 1:
        raise ScopeUnknown(
            say(
                "有%(count)s个单位都叫“%(name)s”。请写单位全称，或改用区划代码。",
                count=len(chosen),
                name=name,
            )
        )
    return NamedScope(chosen[0].name, scope_of(chosen[0]))
