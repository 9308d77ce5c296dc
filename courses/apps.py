from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "课程与培训班"

    def ready(self) -> None:
        from courses import ledger_sources, publishing

        publishing.listen()
        ledger_sources.register()
