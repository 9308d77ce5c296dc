"""May this authority change this organisation? Asked by services and by pages."""

from __future__ import annotations

from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.roles import Permission


def can_manage(by: Authority, organisation: Organisation) -> bool:
    return by.may(Permission.MANAGE_ORGANISATIONS, organisation)


def require(by: Authority, permission: Permission, organisation: Organisation | None) -> None:
    """Raises RuleBroken unless the permission holds there; without an organisation only the system may."""
    allowed = by.is_system if organisation is None else by.may(permission, organisation)
    if not allowed:
        raise RuleBroken(
            "permission.missing",
            "您没有在这个单位“%(permission)s”的权限。请联系上级主管授权。",
            permission=permission,
        )
