from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "统计与报送"

    def ready(self) -> None:
        from core.sentences import say
        from courses import class_drafts
        from inbox import jobs as long_jobs
        from inbox.todos import register
        from reporting import jobs, messages, todos

        _ = messages  # listens to events
        for kind in jobs.KINDS:
            long_jobs.register(kind)
        class_drafts.register(class_drafts.Draft(say("简报（Word）"), "reporting:class_brief"))
        register(todos.filings_due)
        register(todos.filings_returned)
        register(todos.filings_to_review)
