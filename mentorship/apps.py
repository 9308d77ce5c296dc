from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = "督导与工作室"

    def ready(self) -> None:
        from inbox.todos import register
        from mentorship.todos import meetings_to_confirm

        register(meetings_to_confirm)
