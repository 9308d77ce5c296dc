from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    verbose_name = "测评"

    def ready(self) -> None:
        from assessment.citing import questions_citing
        from cms import citations

        citations.register(questions_citing)
