"""An app of the tests alone: one handler that stops where a test wants to kill its worker."""

from pathlib import Path

from django.apps import AppConfig


class ProbeConfig(AppConfig):
    name = "tests.probe"
    label = "probe"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from tests.probe import handlers

        _ = handlers
