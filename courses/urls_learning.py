from django.urls import path

from courses.views import learning

app_name = "learning"
urlpatterns = [
    path("", learning.home, name="home"),
    path("courses/<uuid:public_id>/", learning.course, name="course"),
    path("lessons/<uuid:public_id>/", learning.lesson, name="lesson"),
    path("lessons/<uuid:public_id>/finish/", learning.finish, name="finish"),
]
