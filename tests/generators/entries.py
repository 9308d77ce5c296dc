"""Who may open which address. A new address without an entry here fails the tests.

`EVERYONE` means everybody who is logged in; a set names personas. What they see there is another question, asked by
each app's own tests.
"""

from typing import Any

from tests.generators.addresses import Entry
from tests.generators.world import EVERYBODY, World

EVERYONE = frozenset(EVERYBODY)
STAFF = frozenset({"officer", "city"})  # the tree above the first county's objects
OFFICERS = STAFF | {"department", "other_officer"}  # whoever holds the officer's role somewhere
READERS = STAFF | {"department"}  # and the county's other line, which reads the same facts
PEOPLE_READERS = READERS | {"station_head"}
STUDIO = frozenset({"studio_lead", "liaison"})
OPERATORS = frozenset({"operator"})
EDITORS = frozenset({"editor"})
SETTERS = STAFF | EDITORS  # whoever sets papers for the county: its officers and those above, and the editor
CLASS_RUNNERS = STAFF | {"class_teacher", "appointed"}  # the last one runs the first class and nothing else
# Whoever runs the class, the officers above it, and the leads of the worker's mentoring group.
MARKERS = CLASS_RUNNERS | STUDIO
CLASS_READERS = CLASS_RUNNERS | {"department", "supervisor", "reader", "worker", "station_head"}


def of(name: str, attribute: str = "public_id", argument: str = "public_id") -> Any:
    """Keyword arguments of an address that names the world's `name`."""

    def kwargs(world: World) -> dict[str, Any]:
        return {argument: getattr(getattr(world, name), attribute)}

    return kwargs


def issue(world: World) -> dict[str, Any]:
    return {"year": world.bulletin.year, "number": world.bulletin.number}


def person(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id}


def grant(world: World) -> dict[str, Any]:
    return {"public_id": world.people["station_head"].public_id, "grant": world.grant.pk}


def appointment(world: World) -> dict[str, Any]:
    return {"public_id": world.training_class.public_id, "grant": world.appointment.pk}


def posting(world: World) -> dict[str, Any]:
    return person(world) | {"posting": world.posting.pk}


def both(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id, "other_id": world.twin.public_id}


def question(world: World) -> dict[str, Any]:
    page = world.asking_page
    return {"public_id": page.lesson.public_id, "block_id": page.body[-1].id}


def station(world: World) -> dict[str, Any]:
    return {"public_id": world.places.station.public_id}


