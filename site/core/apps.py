from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "内核"

    def ready(self) -> None:
        from core import checks, tasks

        _ = checks, tasks  # whoever records an event has to know how to wake the worker
