"""What the forms of the site are sent, filled in rightly."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from courses import overview
from reporting.words import QuestionKind
from tests.cast import identity_number
from tests.generators.world import World, webinar
from tests.reporting.uploads import Upload


def class_form(world: World) -> dict[str, Any]:
    return {
        "organiser": world.places.county.pk, "code": "2026-99", "name": "新班", "programme_name": "2026年培训",
        "starts_on": "2026-04-01", "ends_on": "2026-04-02", "report_year": "2026", "tier": "county",
        "audience": "front_line", "kind": "professional", "delivery_mode": "in_person", "state": "open",
    }  # fmt: skip


def lecturer_form() -> dict[str, Any]:
    return {"name": "新教员", "title": "教授", "unit": "省社科院", "fee_class": "full"}


def contract_form() -> dict[str, Any]:
    return {"document_number": "2026-8", "hours": "12", "amount": "9800.50", "money_source": "县级财政"}


def worker(world: World) -> dict[str, Any]:
    return {"person": [str(world.people["worker"].public_id)]}


def colleague(world: World) -> dict[str, Any]:
    return {"person": [str(world.colleague.public_id)]}


def leave(world: World) -> dict[str, Any]:
    return {"sessions": [world.waiting.pk], "reason": "病假"}


def shares(world: World) -> dict[str, Any]:
    return {f"seats_{world.places.station.public_id}": "3"}


def session_form(world: World) -> dict[str, Any]:
    return {
        "held_on": "2026-03-18", "half_day": "afternoon", "starts_at": "14:30", "ends_at": "17:30",
        "minutes": "180", "topic": "个案记录",
    }  # fmt: skip


def person_form(world: World) -> dict[str, Any]:
    return {
        "name": "新同事", "gender": "female", "identity_number": identity_number(77), "education": "bachelor",
        "qualification": "none", "organisation": str(world.places.station.public_id), "starts_on": "2026-03-01",
        "hired_on": "2026-03-01", "post_kind": "service",
    }  # fmt: skip


def posting_form(world: World) -> dict[str, Any]:
    return {
        "organisation": str(world.places.county.public_id),
        "starts_on": "2026-03-10",
        "post_kind": "service",
    }


def meeting_form(world: World) -> dict[str, Any]:
    members = {f"came_{member.pk}": "on" for member in world.group.members.all()} | {
        f"minutes_{member.pk}": "60" for member in world.group.members.all()
    }
    return members | {
        "held_on": "2026-03-13", "starts_at": "15:00", "minutes": "60", "topic": "记录怎么写", "format": "group",
    }  # fmt: skip


def assignment_form(world: World) -> dict[str, Any]:
    return {
        "target": f"class-{world.training_class.public_id}", "title": "个案报告", "task": "写一份个案报告",
        "rubric": "过程 | 60 | 写清每一步", "pass_points": "36",
    }  # fmt: skip


def answers(world: World) -> dict[str, Any]:
    page = world.lesson_page
    return {f"question-{version.pk}": sorted(version.right_keys) for version in overview.asked_in(page)}


def answered() -> dict[str, str]:
    """Every question that the facts may raise before a filing."""
    said = {f"answer-{kind.value}": "explained" for kind in QuestionKind}
    return said | {f"remark-{kind.value}": "已核实" for kind in QuestionKind}


def stamped() -> SimpleUploadedFile:
    return SimpleUploadedFile("盖章.pdf", b"%PDF-1.4 stamped anew")


def workbook() -> SimpleUploadedFile:
    name, content = next(iter(Upload().files().items()))
    return SimpleUploadedFile(name, content)


def days(world: World) -> dict[str, Any]:
    return {"opens_on": "2026-03-16", "closes_on": "2026-03-20"}


def paper_form(world: World) -> dict[str, Any]:
    return {"title": "新试卷", "pass_percent": "60", "review": "handed_in"}


def webinar_list(world: World) -> SimpleUploadedFile:
    return SimpleUploadedFile("参会名单.csv", webinar(world.colleague.name, world.session.held_on))


def dossier_file(world: World) -> dict[str, Any]:
    return {"item": "notice", "file": lambda: SimpleUploadedFile("通知.pdf", b"%PDF-1.4\n%%EOF\n")}
