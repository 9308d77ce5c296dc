from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "课程与培训班"

    def ready(self) -> None:
        from courses import ledger_sources, publishing, todos
        from inbox.todos import register

        publishing.listen()
        ledger_sources.register()
        register(todos.late_marks_to_answer)
        register(todos.sessions_to_run)
