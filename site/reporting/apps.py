from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "统计与报送"

    def ready(self) -> None:
        from inbox.todos import register
        from reporting import todos

        register(todos.filings_due)
        register(todos.filings_returned)
