"""One right form for every address that writes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.dossier_words import DossierItem
from courses.evaluation_words import EvaluationPart
from people.models import Person
from people.services import wechat
from tests.generators import forms
from tests.generators.personas import appointment, both, grant, of, person, posting, question, station
from tests.generators.received import workbook as received_workbook
from tests.generators.world import NEWCOMERS_PHONE, World

Kwargs = Callable[[World], dict[str, Any]]

# Views that read a form by POST and write nothing that a second arrival could double.
# A cookie and a preference, the same however often.
# A search of the register of lecturers is posted, since names do not belong into addresses.
# A returned list is read and shown; what it proposes is posted as a nomination.
# Answers of a paper: the same answer again is the same answer, and a later one wins.
NOTHING_WRITTEN = {
    "core:large_type",
    "courses:class_receipt",
    "courses:lecturer_list",
    "choose_language",
    "papers:answer",
    "papers:sitting",
}


@dataclass(frozen=True)
class Post:
    """Who sends what where. `in_session`: what is written lies in the sender's session alone.

    `prepare` brings the sender to where the form stands.
    """

    persona: str
    kwargs: Kwargs | None = None
    data: Kwargs = lambda world: {}
    in_session: bool = False
    prepare: Callable[[Client, World], None] | None = None

    def client(self, world: World) -> Client:
        """The sender's browser, on the page of the form."""
        client = world.client(self.persona)
        if self.prepare is not None:
            self.prepare(client, world)
        return client


def _proved(phone: str) -> Callable[[Client, World], None]:
    """Somebody whose code has come back; nothing counts against the number."""

    def prepare(client: Client, world: World) -> None:
        cache.clear()
        session = client.session
        session["proved_phone"] = {"phone": phone, "method": "code", "person": None, "at": time.time()}
        session.save()

    return prepare


def _bound(client: Client, world: World) -> None:
    wechat.bind(account=world.people["worker"].account, uid="openid", at=world.at)


def _new_at_the_station(client: Client, world: World) -> None:
    """Somebody there owes the pre-service training."""
    hired = world.at.date() - timedelta(days=20)
    Person.objects.filter(pk=world.people["station_head"].pk).update(hired_on=hired)


def person_with_phone(world: World) -> dict[str, Any]:
    return {"public_id": Person.objects.get(name="谭小芳").public_id}


def _unlimited(client: Client, world: World) -> None:
    cache.clear()


def _with_a_code(client: Client, world: World) -> None:
    """Somebody to whose new number a code was sent."""
    session = client.session
    session["code_for_new_phone"] = {
        "phone": "13911110009", "code": "123456", "at": time.time(), "failed_attempts": 0, "proved": True,
    }  # fmt: skip
    session.save()


