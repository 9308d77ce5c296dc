"""Below "learn/": the learner's home is composed here of several apps, courses and lessons are those of `courses`."""

from django.urls import path

from courses.urls_learning import urlpatterns as course_patterns
from desks.views.learner import home

app_name = "learning"
urlpatterns = [path("", home, name="home"), *course_patterns]
