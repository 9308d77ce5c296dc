from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = "考试与证书"

    def ready(self) -> None:
        from certification import handlers  # noqa: F401  (registers the handlers)
        from certification.todos import window_is_open
        from inbox.todos import register

        register(window_is_open)