POSTS: dict[str, Post] = {
    "courses:class_test_new": Post(
        "officer", of("empty_class"), lambda world: forms.days(world) | {"version": str(world.class_test.version_id)}
    ),
    "courses:class_test": Post("worker", of("class_test")),
    "courses:class_test_days": Post("officer", of("class_test"), forms.days),
    "courses:class_test_withdraw": Post("officer", of("class_test")),
    "papers:new": Post(
        "officer", data=lambda world: forms.paper_form(world) | {"organisation": str(world.places.county.public_id)}
    ),
    "papers:edit": Post("officer", of("paper"), forms.paper_form),
    "papers:questions": Post("officer", of("paper"), lambda world: {"numbers": [world.spare_question.pk]}),
    "papers:draw": Post("officer", of("paper"), lambda world: {"count": "1"}),
    "papers:item": Post("officer", of("paper"), lambda world: {"deed": "up", "position": "2"}),
    "papers:state": Post("officer", of("paper"), lambda world: {"step": "publish"}),
    "papers:sit": Post("other_worker", of("open_paper")),
    "papers:hand_in": Post("worker", of("sitting")),
    "courses:class_add": Post("officer", data=forms.class_form),
    "courses:class_edit": Post("officer", of("training_class"), lambda world: forms.class_form(world) | {"name": "改名的班"}),
    "courses:class_cancel": Post("officer", of("empty_class"), lambda world: {"reason": "场地停用"}),
    "courses:class_state": Post("officer", of("training_class"), lambda world: {"state": "running"}),
    "courses:class_enrol": Post("worker", of("empty_class")),
    "courses:class_withdraw": Post("worker", of("training_class")),
    "courses:class_give_up": Post("worker", of("asked_class")),
    "courses:class_completion_terms": Post(
        "officer", of("training_class"), lambda world: {"attendance_percent": "70", "needs_test": "on"}
    ),
    "courses:completion_correct": Post(
        "officer", of("completion_result"), lambda world: {"completes": "no", "reason": "看错了人"}
    ),
    "courses:class_evaluate": Post(
        "worker", of("closed_class"), lambda world: {part.value: "4" for part in EvaluationPart}
    ),
    "courses:class_evaluation_end": Post("officer", of("closed_class")),
    "courses:leave_ask": Post("worker", of("training_class"), forms.leave),
    "courses:leave_approve": Post("class_teacher", of("leave")),
    "courses:leave_decline": Post("class_teacher", of("leave"), lambda world: {"answer": "当天有考核"}),
    "courses:class_outsiders": Post("class_teacher", of("training_class"), lambda world: {"people": "李四 县妇联"}),
    "courses:outsider_remove": Post("class_teacher", of("outsider")),
    "courses:class_nominate": Post("station_head", of("empty_class"), forms.colleague),
    "courses:class_places": Post("officer", of("asked_class"), lambda world: forms.worker(world) | {"action": "approve"}),
    "courses:class_quotas": Post("officer", of("empty_class"), forms.shares),
    "courses:class_terms": Post("officer", of("empty_class"), lambda world: {"mode": "approval", "min_years": "1"}),
    "courses:class_courses": Post(
        "officer", of("training_class"), lambda world: {"courses": [str(world.course.public_id)]}
    ),
    "courses:roster_add": Post("officer", of("training_class"), lambda world: {"names": "梁文珍"}),
    "courses:class_copy": Post(
        "officer", of("training_class"),
        lambda world: {"starts_on": "2027-03-15", "code": "2027-01", "name": "岗前培训班", "programme_name": "岗前培训"},
    ),
    "courses:lecturer_add": Post("officer", data=lambda world: forms.lecturer_form() | {"owner": world.places.county.pk}),
    "courses:lecturer_edit": Post("officer", of("lecturer"), lambda world: forms.lecturer_form()),
    "courses:lecturer_retire": Post("officer", of("lecturer"), lambda world: {"to": "rest"}),
    "courses:class_contract": Post(
        "officer", of("contracted_class"), lambda world: {"accepted_on": "2026-03-16", "note": "按实际时长结算"}
    ),
    "courses:class_contract_edit": Post("officer", of("contracted_class"), lambda world: forms.contract_form()),
    "courses:class_acceptance_withdraw": Post("officer", of("accepted_class")),
    "courses:class_budget": Post(
        "officer", of("training_class"), lambda world: {"item_0": "师资费", "planned_0": "8000", "spent_0": "7500.5"}
    ),
    "courses:class_teachers": Post(
        "officer", of("empty_class"),
        lambda world: {"person": "李秋月", "starts_on": "2026-03-16", "last_on": "2026-03-18"},
    ),
    "courses:class_teacher_end": Post("officer", appointment),
    "courses:class_notice_edit": Post(
        "officer", of("training_class"), lambda world: {"document_number": "东民〔2026〕7号", "reply_by": "2026-03-14"}
    ),
    "courses:class_handbook_edit": Post("officer", of("training_class"), lambda world: {"rules": "请准时到场"}),
    "courses:class_groups": Post("officer", of("training_class"), lambda world: {"deed": "deal", "count": "2"}),
    "courses:class_dossier": Post("officer", of("training_class"), forms.dossier_file),
    "courses:class_archive": Post(
        "officer", of("completed_class"), lambda world: {f"reason_{item}": "没有要求" for item in DossierItem}
    ),
    "courses:dossier_file_hand_out": Post(
        "officer", of("dossier_file"), lambda world: {"deed": "take_back"}
    ),
    "courses:dossier_file_remove": Post("officer", of("dossier_file")),
    "courses:own_calendar": Post("station_head", data=lambda world: {"deed": "renew"}),
    "courses:class_plan": Post(
        "officer", of("training_class"), lambda world: {"lines": "2026-03-18 晚上 19:00-20:00 个案记录"}
    ),
    "courses:session_add": Post("officer", of("training_class"), forms.session_form),
    "courses:session_edit": Post("officer", of("waiting"), forms.session_form),
    "courses:session_remove": Post("officer", of("waiting")),
    "courses:session_open": Post("class_teacher", of("unopened")),
    "courses:session_tick": Post(
        "class_teacher", of("session"), lambda world: {"person": str(world.colleague.public_id)}
    ),
    "courses:session_roll_call": Post(
        "class_teacher", of("session"),
        lambda world: {"person": str(world.colleague.public_id), "state": "late"},
    ),
    "courses:session_name_call": Post("class_teacher", of("session"), lambda world: {"count": "1"}),
    "courses:name_call": Post("class_teacher", of("name_call"), lambda world: {"there_1": "on"}),
    "courses:session_online": Post(
        "class_teacher", of("session"), lambda world: {"file": lambda: forms.webinar_list(world)}
    ),
    "courses:online_list": Post("class_teacher", of("online_list"), lambda world: {}),
    "courses:scan_person": Post(
        "class_teacher", lambda world: {"code": world.personal_code},
        lambda world: {"session": str(world.session.public_id)},
    ),
    "courses:session_paper": Post(
        "class_teacher", of("session"),
        lambda world: {f"state_{world.colleague.public_id.hex}": "present", "reason": "会场没有网络"},
    ),
    "courses:session_sign_out": Post("class_teacher", of("session")),
    "courses:session_mark": Post(
        "class_teacher", of("session"),
        lambda world: {"person": str(world.colleague.public_id), "state": "late_mark", "reason": "没有带手机"},
    ),
    "courses:session_close": Post(
        "class_teacher", of("session"), lambda world: {"head_count": "2", "note": "两人还没补签"}
    ),
    "courses:scan": Post("worker", lambda world: {"code": world.code}),
    "courses:pace_note": Post("station_head", of("pace_note"), lambda world: {"state": "normal"}),
    "courses:assignment_new": Post("officer", data=forms.assignment_form),
    "courses:mark": Post(
        "class_teacher", of("submission"), lambda world: {"deed": "mark", "points_1": "50", "remarks": "写得清楚"}
    ),
    "courses:correction": Post("editor", of("correction"), lambda world: {"state": "fixed"}),
    "learning:correct": Post("worker", of("lesson"), lambda world: {"text": "第二段的限额是去年的"}),
    "learning:reflection": Post("worker", question, lambda world: {"text": "下次走访先自我介绍"}),
    "learning:assignment": Post("worker", of("assignment"), lambda world: {"text": "案主A的需求评估"}),
    "courses:late_mark_ask": Post("worker", of("session"), lambda world: {"reason": "没有扫到码"}),
    "courses:late_mark_approve": Post("class_teacher", of("asked")),
    "courses:late_mark_decline": Post("class_teacher", of("asked"), lambda world: {"answer": "没有签名"}),
    "account_who": Post("anonymous", prepare=_proved(NEWCOMERS_PHONE), data=lambda world: {"next": "/hours/"}),
    "account_ask": Post(
        "anonymous", prepare=_proved("13911110008"),
        data=lambda world: {"name": "蓝小花", "place": world.places.station.name, "post": "社工"},
    ),
    "account_phone": Post("worker", prepare=_unlimited, data=lambda world: {"phone": "13911110007"}),
    "account_phone_code": Post("worker", prepare=_with_a_code, data=lambda world: {"code": "123456"}),
    # Outside a log-in that lacks a proof these two only lead on; with one, see the tests of the second factor.
    "account_second": Post("worker", in_session=True),
    "account_second_code": Post("worker", in_session=True, data=lambda world: {"code": "123456"}),
    # Just logged in, nobody has to prove anything; see the tests of the proof before an export.
    "account_prove": Post("worker", in_session=True),
    "account_prove_code": Post("worker", in_session=True, data=lambda world: {"code": "123456"}),
    "usersessions_list": Post("worker"),
    "weixin_unbind": Post("worker", prepare=_bound, data=lambda world: {}),
    "people:paper_code": Post("officer", person_with_phone),
    "people:access_request": Post("officer", of("access_request"), lambda world: {"who": "new"}),
    "people:access_request_refuse": Post("officer", of("access_request"), lambda world: {"reason": "查无此人"}),
    "people:person_add": Post("officer", data=forms.person_form),
    "people:person_edit": Post("officer", person, lambda world: forms.person_form(world) | {"name": "陈小雁"}),
    "people:person_move": Post("officer", person, forms.posting_form),
    "people:posting_add": Post("officer", person, forms.posting_form),
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
    "mentorship:record": Post("studio_lead", of("group"), forms.meeting_form),
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
    "feedback:write": Post("anonymous", data=lambda world: {"category": "suggestion", "text": "希望字再大一点"}),
    "complaints:handle": Post(
        "operator", of("complaint", "code", "code"),
        lambda world: {"note": "", "answer": "已经改了", "revision": "0", "state": "answered"},
    ),
    "news:submit": Post(
        "station_head",
        data=lambda world: {
            "organisation": world.places.station.pk, "title": "社工节", "text": "3月17日是社工节。", "facts_from": "",
        },
    ),
    "news:submission": Post("editor", of("news_submission"), lambda world: {"reason": "", "verdict": "adopt"}),
    "news:bind": Post(
        "editor",
        data=lambda world: {
            "title": "社会工作简报", "publisher": "榕江市民政局", "issued_on": "2026-03-16",
            "pages": [world.unbound_piece.pk],
        },
    ),
    "privacy:acknowledge": Post("worker", data=lambda world: {"version": "1", "next": "/hours/"}),
    "people:person_search": Post("officer", data=lambda world: {"text": "陈小燕"}, in_session=True),
    "people:merge_search": Post("officer", person, lambda world: {"text": "李秋月"}, in_session=True),
    "inbox:read_all": Post("worker"),
    "inbox:channels": Post("worker", data=lambda world: {"channels": ["email"], "email": "chen@example.org"}),
    "plans:waive": Post(
        "officer", person,
        lambda world: {
            "requirement": "in-service|hours", "first_day": "2026-03-01", "last_day": "", "reason": "产假期间补足",
            "document": "东民〔2026〕3号",
        },
    ),
    "plans:pause": Post(
        "officer", person,
        lambda world: {
            "kind": "leave", "first_day": "2026-03-01", "last_day": "2026-04-01", "reason": "休产假", "document": "请假单",
        },
    ),
    "plans:accept": Post(
        "officer", person,
        lambda world: {
            "requirement": "in-service|hours", "hours": "6", "day": "2026-03-01", "last_day": "", "reason": "省里培训",
            "document": "结业证书",
        },
    ),
    "plans:pause_end": Post("officer", of("pause"), lambda world: {"last_day": "2026-03-20"}),
    "plans:withdraw": Post(
        "officer", lambda world: {"table": "pauses", "public_id": world.pause.public_id}
    ),
    "learning:finish": Post("liaison", of("checked"), in_session=False),
    "assessment:question_move": Post("editor", of("question", "pk", "number"), lambda world: {"to": "review"}),
    "assessment:import_new": Post("editor", data=lambda world: {"pasted": "走访前先做什么{=预约 ~敲门}"}),
    "assessment:import_confirm": Post("editor", of("question_batch"), lambda world: {"without_refused": "on"}),
    "assessment:import_discard": Post("editor", of("question_batch")),
    "reporting:import_new": Post("officer", data=lambda world: {"workbooks": forms.workbook}),
    "reporting:import_confirm": Post("officer", of("batch")),
    "reporting:import_discard": Post("officer", of("batch")),
    "reporting:import_undo": Post("officer", of("imported")),
    "jobs:job_cancel": Post("officer", of("job")),
    "reporting:official_form_prepare": Post("officer", lambda world: {"code": "annual-report"}),
    "reporting:official_form_identities": Post(
        "officer", lambda world: {"code": "certificate-register"}, lambda world: {"purpose": "exam", "basis": "报名通知"}
    ),
    "reporting:received_new": Post(
        "officer",
        data=lambda world: {
            "organisation": str(world.places.county.public_id),
            "workbook": lambda: SimpleUploadedFile("上级来表.xlsx", received_workbook(world.places)),
        },
    ),
    "reporting:received_point": Post(
        "officer", of("received"), lambda world: {"at": "B3", "seen": "1", "axis": "cell", "by_hand": "on"}
    ),
    "reporting:received_places": Post("officer", of("untouched"), lambda world: {"seen": "0"}),
    "reporting:received_fill": Post("officer", of("received"), lambda world: {"year": "2026"}),
    "reporting:duty_new": Post(
        "city",
        data=lambda world: {
            "organisation": str(world.places.other_county.public_id), "report_year": "2026", "due_on": "2026-04-01",
        },
    ),
    "reporting:filing_new": Post(
        "officer",
        data=lambda world: {"organisation": str(world.places.county.public_id), "year": "2026"} | forms.answered(),
    ),
    "reporting:filing_draft_discard": Post("officer", of("filing_draft")),
    "reporting:filing_correct": Post("officer", of("changed_filing"), lambda world: {"reason": "补录一次签到"} | forms.answered()),
    "reporting:filing_step": Post("city", of("filing"), lambda world: {"step": "city_review"}),
    "reporting:filing_scan_add": Post("officer", of("filing"), lambda world: {"file": forms.stamped}),
    "reporting:filing_return": Post("city", of("filing"), lambda world: {"remark": "请核对第2期人数"}),
    "desks:remind": Post("officer", prepare=_new_at_the_station),
    "desks:view_new": Post("officer", data=lambda world: {"address": "/filings/?year=2026", "name": "今年"}),
    "desks:view_remove": Post("officer", of("saved_view")),
    "desks:switch": Post("station_head", data=lambda world: {"desk": "learner"}, in_session=True),
    "desks:enter": Post("anonymous", lambda world: {"key": "new-worker"}, in_session=True),
    "learning:lesson": Post("station_head", of("lesson"), forms.answers),
}  # fmt: skip
