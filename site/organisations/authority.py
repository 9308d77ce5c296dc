"""Who acts, and where they may do what: a person's grants, resolved once for a request or a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from organisations.roles import ACROSS_LINES, PERMISSIONS, Permission, Role
from organisations.rules import area_prefix
from organisations.scope import EVERYTHING, NOTHING, Scope
from organisations.words import OrganisationKind

if TYPE_CHECKING:
    from organisations.models import Organisation


@dataclass(frozen=True)
class Grant:
    """One role on one organisation, in force now.

    `bound_to`: the type and id of the one thing that it opens; such a grant reaches nothing of the organisation.
    """

    role: Role
    organisation_id: int
    organisation_name: str
    path: str
    area_code: str
    kind: str
    bound_to: tuple[str, int] | None = None

    def scope(self, permission: Permission) -> Scope:
        if self.bound_to is not None or permission not in PERMISSIONS[self.role]:
            return NOTHING
        areas: frozenset[str] = frozenset()
        if permission in ACROSS_LINES and self.kind == OrganisationKind.BUREAU and self.area_code:
            areas = frozenset({area_prefix(self.area_code)})
        return Scope(paths=frozenset({self.path}), areas=areas)


@dataclass(frozen=True)
class Authority:
    """`by=` of every service and the argument of every `visible_to`."""

    person_id: int | None
    label: str
    grants: tuple[Grant, ...] = ()
    is_system: bool = False

    def scope(self, permission: Permission) -> Scope:
        """Where this permission holds."""
        if self.is_system:
            return EVERYTHING
        found = NOTHING
        for grant in self.grants:
            found |= grant.scope(permission)
        return found

    def may(self, permission: Permission, organisation: Organisation) -> bool:
        return self.scope(permission).covers(path=organisation.path, area_code=organisation.area_code)

    def bound_ids(self, permission: Permission, bound_type: str) -> frozenset[int]:
        """The ids of the things of a type on which the permission holds, each by a grant bound to it."""
        return frozenset(
            grant.bound_to[1]
            for grant in self.grants
            if grant.bound_to and grant.bound_to[0] == bound_type and permission in PERMISSIONS[grant.role]
        )

    def holds(self, permission: Permission) -> bool:
        """Anywhere at all: on an organisation, or on one thing. What it opens there is for `visible_to` to say."""
        bound = any(grant.bound_to and permission in PERMISSIONS[grant.role] for grant in self.grants)
        return bound or bool(self.scope(permission))

    def has(self, role: Role) -> bool:
        """On an organisation. A role on one thing alone is asked for with the thing: `bound_ids`."""
        return any(grant.role == role and grant.bound_to is None for grant in self.grants)

    @property
    def own_organisations(self) -> frozenset[int]:
        """Ids of the organisations on which the actor holds a role; not of those that bound a grant to one thing."""
        return frozenset(grant.organisation_id for grant in self.grants if grant.bound_to is None)

    @property
    def roles(self) -> frozenset[Role]:
        """Held on an organisation or on one thing: what opens a desk and asks for a second factor. No right follows."""
        return frozenset(grant.role for grant in self.grants)


SYSTEM = Authority(person_id=None, label="system", is_system=True)
NOBODY = Authority(person_id=None, label="anonymous")
