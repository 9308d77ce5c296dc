"""A copy of the database before the dated part of the demo, so that tomorrow's start begins from it again.

The ledger only grows, so a demo cannot be dated anew in place: the database is made again from its copy. This is done
only on the embedded server and only in demo mode.
"""

from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from core.embedded_postgres.server import DATABASE, EmbeddedServer

BASE = f"{DATABASE}_demo_base"


def is_embedded() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"] == "core.embedded_postgres")


def keep_base() -> None:
    """Copy the database as it stands."""
    _replace(BASE, template=connection.settings_dict["NAME"])


def has_base() -> bool:
    with _maintenance() as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE]).fetchone() is not None


def back_to_base() -> None:
    """Throw the database away and make it again from its copy."""
    _replace(connection.settings_dict["NAME"], template=BASE)


def _replace(name: str, *, template: str) -> None:
    connection.close()
    with _maintenance() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _maintenance() -> "psycopg.Connection[tuple[object, ...]]":
    here = connection.settings_dict
    server = EmbeddedServer.at(Path(here["HOST"]))
    server.ensure_running(role=here["USER"])
    return psycopg.connect(
        host=str(server.socket_folder), user=here["USER"], dbname="postgres", autocommit=True
    )
