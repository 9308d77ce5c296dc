"""How a class ends: who completes it, and what its learners say of it; part of "classes/"."""

from django.urls import path

from courses.views import completion, evaluations

CLASS_ENDINGS = [
    path("<uuid:public_id>/completion/", completion.class_completion, name="class_completion"),
    path(
        "<uuid:public_id>/completion/terms/", completion.class_completion_terms, name="class_completion_terms"
    ),
    path("results/<uuid:public_id>/correct/", completion.completion_correct, name="completion_correct"),
    path("<uuid:public_id>/evaluate/", evaluations.class_evaluate, name="class_evaluate"),
    path("<uuid:public_id>/evaluation/", evaluations.class_evaluation, name="class_evaluation"),
    path("<uuid:public_id>/evaluation/end/", evaluations.class_evaluation_end, name="class_evaluation_end"),
]
