"""One right form for every address that writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from courses import overview
from tests.cast import identity_number
from tests.generators.entries import both, grant, of, person, posting, station
from tests.generators.world import World
from tests.reporting.uploads import Upload

Kwargs = Callable[[World], dict[str, Any]]

# Views that read a form by POST and write nothing that a second arrival could double.
NOTHING_WRITTEN: set[str] = set()


@dataclass(frozen=True)
class Post:
    """Who sends what where. `in_session`: what is written lies in the sender's session alone."""

    persona: str
    kwargs: Kwargs | None = None
    data: Kwargs = lambda world: {}
    in_session: bool = False


def _class_form(world: World) -> dict[str, Any]:
    return {
        "organiser": world.places.county.pk, "code": "2026-99", "name": "新班", "programme_name": "2026年培训",
        "starts_on": "2026-04-01", "ends_on": "2026-04-02", "report_year": "2026", "tier": "county",
        "audience": "front_line", "kind": "professional", "delivery_mode": "in_person", "state": "open",
    }  # fmt: skip


def _session_form(world: World) -> dict[str, Any]:
    return {
        "held_on": "2026-03-18", "half_day": "afternoon", "starts_at": "14:30", "ends_at": "17:30",
        "minutes": "180", "topic": "个案记录",
    }  # fmt: skip


def _person_form(world: World) -> dict[str, Any]:
    return {
        "name": "新同事", "gender": "female", "identity_number": identity_number(77), "education": "bachelor",
        "qualification": "none", "organisation": str(world.places.station.public_id), "starts_on": "2026-03-01",
        "hired_on": "2026-03-01", "post_kind": "service",
    }  # fmt: skip


def _posting_form(world: World) -> dict[str, Any]:
    return {
        "organisation": str(world.places.county.public_id),
        "starts_on": "2026-03-10",
        "post_kind": "service",
    }


def _meeting_form(world: World) -> dict[str, Any]:
    members = {f"came_{member.pk}": "on" for member in world.group.members.all()} | {
        f"minutes_{member.pk}": "60" for member in world.group.members.all()
    }
    return members | {
        "held_on": "2026-03-13", "starts_at": "15:00", "minutes": "60", "topic": "记录怎么写", "format": "group",
    }  # fmt: skip


def _answers(world: World) -> dict[str, Any]:
    page = world.lesson_page
    return {f"question-{version.pk}": sorted(version.right_keys) for version in overview.asked_in(page)}


def _workbook() -> SimpleUploadedFile:
    name, content = next(iter(Upload().files().items()))
    return SimpleUploadedFile(name, content)


