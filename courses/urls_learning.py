"""Courses and lessons; mounted below "learn/" by `desks.urls_learning`, which adds the learner's home."""

from django.urls import path

from courses.views import assignments, catalogue, feedback, learning, plans

urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("plan/", plans.mine, name="plan"),
    path("courses/<uuid:public_id>/", learning.course, name="course"),
    path("lessons/<uuid:public_id>/", learning.lesson, name="lesson"),
    path("lessons/<uuid:public_id>/correct/", feedback.correct, name="correct"),
    path("lessons/<uuid:public_id>/reflections/<uuid:block_id>/", feedback.reflection, name="reflection"),
    path("assignments/", assignments.assignment_list, name="assignments"),
    path("assignments/<uuid:public_id>/", assignments.assignment, name="assignment"),
    path("submissions/<uuid:public_id>/file/", assignments.submission_file, name="submission_file"),
    path("lessons/<uuid:public_id>/finish/", learning.finish, name="finish"),
]
