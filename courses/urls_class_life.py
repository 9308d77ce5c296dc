"""What an organiser does with a class as a whole; part of "classes/"."""

from django.urls import path

from courses.views import class_copies, class_documents, class_life, class_teachers, lecturer_fees, timetables

CLASS_LIFE = [
    path("<uuid:public_id>/state/", class_life.class_state, name="class_state"),
    path("<uuid:public_id>/copy/", class_copies.class_copy, name="class_copy"),
    path("<uuid:public_id>/fees/", lecturer_fees.class_fees, name="class_fees"),
    path("<uuid:public_id>/fees/sheet/", lecturer_fees.class_fees_sheet, name="class_fees_sheet"),
    path("<uuid:public_id>/notice/", class_documents.class_notice, name="class_notice"),
    path("<uuid:public_id>/summary/", class_documents.class_summary, name="class_summary"),
    path("<uuid:public_id>/teachers/", class_teachers.class_teachers_page, name="class_teachers"),
    path(
        "<uuid:public_id>/teachers/<int:grant>/end/",
        class_teachers.class_teacher_end,
        name="class_teacher_end",
    ),
    path("<uuid:public_id>/plan/", timetables.class_plan, name="class_plan"),
]
