"""PostgreSQL's backend with one thing more: the server is started when somebody connects."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from core.embedded_postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        server = EmbeddedServer.at(Path(self.settings_dict["HOST"]))
        server.ensure_running(role=self.settings_dict["USER"])
        return super().get_new_connection(conn_params | {"host": str(server.socket_folder)})
