from django.apps import AppConfig


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = "督导与工作室"

    def ready(self) -> None:
        from courses import mentoring
        from inbox.todos import register
        from mentorship import messages
        from mentorship.mentees import mentees
        from mentorship.todos import meetings_to_confirm

        _ = messages  # listens to events
        mentoring.register(mentees)
        register(meetings_to_confirm)
