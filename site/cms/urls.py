from django.urls import path

from cms import search_views, views

app_name = "cms"
urlpatterns = [
    path("search/", search_views.results, name="search"),
    path("media/<path:path>", views.stored_file, name="stored_file"),
    path("recordings/<int:recording_id>/", views.recording, name="recording"),
    path("recordings/<int:recording_id>/captions.vtt", views.captions, name="captions"),
    path("documents/<int:document_id>/<path:filename>", views.document, name="document"),
]
