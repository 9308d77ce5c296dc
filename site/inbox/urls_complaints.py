"""投诉与建议, for whoever runs the platform."""

from django.urls import path

from inbox.views import complaint_queue

app_name = "complaints"
urlpatterns = [
    path("", complaint_queue.queue, name="queue"),
    path("<slug:code>/", complaint_queue.handle, name="handle"),
]
