from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = "考试与证书"

    def ready(self) -> None:
        from certification import handlers, messages  # noqa: F401  (both listen to events)
        from certification.targets import registration_target
        from certification.todos import window_is_open
        from hours import targets
        from inbox.todos import register

        register(window_is_open)
        targets.register(registration_target)
