from django.urls import path

from people.views import languages

urlpatterns = [path("", languages.choose, name="choose_language")]
