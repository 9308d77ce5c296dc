"""What every page knows of the person: which desks they may open."""

from django.http import HttpRequest

from organisations.roles import Role


def desk(request: HttpRequest) -> dict[str, object]:
    by = getattr(request, "by", None)
    if by is None:
        return {}
    return {"viewer": request.person, "roles": {role.value for role in by.roles}, "Role": Role}  # type: ignore[attr-defined]
