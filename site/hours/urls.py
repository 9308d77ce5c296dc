from django.urls import path

from hours import views

app_name = "hours"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("people/<uuid:public_id>/", views.of_person, name="person"),
]
