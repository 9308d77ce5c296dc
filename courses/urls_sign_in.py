"""The addresses of roll-call, sign-out and paper; part of "classes/"."""

from django.urls import path

from courses.views import name_calls, online, own_code, paper, prints, roll_call, sign_in

SIGN_IN = [
    path("my-code/", own_code.own_code, name="own_code"),
    path("my-code/now/", own_code.own_code_part, name="own_code_part"),
    path("p/<slug:code>/", own_code.scan_person, name="scan_person"),
    path("sessions/<uuid:public_id>/tick/", roll_call.session_tick, name="session_tick"),
    path("sessions/<uuid:public_id>/roll-call/", roll_call.session_roll_call, name="session_roll_call"),
    path("sessions/<uuid:public_id>/sign-out/", sign_in.session_sign_out, name="session_sign_out"),
    path("sessions/<uuid:public_id>/paper/", paper.session_paper, name="session_paper"),
    path("paper/<uuid:public_id>/scan/", paper.paper_scan, name="paper_scan"),
    path("sessions/<uuid:public_id>/online/", online.session_online, name="session_online"),
    path("online/<uuid:public_id>/", online.online_list, name="online_list"),
    path("sessions/<uuid:public_id>/name-call/", name_calls.session_name_call, name="session_name_call"),
    path("name-calls/<uuid:public_id>/", name_calls.name_call_page, name="name_call"),
    path("<uuid:public_id>/print/", prints.class_prints, name="class_prints"),
    path("<uuid:public_id>/print/daily/", prints.class_sheet_daily, name="class_sheet_daily"),
    path("<uuid:public_id>/print/wide/", prints.class_sheet_wide, name="class_sheet_wide"),
    path("<uuid:public_id>/print/roster/", prints.class_roster_print, name="class_roster_print"),
    path("<uuid:public_id>/print/timetable/", prints.class_timetable_print, name="class_timetable_print"),
    path("<uuid:public_id>/print/cards/", prints.class_cards, name="class_cards"),
]
