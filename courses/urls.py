"""Training classes and sign-in; mounted below "classes/"."""

from django.urls import path

from courses.views import classes, late_marks, scan, sessions, sign_in

app_name = "courses"
urlpatterns = [
    path("", classes.class_list, name="class_list"),
    path("new/", classes.class_add, name="class_add"),
    path("s/<slug:code>/", scan.scan, name="scan"),
    path("<uuid:public_id>/", classes.class_detail, name="class_detail"),
    path("<uuid:public_id>/edit/", classes.class_edit, name="class_edit"),
    path("<uuid:public_id>/cancel/", classes.class_cancel, name="class_cancel"),
    path("<uuid:public_id>/state/", classes.class_state, name="class_state"),
    path("<uuid:public_id>/enrol/", classes.class_enrol, name="class_enrol"),
    path("<uuid:public_id>/withdraw/", classes.class_withdraw, name="class_withdraw"),
    path("<uuid:public_id>/roster/add/", classes.roster_add, name="roster_add"),
    path("<uuid:public_id>/sessions/new/", sessions.session_add, name="session_add"),
    path("sessions/<uuid:public_id>/", sign_in.session_detail, name="session_detail"),
    path("sessions/<uuid:public_id>/edit/", sessions.session_edit, name="session_edit"),
    path("sessions/<uuid:public_id>/remove/", sessions.session_remove, name="session_remove"),
    path("sessions/<uuid:public_id>/sign-in/", sign_in.screen, name="sign_in"),
    path("sessions/<uuid:public_id>/sign-in/code/", sign_in.screen_part, name="sign_in_code"),
    path("sessions/<uuid:public_id>/open/", sign_in.session_open, name="session_open"),
    path("sessions/<uuid:public_id>/tick/", sign_in.session_tick, name="session_tick"),
    path("sessions/<uuid:public_id>/mark/", sign_in.session_mark, name="session_mark"),
    path("sessions/<uuid:public_id>/close/", sign_in.session_close, name="session_close"),
    path("sessions/<uuid:public_id>/sheet/", sign_in.session_sheet, name="session_sheet"),
    path("sessions/<uuid:public_id>/signed-in/", scan.signed_in, name="signed_in"),
    path("sessions/<uuid:public_id>/late-mark/", late_marks.ask, name="late_mark_ask"),
    path("late-marks/", late_marks.waiting, name="late_mark_list"),
    path("late-marks/<uuid:public_id>/approve/", late_marks.approve, name="late_mark_approve"),
    path("late-marks/<uuid:public_id>/decline/", late_marks.decline, name="late_mark_decline"),
]
