from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "统计与报送"

    def ready(self) -> None:
        from inbox import jobs as long_jobs
        from inbox.todos import register
        from reporting import jobs, messages, todos

        _ = messages  # listens to events
        for kind in jobs.KINDS:
            long_jobs.register(kind)
        register(todos.filings_due)
        register(todos.filings_returned)
