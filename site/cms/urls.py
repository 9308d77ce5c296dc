from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("media/<path:path>", views.stored_file, name="stored_file"),
    path("documents/<int:document_id>/<path:filename>", views.document, name="document"),
]
