from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "内容"

    def ready(self) -> None:
        from cms import (
            form_library,
            law_messages,
            messages,
            news_search,
            news_todos,
            publishing,
            release,
            release_messages,
            search_handlers,
            search_signals,
            todos,
        )
        from cms.models.release import before_approval
        from inbox.todos import register

        _ = law_messages, messages, release_messages, search_handlers  # listen to events
        _ = release  # its checks stand before the review's approval
        search_signals.listen()
        before_approval.append(publishing.refuse_unready)
        news_search.register()
        form_library.register()
        register(news_todos.submissions_to_answer)
        register(todos.stale_content)
        register(todos.texts_to_review)
