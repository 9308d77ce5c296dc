from django.urls import path

from certification.views import public

app_name = "verify"
urlpatterns = [
    path("", public.form, name="form"),
    path("<str:code>/", public.answer, name="answer"),
]
