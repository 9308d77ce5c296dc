from django.urls import path

from courses.views import cases

app_name = "cases"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("<uuid:public_id>/", cases.case, name="case"),
]
