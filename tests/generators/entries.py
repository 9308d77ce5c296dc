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
CLASS_RUNNERS = STAFF | {"class_teacher"}
CLASS_READERS = CLASS_RUNNERS | {"department", "supervisor", "reader", "worker", "station_head"}


def of(name: str, attribute: str = "public_id", argument: str = "public_id") -> Any:
    """Keyword arguments of an address that names the world's `name`."""

    def kwargs(world: World) -> dict[str, Any]:
        return {argument: getattr(getattr(world, name), attribute)}

    return kwargs


def person(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id}


def grant(world: World) -> dict[str, Any]:
    return {"public_id": world.people["station_head"].public_id, "grant": world.grant.pk}


def posting(world: World) -> dict[str, Any]:
    return person(world) | {"posting": world.posting.pk}


def both(world: World) -> dict[str, Any]:
    return {"public_id": world.people["worker"].public_id, "other_id": world.twin.public_id}


def station(world: World) -> dict[str, Any]:
    return {"public_id": world.places.station.public_id}


ACCOUNT = {
    "account_login": Entry(public=True),
    "account_logout": Entry(public=True),
    "account_inactive": Entry(public=True),
    "account_reauthenticate": Entry(EVERYONE),
    "usersessions_list": Entry(EVERYONE),
    "mfa_index": Entry(EVERYONE),
    "mfa_activate_totp": Entry(EVERYONE),
    "mfa_generate_recovery_codes": Entry(EVERYONE),
    # Without a second factor there is nothing to see, and outside a log-in nothing to prove.
    "mfa_authenticate": Entry(closed=True),
    "mfa_reauthenticate": Entry(closed=True),
    "mfa_deactivate_totp": Entry(closed=True),
    "mfa_view_recovery_codes": Entry(closed=True),
    "mfa_download_recovery_codes": Entry(closed=True),
    "account_change_password": Entry(EVERYONE),
}
KERNEL = {
    "core:healthz": Entry(public=True),
    "desks:start": Entry(public=True),
    "desks:desk": Entry(EVERYONE),
    "desks:enter": Entry(public=True, kwargs=lambda world: {"key": "new-worker"}, posts=True),
    "cms:stored_file": Entry(EVERYONE, kwargs=lambda world: {"path": world.picture}),
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
        CLASS_READERS - {"class_teacher"} | STUDIO, kwargs=of("empty_class"), posts=True
    ),
    "courses:class_withdraw": Entry(CLASS_READERS | STUDIO, kwargs=of("training_class"), posts=True),
    "courses:roster_add": Entry(STAFF, kwargs=of("training_class")),
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
    "courses:session_mark": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_close": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:session_sheet": Entry(CLASS_RUNNERS, kwargs=of("session")),
    "courses:signed_in": Entry(frozenset({"studio_lead"}), kwargs=of("session")),
    "courses:late_mark_ask": Entry(CLASS_READERS | {"studio_lead"}, kwargs=of("past")),
    "courses:late_mark_list": Entry(OFFICERS | {"class_teacher"}),
    "courses:late_mark_approve": Entry(CLASS_RUNNERS, kwargs=of("asked"), posts=True),
    "courses:late_mark_decline": Entry(CLASS_RUNNERS, kwargs=of("asked"), posts=True),
}
PEOPLE = {
    "people:person_list": Entry(OFFICERS | {"station_head"}),
    "people:person_add": Entry(OFFICERS),
    "people:person_search": Entry(OFFICERS | {"station_head"}, posts=True),
    "people:person_found": Entry(kwargs=of("colleague", argument="search")),
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
STUDIOS = {
    "mentorship:studios": Entry(EVERYONE),
    "mentorship:overview": Entry(OFFICERS | {"supervisor", "reader"}),
    "mentorship:confirmations": Entry(EVERYONE),
    "mentorship:confirm": Entry(frozenset({"worker"}), kwargs=of("confirmation"), posts=True),
    "mentorship:object": Entry(frozenset({"worker"}), kwargs=of("confirmation")),
    "mentorship:amend": Entry(STUDIO, kwargs=of("confirmation")),
    "mentorship:record": Entry(STUDIO, kwargs=of("group")),
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
LEARNING = {
    "hours:mine": Entry(EVERYONE),
    "learning:home": Entry(EVERYONE),
    "learning:course": Entry(EVERYONE, kwargs=of("course")),
    "learning:lesson": Entry(EVERYONE, kwargs=of("lesson")),
    "learning:finish": Entry(EVERYONE, kwargs=of("lesson"), posts=True),
}
FIGURE_READERS = OFFICERS | {"station_head", "reader"}
REPORTING = {
    "reporting:figures": Entry(FIGURE_READERS),
    "reporting:figure_lines": Entry(FIGURE_READERS),
    "reporting:filing_list": Entry(FIGURE_READERS),
    "reporting:filing_new": Entry(OFFICERS),
    "reporting:filing": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_print": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_workbook": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_proof": Entry(READERS | {"reader"}, kwargs=of("filing")),
    "reporting:filing_correct": Entry(STAFF, kwargs=of("filing")),
    "reporting:filing_return": Entry(frozenset({"city"}), kwargs=of("filing")),
    "reporting:duty_new": Entry(OFFICERS),
    "reporting:import_list": Entry(OFFICERS),
    "reporting:import_new": Entry(OFFICERS),
    "reporting:import_page": Entry(STAFF, kwargs=of("batch")),
    "reporting:import_confirm": Entry(STAFF, kwargs=of("batch"), posts=True),
    "reporting:import_discard": Entry(STAFF, kwargs=of("batch"), posts=True),
    "reporting:import_undo": Entry(STAFF, kwargs=of("imported")),
}

ENTRIES: dict[str, Entry] = (
    ACCOUNT | KERNEL | CLASSES | PEOPLE | STUDIOS | CERTIFICATES | LEARNING | REPORTING
)
