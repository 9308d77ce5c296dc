"""An app of the tests alone: a handler and long work that stop where a test wants to kill their worker."""

from pathlib import Path

from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "tests.probe"
    label = "probe"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from tests.probe import handlers, jobs

        _ = handlers, jobs
