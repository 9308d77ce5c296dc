from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "inbox"
    verbose_name = "待办与消息"

    def ready(self) -> None:
        from inbox import job_todos, people_messages, tasks
        from inbox.complaint_todos import complaints_to_answer
        from inbox.todos import register

        _ = people_messages  # listens to events
        _ = tasks  # whoever starts a job has to know how to wake the worker
        register(job_todos.jobs_ended)
        register(complaints_to_answer)
