"""PostgreSQL's backend with one thing more: the server is started when somebody connects."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

from core.embedded_postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = EmbeddedServer.at(Path(self.settings_dict["HOST"]))
        parameters = conn_params | {"host": str(server.socket_folder)}
        if server.is_joined:
            try:
                return super().get_new_connection(parameters)
            except OperationalError:
                # Killed under our hands: the next lines start it again. Every other refusal is the server's word.
                if server.listens():
                    raise
        server.ensure_running(role=self.settings_dict["USER"])
        return super().get_new_connection(parameters)
