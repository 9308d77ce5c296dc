"""What an organiser does with a class as a whole; part of "classes/"."""

from django.urls import path

from courses.views import (
    class_copies,
    class_documents,
    class_life,
    class_teachers,
    contracts,
    lecturer_fees,
    lecturers,
    timetables,
)

CLASS_LIFE = [
    path("lecturers/", lecturers.lecturer_list, name="lecturer_list"),
    path("lecturers/new/", lecturers.lecturer_add, name="lecturer_add"),
    path("lecturers/<uuid:public_id>/", lecturers.lecturer_page, name="lecturer"),
    path("lecturers/<uuid:public_id>/edit/", lecturers.lecturer_edit, name="lecturer_edit"),
    path("lecturers/<uuid:public_id>/retire/", lecturers.lecturer_retire, name="lecturer_retire"),
    path("<uuid:public_id>/state/", class_life.class_state, name="class_state"),
    path("<uuid:public_id>/copy/", class_copies.class_copy, name="class_copy"),
    path("<uuid:public_id>/fees/", lecturer_fees.class_fees, name="class_fees"),
    path("<uuid:public_id>/fees/sheet/", lecturer_fees.class_fees_sheet, name="class_fees_sheet"),
    path("<uuid:public_id>/notice/", class_documents.class_notice, name="class_notice"),
    path("<uuid:public_id>/summary/", class_documents.class_summary, name="class_summary"),
    path("<uuid:public_id>/contract/", contracts.class_contract, name="class_contract"),
    path("<uuid:public_id>/contract/edit/", contracts.class_contract_edit, name="class_contract_edit"),
    path(
        "<uuid:public_id>/contract/reopen/",
        contracts.class_acceptance_withdraw,
        name="class_acceptance_withdraw",
    ),
    path("<uuid:public_id>/budget/", contracts.class_budget, name="class_budget"),
    path("<uuid:public_id>/teachers/", class_teachers.class_teachers_page, name="class_teachers"),
    path(
        "<uuid:public_id>/teachers/<int:grant>/end/",
        class_teachers.class_teacher_end,
        name="class_teacher_end",
    ),
    path("<uuid:public_id>/plan/", timetables.class_plan, name="class_plan"),
]
