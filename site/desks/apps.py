from django.apps import AppConfig


class DesksConfig(AppConfig):
    name = "desks"
    verbose_name = "工作台"

    def ready(self) -> None:
        from desks import messages, todos
        from inbox.todos import register

        _ = messages  # listens to events
        register(todos.access_requests_to_answer)
