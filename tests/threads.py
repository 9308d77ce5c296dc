"""Two or more at the same moment, each on a connection of its own. For tests with `truncatable_ledger`."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

LONGEST = 60  # seconds until a hanging race fails


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Start all runners together; the answer of each in order, an exception being an answer too."""
    barrier = threading.Barrier(len(runners))

    def run(runner: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(LONGEST)
            return runner()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runners)) as pool:
        return [future.result(LONGEST) for future in [pool.submit(run, runner) for runner in runners]]
