"""The privacy notice: one lasting address for the version in force, one for each version."""

from django.urls import path

from people.views import privacy

app_name = "privacy"
urlpatterns = [
    path("", privacy.notice, name="notice"),
    path("read/", privacy.acknowledge, name="acknowledge"),
    path("<slug:number>/", privacy.notice, name="version"),
]