ACCOUNT = {
    "account_login": Entry(public=True),
    "account_logout": Entry(public=True),
    "account_inactive": Entry(public=True),
    "account_request_login_code": Entry(public=True),
    # Steps of a log-in: outside one they lead back to its beginning.
    "account_confirm_login_code": Entry(closed=True),
    "account_who": Entry(closed=True),
    "account_ask": Entry(closed=True),
    "account_asked": Entry(closed=True),
    "weixin_login": Entry(closed=True),  # no app is named
    "weixin_callback": Entry(closed=True),
    "weixin_unbind": Entry(EVERYONE, posts=True),
    "account_set_password": Entry(EVERYONE),
    "account_phone": Entry(EVERYONE),
    "account_phone_code": Entry(EVERYONE),
    "account_second": Entry(EVERYONE),
    "account_second_code": Entry(EVERYONE),
    "account_reauthenticate": Entry(EVERYONE),
    "usersessions_list": Entry(EVERYONE),
    "mfa_index": Entry(EVERYONE),
    "mfa_activate_totp": Entry(EVERYONE),
    "mfa_generate_recovery_codes": Entry(EVERYONE),
    "mfa_list_webauthn": Entry(EVERYONE),
    "mfa_add_webauthn": Entry(EVERYONE),
    # Without a second factor there is nothing to see, and outside a log-in nothing to prove.
    "mfa_authenticate": Entry(closed=True),
    "mfa_reauthenticate": Entry(closed=True),
    "mfa_reauthenticate_webauthn": Entry(closed=True),
    "mfa_edit_webauthn": Entry(closed=True, kwargs=lambda world: {"pk": 1}),
    "mfa_remove_webauthn": Entry(closed=True, kwargs=lambda world: {"pk": 1}),
    "mfa_deactivate_totp": Entry(closed=True),
    "mfa_view_recovery_codes": Entry(closed=True),
    "mfa_download_recovery_codes": Entry(closed=True),
    "account_change_password": Entry(EVERYONE),
}
KERNEL = {
    "core:healthz": Entry(public=True),
    "core:large_type": Entry(public=True, posts=True),
    "choose_language": Entry(public=True, posts=True),
    "core:service_worker": Entry(public=True),
    "core:manifest": Entry(public=True),
    "core:away": Entry(public=True),
    "core:styleguide": Entry(public=True),
    "core:styleguide_part": Entry(public=True, kwargs=lambda world: {"part": "task_list"}),
    "desks:start": Entry(public=True),
    "desks:desk": Entry(EVERYONE),
    "desks:mine": Entry(EVERYONE),
    "desks:behind": Entry(PEOPLE_READERS | {"other_officer"}),
    "desks:view_new": Entry(EVERYONE),
    "desks:view_remove": Entry(frozenset({"officer"}), kwargs=of("saved_view"), posts=True),
    "desks:switch": Entry(EVERYONE, posts=True, data=lambda world: {"desk": "learner"}),
    "desks:enter": Entry(public=True, kwargs=lambda world: {"key": "new-worker"}, posts=True),
    "cms:search": Entry(EVERYONE),
    "cms:stored_file": Entry(EVERYONE, kwargs=lambda world: {"path": world.picture}),
    "cms:recording": Entry(EVERYONE, kwargs=of("recording", "pk", "recording_id")),
    "cms:captions": Entry(EVERYONE, kwargs=of("recording", "pk", "recording_id")),
    "privacy:notice": Entry(public=True),
    "privacy:version": Entry(public=True, kwargs=lambda world: {"number": "1"}),
    "privacy:acknowledge": Entry(EVERYONE, posts=True, data=lambda world: {"version": "1"}),
    "feedback:write": Entry(public=True),
    "feedback:find": Entry(public=True),
    "feedback:receipt": Entry(public=True, kwargs=of("complaint", "code", "code")),
    "news:list": Entry(public=True),
    "news:piece": Entry(public=True, kwargs=of("news_piece")),
    "news:bulletin": Entry(public=True, kwargs=issue),
    "news:bulletin_file": Entry(public=True, kwargs=issue),
    "news:bind": Entry(EDITORS),
    "forms:list": Entry(public=True),
    "forms:sheet": Entry(public=True, kwargs=lambda world: {"code": "visit-record"}),
    "forms:document": Entry(public=True, kwargs=lambda world: {"code": "visit-record"}),
    "cases:list": Entry(EVERYONE),
    "cases:case": Entry(EVERYONE, kwargs=of("case")),
    "news:submit": Entry(OFFICERS | {"station_head"}),
    "news:submissions": Entry(OFFICERS | EDITORS | {"station_head"}),
    "news:submission": Entry(STAFF | EDITORS | {"station_head"}, kwargs=of("news_submission")),
    "assessment:question_list": Entry(EDITORS),
    "assessment:question_export": Entry(EDITORS),
    "assessment:question_template": Entry(EDITORS),
    "assessment:question": Entry(EDITORS, kwargs=of("question", "pk", "number")),
    "assessment:question_move": Entry(EDITORS, kwargs=of("question", "pk", "number"), posts=True),
    "assessment:import_new": Entry(EDITORS),
    "assessment:import_page": Entry(EDITORS, kwargs=of("question_batch")),
    "assessment:import_confirm": Entry(EDITORS, kwargs=of("question_batch"), posts=True),
    "assessment:import_discard": Entry(EDITORS, kwargs=of("question_batch"), posts=True),
    "papers:list": Entry(OFFICERS | EDITORS),
    "papers:mine": Entry(EVERYONE),
    "papers:new": Entry(OFFICERS | EDITORS),
    "papers:paper": Entry(SETTERS, kwargs=of("paper")),
    "papers:edit": Entry(SETTERS, kwargs=of("paper")),
    "papers:questions": Entry(SETTERS, kwargs=of("paper")),
    "papers:draw": Entry(SETTERS, kwargs=of("paper"), posts=True),
    "papers:item": Entry(SETTERS, kwargs=of("paper"), posts=True),
    "papers:state": Entry(SETTERS, kwargs=of("paper"), posts=True),
    "papers:print": Entry(SETTERS, kwargs=of("paper")),
    "papers:sit": Entry(EVERYONE, kwargs=of("open_paper")),
    "papers:sitting": Entry(frozenset({"worker"}), kwargs=of("sitting")),
    "papers:answer": Entry(
        frozenset({"worker"}),
        kwargs=of("sitting"),
        posts=True,
        data=lambda world: {"version": "1", "chosen": "A", "sequence": "1"},
    ),
    "papers:hand_in": Entry(frozenset({"worker"}), kwargs=of("sitting")),
    "papers:result": Entry(frozenset({"worker"}), kwargs=of("handed_in")),
    "complaints:queue": Entry(OPERATORS),
    "complaints:handle": Entry(OPERATORS, kwargs=of("complaint", "code", "code")),
    "verify:form": Entry(public=True),
    "verify:answer": Entry(public=True, kwargs=of("certificate", "code", "code")),
}
CLASSES = {
    "courses:class_list": Entry(EVERYONE),
    "courses:class_add": Entry(OFFICERS),
    "courses:scan": Entry(EVERYONE, kwargs=lambda world: {"code": world.code}),
    "courses:class_detail": Entry(CLASS_READERS | STUDIO, kwargs=of("training_class")),
    "courses:class_edit": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_cancel": Entry(STAFF, kwargs=of("empty_class")),
    "courses:class_state": Entry(STAFF, kwargs=of("training_class"), posts=True),
    "courses:class_enrol": Entry(
        CLASS_READERS - {"class_teacher", "appointed"} | STUDIO, kwargs=of("empty_class"), posts=True
    ),
    "courses:class_withdraw": Entry(CLASS_READERS | STUDIO, kwargs=of("training_class")),
    "courses:class_give_up": Entry(
        CLASS_READERS - {"class_teacher", "appointed"} | STUDIO, kwargs=of("asked_class"), posts=True
    ),
    "courses:leave_ask": Entry(CLASS_READERS | STUDIO, kwargs=of("training_class")),
    "courses:leave_list": Entry(OFFICERS | {"class_teacher", "appointed"}),
    "courses:leave_approve": Entry(CLASS_RUNNERS, kwargs=of("leave"), posts=True),
    "courses:leave_decline": Entry(CLASS_RUNNERS, kwargs=of("leave"), posts=True),
    "courses:class_outsiders": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:outsider_remove": Entry(CLASS_RUNNERS, kwargs=of("outsider"), posts=True),
    "courses:class_receipt": Entry(READERS | {"station_head"}, kwargs=of("asked_class")),
    "courses:class_nominate": Entry(READERS | {"station_head"}, kwargs=of("asked_class")),
    "courses:class_places": Entry(STAFF, kwargs=of("asked_class")),
    "courses:class_quotas": Entry(STAFF, kwargs=of("asked_class")),
    "courses:class_terms": Entry(STAFF, kwargs=of("asked_class")),
    "courses:class_courses": Entry(STAFF, kwargs=of("training_class")),
    "courses:roster_add": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_completion": Entry(STAFF | {"class_teacher"}, kwargs=of("closed_class")),
    "courses:class_completion_terms": Entry(STAFF, kwargs=of("training_class")),
    "courses:completion_correct": Entry(STAFF, kwargs=of("completion_result")),
    "courses:class_evaluate": Entry(CLASS_READERS - {"appointed"}, kwargs=of("closed_class")),
    "courses:class_evaluation": Entry(STAFF, kwargs=of("closed_class")),
    "courses:class_evaluation_end": Entry(STAFF, kwargs=of("closed_class"), posts=True),
    "courses:class_fees": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_fees_sheet": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_notice": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_summary": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_notice_edit": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_handbook": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_handbook_edit": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_groups": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_dossier": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_archive": Entry(STAFF, kwargs=of("completed_class")),
    "courses:dossier_file": Entry(STAFF, kwargs=of("dossier_file")),
    "courses:dossier_file_remove": Entry(STAFF, kwargs=of("dossier_file"), posts=True),
    "courses:class_calendar": Entry(CLASS_READERS | STUDIO, kwargs=of("training_class")),
    "courses:own_calendar": Entry(EVERYONE),
    "courses:calendar_feed": Entry(public=True, kwargs=of("calendar_feed", "token", "token")),
    "courses:class_copy": Entry(STAFF, kwargs=of("training_class")),
    "courses:lecturer_list": Entry(OFFICERS),
    "courses:lecturer_add": Entry(OFFICERS),
    "courses:lecturer": Entry(STAFF, kwargs=of("lecturer")),
    "courses:lecturer_edit": Entry(STAFF, kwargs=of("lecturer")),
    "courses:lecturer_retire": Entry(STAFF, kwargs=of("lecturer"), posts=True),
    "courses:class_contract": Entry(STAFF, kwargs=of("contracted_class")),
    "courses:class_contract_edit": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_acceptance_withdraw": Entry(STAFF, kwargs=of("accepted_class"), posts=True),
    "courses:class_budget": Entry(STAFF, kwargs=of("contracted_class")),
    "courses:class_teachers": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_teacher_end": Entry(STAFF, kwargs=appointment, posts=True),
    "courses:class_plan": Entry(STAFF, kwargs=of("training_class")),
    "courses:session_add": Entry(STAFF, kwargs=of("training_class")),
    "courses:session_detail": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_edit": Entry(STAFF, kwargs=of("waiting")),
    "courses:session_remove": Entry(STAFF, kwargs=of("waiting"), posts=True),
    "courses:sign_in": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:sign_in_code": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_open": Entry(CLASS_RUNNERS, kwargs=of("waiting"), posts=True),
    "courses:session_tick": Entry(
        CLASS_RUNNERS,
        kwargs=of("session"),
        posts=True,
        data=lambda world: {"person": world.colleague.public_id},
    ),
    "courses:session_roll_call": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_sign_out": Entry(CLASS_RUNNERS, kwargs=of("session"), posts=True),
    "courses:session_name_call": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:name_call": Entry(CLASS_RUNNERS, kwargs=of("name_call")),
    "courses:session_online": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:online_list": Entry(CLASS_RUNNERS, kwargs=of("online_list")),
    "courses:own_code": Entry(EVERYONE),
    "courses:own_code_part": Entry(EVERYONE),
    "courses:scan_person": Entry(
        OFFICERS | {"class_teacher", "appointed"}, kwargs=lambda world: {"code": world.personal_code}
    ),
    "courses:session_paper": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:paper_scan": Entry(CLASS_RUNNERS, kwargs=of("paper_sheet")),
    "courses:class_prints": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:class_sheet_daily": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:class_sheet_wide": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:class_roster_print": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:class_timetable_print": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:class_cards": Entry(CLASS_RUNNERS, kwargs=of("training_class")),
    "courses:session_mark": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_close": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_sheet": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:signed_in": Entry(frozenset({"studio_lead"}), kwargs=of("session")),
    "courses:class_test_new": Entry(STAFF, kwargs=of("training_class")),
    "courses:class_test": Entry(CLASS_RUNNERS | {"worker"}, kwargs=of("class_test")),
    "courses:class_test_results": Entry(CLASS_RUNNERS, kwargs=of("class_test")),
    "courses:class_test_export": Entry(CLASS_RUNNERS, kwargs=of("class_test")),
    "courses:class_test_days": Entry(STAFF, kwargs=of("class_test")),
    "courses:class_test_withdraw": Entry(STAFF, kwargs=of("class_test"), posts=True),
    "courses:pace_list": Entry(OFFICERS | {"station_head"}),
    "courses:pace_note": Entry(STAFF | {"station_head"}, kwargs=of("pace_note")),
    "courses:marking_list": Entry(EVERYONE),
    "courses:assignment_new": Entry(OFFICERS | {"station_head"}),
    "courses:mark": Entry(MARKERS, kwargs=of("submission")),
    "courses:correction_list": Entry(EDITORS),
    "courses:correction": Entry(EDITORS, kwargs=of("correction")),
    "courses:late_mark_ask": Entry(CLASS_READERS | {"studio_lead"}, kwargs=of("past")),
    "courses:late_mark_list": Entry(OFFICERS | {"class_teacher", "appointed"}),
    "courses:late_mark_approve": Entry(CLASS_RUNNERS, kwargs=of("asked"), posts=True),
    "courses:late_mark_decline": Entry(CLASS_RUNNERS, kwargs=of("asked"), posts=True),
}
PEOPLE = {
    "people:person_list": Entry(OFFICERS | {"station_head"}),
    "people:person_add": Entry(OFFICERS),
    "people:person_search": Entry(OFFICERS | {"station_head"}, posts=True),
    "people:person_found": Entry(kwargs=of("colleague", argument="search")),
    "people:access_request_list": Entry(OFFICERS | {"station_head"}),
    "people:access_request": Entry(STAFF | {"station_head"}, kwargs=of("access_request")),
    "people:access_request_refuse": Entry(STAFF | {"station_head"}, kwargs=of("access_request")),
    "people:paper_code": Entry(STAFF, kwargs=person),
    "people:paper_code_slip": Entry(kwargs=of("paper_code")),  # for whoever made it
    "people:person": Entry(PEOPLE_READERS, kwargs=person),
    "people:person_edit": Entry(STAFF, kwargs=person),
    "people:person_move": Entry(STAFF, kwargs=person),
    "people:posting_add": Entry(STAFF, kwargs=person),
    "people:posting_end": Entry(STAFF, kwargs=posting),
    "people:merge_search": Entry(STAFF, kwargs=person),
    "people:merge_found": Entry(kwargs=lambda world: person(world) | {"search": world.colleague.public_id}),
    "people:merge_confirm": Entry(STAFF, kwargs=both),
    "people:grant_add": Entry(READERS, kwargs=person),  # the other line grants its own roles
    "people:grant_end": Entry(STAFF, kwargs=grant),
    "organisations:organisation_list": Entry(OFFICERS | {"station_head"}),
    "organisations:organisation": Entry(PEOPLE_READERS, kwargs=station),
    "organisations:organisation_add": Entry(STAFF, kwargs=station),
    "organisations:organisation_rename": Entry(STAFF, kwargs=station),
    "organisations:organisation_move": Entry(STAFF, kwargs=station),
    "organisations:organisation_end": Entry(STAFF, kwargs=station),
}
PLANS = {
    "plans:table": Entry(PEOPLE_READERS | {"other_officer"}),
    "plans:person": Entry(PEOPLE_READERS, kwargs=person),
    "plans:waive": Entry(STAFF, kwargs=person),
    "plans:pause": Entry(STAFF, kwargs=person),
    "plans:accept": Entry(STAFF, kwargs=person),
    "plans:pause_end": Entry(STAFF, kwargs=of("pause")),
    "plans:withdraw": Entry(
        STAFF, kwargs=lambda world: {"table": "pauses", "public_id": world.pause.public_id}, posts=True
    ),
    "plans:decision_file": Entry(
        STAFF | {"worker"}, kwargs=lambda world: {"table": "pauses", "public_id": world.pause.public_id}
    ),
}
STUDIOS = {
    "mentorship:studios": Entry(EVERYONE),
    "mentorship:overview": Entry(OFFICERS | {"supervisor", "reader"}),
    "mentorship:confirmations": Entry(EVERYONE),
    "mentorship:confirm": Entry(frozenset({"worker"}), kwargs=of("confirmation"), posts=True),
    "mentorship:object": Entry(frozenset({"worker"}), kwargs=of("confirmation")),
    "mentorship:amend": Entry(STUDIO, kwargs=of("confirmation")),
    "mentorship:record": Entry(STUDIO, kwargs=of("group")),
    "mentorship:meetings": Entry(EVERYONE),
    "mentorship:meeting": Entry(STUDIO | {"worker"}, kwargs=of("meeting")),
    "mentorship:withdraw": Entry(STUDIO, kwargs=of("meeting"), posts=True),
    "mentorship:studio": Entry(STUDIO | READERS | {"worker", "supervisor", "reader"}, kwargs=of("studio")),
}
CERTIFICATES = {
    "certification:certificates": Entry(EVERYONE),
    "certification:registration": Entry(EVERYONE),
    "certification:withdraw_registration": Entry(STAFF, kwargs=of("period"), posts=True),
    "certification:person": Entry(PEOPLE_READERS, kwargs=person),
    "certification:person_registration": Entry(PEOPLE_READERS, kwargs=person),
    "certification:add_registration": Entry(STAFF, kwargs=person),
    "certification:certificate": Entry(frozenset({"worker"}), kwargs=of("certificate")),
    "certification:end": Entry(STAFF, kwargs=of("certificate")),
}
JOBS = {
    "jobs:job_list": Entry(EVERYONE),
    "jobs:job": Entry(frozenset({"officer"}), kwargs=of("job")),
    "jobs:job_now": Entry(frozenset({"officer"}), kwargs=of("job")),
    "jobs:job_cancel": Entry(frozenset({"officer"}), kwargs=of("job"), posts=True),
}
INBOX = {
    "inbox:inbox": Entry(EVERYONE),
    "inbox:read_all": Entry(EVERYONE, posts=True),
    "inbox:channels": Entry(EVERYONE),
    "inbox:message": Entry(frozenset({"worker"}), kwargs=of("told")),
    "inbox:outbox": Entry(OPERATORS),
}
LEARNING = {
    "hours:mine": Entry(EVERYONE),
    "hours:person": Entry(PEOPLE_READERS, kwargs=person),
    "learning:home": Entry(EVERYONE),
    "learning:plan": Entry(EVERYONE),
    "learning:catalogue": Entry(EVERYONE),
    "learning:course": Entry(EVERYONE, kwargs=of("course")),
    "learning:lesson": Entry(EVERYONE, kwargs=of("lesson")),
    "learning:correct": Entry(EVERYONE, kwargs=of("lesson")),
    "learning:reflection": Entry(EVERYONE, kwargs=question),
    "learning:assignments": Entry(EVERYONE),
    "learning:assignment": Entry(frozenset({"worker"}), kwargs=of("assignment")),
    "learning:submission_file": Entry(MARKERS | {"worker"}, kwargs=of("submission")),
    "learning:finish": Entry(EVERYONE, kwargs=of("lesson"), posts=True),
}
FIGURE_READERS = OFFICERS | {"station_head", "reader"}
REPORTING = {
    "reporting:figures": Entry(FIGURE_READERS),
    "reporting:figure_lines": Entry(FIGURE_READERS),
    "reporting:class_brief": Entry(STAFF, kwargs=of("training_class")),
    "reporting:official_forms": Entry(FIGURE_READERS | {"class_teacher", "supervisor"}),
    "reporting:official_form_prepare": Entry(
        FIGURE_READERS, kwargs=lambda world: {"code": "annual-report"}, posts=True
    ),
    "reporting:prepared_file": Entry(frozenset({"officer"}), kwargs=of("prepared_file")),
    "reporting:official_form": Entry(FIGURE_READERS, kwargs=lambda world: {"code": "annual-report"}),
    "reporting:official_form_print": Entry(FIGURE_READERS, kwargs=lambda world: {"code": "annual-report"}),
    "reporting:official_form_workbook": Entry(
        FIGURE_READERS, kwargs=lambda world: {"code": "class-register"}
    ),
    "reporting:official_form_csv": Entry(FIGURE_READERS, kwargs=lambda world: {"code": "class-register"}),
    "reporting:official_form_identities": Entry(OFFICERS, kwargs=lambda world: {"code": "certificate-register"}),
    "reporting:official_form_document": Entry(FIGURE_READERS, kwargs=lambda world: {"code": "brief"}),
    "reporting:received_list": Entry(FIGURE_READERS),
    "reporting:received_new": Entry(OFFICERS),
    "reporting:received_table": Entry(READERS | {"reader"}, kwargs=of("received")),
    "reporting:received_point": Entry(
        STAFF, kwargs=of("received"), posts=True, data=lambda world: {"at": "B3"}
    ),
    "reporting:received_places": Entry(STAFF, kwargs=of("received"), posts=True),
    "reporting:received_fill": Entry(STAFF, kwargs=of("received"), posts=True),
    "reporting:received_filled": Entry(READERS | {"reader"}, kwargs=of("filled_table")),
    "reporting:received_workbook": Entry(READERS | {"reader"}, kwargs=of("filled_table")),
    "reporting:filing_list": Entry(FIGURE_READERS),
    "reporting:rules": Entry(FIGURE_READERS),
    "reporting:events": Entry(OFFICERS),
    "reporting:check_code": Entry(FIGURE_READERS),
    "reporting:rollup": Entry(FIGURE_READERS),
    "reporting:filing_new": Entry(OFFICERS),
    "reporting:filing": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_print": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_workbook": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_proof": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_correct": Entry(STAFF, kwargs=of("filing")),
    "reporting:filing_return": Entry(frozenset({"city"}), kwargs=of("filing")),
    "reporting:filing_step": Entry(frozenset({"city"}), kwargs=of("filing")),
    "reporting:filing_scan_add": Entry(STAFF, kwargs=of("filing")),
    "reporting:filing_scan": Entry(READERS | {"reader"}, kwargs=of("stamped")),
    "reporting:duty_new": Entry(OFFICERS),
    "reporting:import_list": Entry(OFFICERS),
    "reporting:import_new": Entry(OFFICERS),
    "reporting:import_page": Entry(STAFF, kwargs=of("batch")),
    "reporting:import_confirm": Entry(STAFF, kwargs=of("batch"), posts=True),
    "reporting:import_discard": Entry(STAFF, kwargs=of("batch"), posts=True),
    "reporting:import_undo": Entry(STAFF, kwargs=of("imported")),
}

ENTRIES: dict[str, Entry] = (
    ACCOUNT | KERNEL | CLASSES | PEOPLE | PLANS | STUDIOS | CERTIFICATES | JOBS | INBOX | LEARNING | REPORTING
)
