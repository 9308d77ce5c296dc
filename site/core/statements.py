"""How long a statement may take. A page gives up early; a job may take longer; a migration as long as it needs."""

from django.db import connections


def limit(milliseconds: int) -> None:
    """Let the server cancel longer statements of every connection that this process opens from now on."""
    for alias in connections:
        options = connections.settings[alias].setdefault("OPTIONS", {})
        given = options.get("options", "")
        options["options"] = f"{given} -c statement_timeout={milliseconds}".strip()
