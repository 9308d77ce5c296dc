from django.urls import path

from cms import form_views

app_name = "forms"
urlpatterns = [
    path("", form_views.form_list, name="list"),
    path("<slug:code>/", form_views.sheet, name="sheet"),
    path("<slug:code>/form.docx", form_views.document, name="document"),
]
