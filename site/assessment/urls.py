"""Addresses of the question bank."""

from django.urls import path

from assessment.views import bank, imports

app_name = "assessment"

urlpatterns = [
    path("", bank.question_list, name="question_list"),
    path("export/", bank.question_export, name="question_export"),
    path("template/", bank.question_template, name="question_template"),
    path("import/", imports.import_new, name="import_new"),
    path("import/<uuid:public_id>/", imports.import_page, name="import_page"),
    path("import/<uuid:public_id>/confirm/", imports.import_confirm, name="import_confirm"),
    path("import/<uuid:public_id>/discard/", imports.import_discard, name="import_discard"),
    path("<int:number>/", bank.question, name="question"),
    path("<int:number>/move/", bank.question_move, name="question_move"),
]
