"""What every page knows of the person: which desks they may open."""

from django.http import HttpRequest

from core.encryption import lookup_hash
from organisations.roles import Role


def desk(request: HttpRequest) -> dict[str, object]:
    by = getattr(request, "by", None)
    if by is None:
        return {}
    account = getattr(request, "user", None)
    owner = (
        lookup_hash(str(account.pk), purpose="device")[:16] if account and account.is_authenticated else ""
    )
    return {
        "viewer": request.person,  # type: ignore[attr-defined]
        "device_owner": owner,
        "roles": {role.value for role in by.roles},
        "Role": Role,
    }
