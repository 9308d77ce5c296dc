from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "课程与培训班"

    def ready(self) -> None:
        from assessment import occasions
        from courses import (
            class_test_querysets,
            handlers,
            law_citations,
            learning_messages,
            ledger_sources,
            messages,
            nomination_messages,
            plan_handlers,
            plan_messages,
            publishing,
            search_sources,
            todos,
        )
        from inbox.todos import register

        _ = (
            handlers,
            learning_messages,
            messages,
            nomination_messages,
            plan_handlers,
            plan_messages,
        )  # listen to events
        publishing.listen()
        law_citations.register()
        ledger_sources.register()
        search_sources.register()
        register(todos.applications_to_answer)
        register(todos.late_marks_to_answer)
        register(todos.leave_to_answer)
        register(todos.sessions_to_run)
        register(todos.paces_to_read)
        register(todos.corrections_to_answer)
        register(todos.assignments_to_mark)
        register(todos.assignments_to_hand_in)
        register(todos.class_tests_to_sit)
        register(todos.evaluations_to_give)
        occasions.register(class_test_querysets.occasion_of)
