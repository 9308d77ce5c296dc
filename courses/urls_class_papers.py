"""The papers of a class, its file and its calendar; part of "classes/"."""

from django.urls import path

from courses.views import calendars, class_documents, class_papers, dossiers

CLASS_PAPERS = [
    path("<uuid:public_id>/notice/edit/", class_papers.class_notice_edit, name="class_notice_edit"),
    path("<uuid:public_id>/handbook/", class_documents.class_handbook, name="class_handbook"),
    path("<uuid:public_id>/handbook/edit/", class_papers.class_handbook_edit, name="class_handbook_edit"),
    path("<uuid:public_id>/groups/", class_papers.class_groups, name="class_groups"),
    path("<uuid:public_id>/dossier/", dossiers.class_dossier, name="class_dossier"),
    path("<uuid:public_id>/archive/", dossiers.class_archive, name="class_archive"),
    path("dossier/<uuid:public_id>/", dossiers.dossier_file, name="dossier_file"),
    path("dossier/<uuid:public_id>/hand-out/", dossiers.dossier_file_hand_out, name="dossier_file_hand_out"),
    path("dossier/<uuid:public_id>/remove/", dossiers.dossier_file_remove, name="dossier_file_remove"),
    path("<uuid:public_id>/calendar/", calendars.class_calendar, name="class_calendar"),
    path("calendar/", calendars.own_calendar, name="own_calendar"),
    path("calendar/<slug:token>.ics", calendars.calendar_feed, name="calendar_feed"),
]