POSTS: dict[str, Post] = {
    "courses:class_add": Post("officer", data=_class_form),
    "courses:class_edit": Post("officer", of("training_class"), lambda world: _class_form(world) | {"name": "改名的班"}),
    "courses:class_cancel": Post("officer", of("empty_class"), lambda world: {"reason": "场地停用"}),
    "courses:class_state": Post("officer", of("training_class"), lambda world: {"state": "running"}),
    "courses:class_enrol": Post("worker", of("empty_class")),
    "courses:class_withdraw": Post("worker", of("training_class")),
    "courses:roster_add": Post("officer", of("training_class"), lambda world: {"names": "梁文珍"}),
    "courses:session_add": Post("officer", of("training_class"), _session_form),
    "courses:session_edit": Post("officer", of("waiting"), _session_form),
    "courses:session_remove": Post("officer", of("waiting")),
    "courses:session_open": Post("class_teacher", of("unopened")),
    "courses:session_tick": Post(
        "class_teacher", of("session"), lambda world: {"person": str(world.colleague.public_id)}
    ),
    "courses:session_mark": Post(
        "class_teacher", of("session"),
        lambda world: {"person": str(world.colleague.public_id), "state": "late_mark", "reason": "没有带手机"},
    ),
    "courses:session_close": Post(
        "class_teacher", of("session"), lambda world: {"head_count": "2", "note": "两人还没补签"}
    ),
    "courses:scan": Post("worker", lambda world: {"code": world.code}),
    "courses:late_mark_ask": Post("worker", of("session"), lambda world: {"reason": "没有扫到码"}),
    "courses:late_mark_approve": Post("class_teacher", of("asked")),
    "courses:late_mark_decline": Post("class_teacher", of("asked"), lambda world: {"answer": "没有签名"}),
    "people:person_add": Post("officer", data=_person_form),
    "people:person_edit": Post("officer", person, lambda world: _person_form(world) | {"name": "陈小雁"}),
    "people:person_move": Post("officer", person, _posting_form),
    "people:posting_add": Post("officer", person, _posting_form),
    "people:posting_end": Post("officer", posting, lambda world: {"on": "2026-03-10"}),
    "people:merge_confirm": Post("officer", both, lambda world: {"keep": "this"}),
    "people:grant_add": Post(
        "officer", person,
        lambda world: {"role": "station_head", "organisation": str(world.places.station.public_id), "starts_on": "2026-03-16"},
    ),
    "people:grant_end": Post("officer", grant, lambda world: {"on": "2026-03-16"}),
    "organisations:organisation_add": Post(
        "officer", station,
        lambda world: {
            "name": "东湖县青石镇新村社工点", "kind": "point", "line": "civil_affairs", "tier": "village",
            "area_code": "990121101001",
        },
    ),
    "organisations:organisation_rename": Post("officer", station, lambda world: {"name": "东湖县青石镇社工服务站"}),
    "organisations:organisation_move": Post(
        "city", station,
        lambda world: {"parent": str(world.places.other_county.public_id), "area_code": "990122105"},
    ),
    "mentorship:confirm": Post("worker", of("confirmation")),
    "mentorship:object": Post("worker", of("confirmation"), lambda world: {"text": "时间写错了"}),
    "mentorship:record": Post("studio_lead", of("group"), _meeting_form),
    "mentorship:withdraw": Post("studio_lead", of("meeting")),
    "certification:withdraw_registration": Post("officer", of("period")),
    "certification:end": Post("officer", of("certificate"), lambda world: {"state": "revoked", "reason": "发错了人"}),
    "certification:add_registration": Post(
        "officer", lambda world: {"public_id": world.people["station_head"].public_id},
        lambda world: {"level": "assistant", "kind": "first", "starts_on": "2026-01-01", "ends_on": "2028-12-31"},
    ),
    "mentorship:amend": Post("studio_lead", of("objected"), lambda world: {"minutes": "45"}),
    "organisations:organisation_end": Post(
        "city", lambda world: {"public_id": world.empty_station.public_id}, lambda world: {"on": "2026-03-16"}
    ),
    "people:person_search": Post("officer", data=lambda world: {"text": "陈小燕"}, in_session=True),
    "people:merge_search": Post("officer", person, lambda world: {"text": "李秋月"}, in_session=True),
    "learning:finish": Post("liaison", of("checked"), in_session=False),
    "reporting:import_new": Post("officer", data=lambda world: {"workbooks": _workbook}),
    "reporting:import_confirm": Post("officer", of("batch")),
    "reporting:import_discard": Post("officer", of("batch")),
    "reporting:import_undo": Post("officer", of("imported")),
    "reporting:duty_new": Post(
        "city",
        data=lambda world: {
            "organisation": str(world.places.other_county.public_id), "report_year": "2026", "due_on": "2026-04-01",
        },
    ),
    "reporting:filing_new": Post(
        "officer", data=lambda world: {"organisation": str(world.places.county.public_id), "year": "2026"}
    ),
    "reporting:filing_correct": Post("officer", of("changed_filing"), lambda world: {"reason": "补录一次签到"}),
    "reporting:filing_return": Post("city", of("filing"), lambda world: {"remark": "请核对第2期人数"}),
    "desks:enter": Post("anonymous", lambda world: {"key": "new-worker"}, in_session=True),
    "learning:lesson": Post("station_head", of("lesson"), _answers),
}  # fmt: skip
