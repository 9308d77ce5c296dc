"""Load a course that ships as files: pages, pictures, questions. Again changes nothing that an editor touched."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import SiteImage
from cms.services import tree
from core import events, records
from core.errors import RuleBroken
from courses.models import Course, CourseIndexPage, CoursePage, Lesson, LessonPage
from courses.models.lessons import Identity
from organisations.authority import Authority
from organisations.roles import Permission

NAMESPACE = uuid.UUID("6d5f9f0a-6a0c-4f51-9a0b-4c7f6a3a5b10")  # of the ids of loaded blocks


@transaction.atomic
def load(*, folder: Path, by: Authority, at: datetime) -> CoursePage:
    """Create or update the course in `folder` (course.json, lesson files, pictures).

    A page that an editor changed, unpublished or deleted since it was loaded is left as it is. Raises RuleBroken for
    whoever is neither the system nor an editor, OSError and KeyError for files that are missing or incomplete.
    """
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "载入课程要有“编辑课程”的权限。请联系上级主管部门授权。")
    content = _read(folder / "course.json")
    page, changed = _load_course(content, by=by, at=at)
    for name in content["lessons"]:
        lesson = _read(folder / name)
        picture = _picture(folder, lesson, by=by, at=at)
        changed += _load_lesson(lesson, course=page, prefix=content["slug"], picture=picture)
    if changed:
        events.record("courses.course.loaded", by=by, at=at, subject=page.course, data={"pages": changed})
    return page


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _load_course(content: dict[str, Any], *, by: Authority, at: datetime) -> tuple[CoursePage, int]:
    course, _made = Course.objects.get_or_create(code=content["slug"])
    page = CoursePage.objects.filter(course=course).first()
    fields = {name: content[name] for name in ("title", "summary", "audience", "kind", "tier")}
    digest = records.digest(records.canonical_json(fields))
    if page is None:
        page = CoursePage(course=course, slug=content["slug"], **fields)
        _index(by=by, at=at).add_child(instance=page)
    elif not _may_update(course, page, digest=digest):
        return page, 0
    return page, _publish(page, identity=course, fields=fields, digest=digest)


def _load_lesson(
    content: dict[str, Any], *, course: CoursePage, prefix: str, picture: SiteImage | None
) -> int:
    """How many pages were written: one or none."""
    lesson, is_new = Lesson.objects.get_or_create(code=f"{prefix}/{content['slug']}")
    page = LessonPage.objects.filter(lesson=lesson).first()
    source = content | {"picture": picture.source_digest if picture else ""}
    digest = records.digest(records.canonical_json(source))
    fields = {
        "title": content["title"], "summary": content["summary"], "minutes": content["minutes"],
        "body": json.dumps(_body(content, picture)), "questions": json.dumps(_questions(content)),
    }  # fmt: skip
    if page is None:
        if not is_new:
            return 0  # an editor deleted it
        page = LessonPage(lesson=lesson, slug=content["slug"], **fields)
        course.add_child(instance=page)
    elif not _may_update(lesson, page, digest=digest):
        return 0
    return _publish(page, identity=lesson, fields=fields, digest=digest)


def _may_update(identity: Identity, page: CoursePage | LessonPage, *, digest: str) -> bool:
    is_untouched = page.live and page.latest_revision_id == identity.loaded_revision
    return is_untouched and identity.loaded_digest != digest


def _publish(
    page: CoursePage | LessonPage, *, identity: Identity, fields: dict[str, Any], digest: str
) -> int:
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    page.refresh_from_db()
    identity.loaded_digest, identity.loaded_revision = digest, revision.pk
    identity.save(update_fields=["loaded_digest", "loaded_revision"])
    return 1


def _index(*, by: Authority, at: datetime) -> CourseIndexPage:
    home = tree.ensure_home(by=by, at=at)
    index: CourseIndexPage | None = CourseIndexPage.objects.first()
    if index is None:
        index = home.add_child(instance=CourseIndexPage(title=_("课程"), slug="courses"))
    return index


def _picture(folder: Path, content: dict[str, Any], *, by: Authority, at: datetime) -> SiteImage | None:
    name = content["image"]["file"]
    return tree.add_picture(path=folder / name, title=content["title"], by=by, at=at) if name else None


def _body(content: dict[str, Any], picture: SiteImage | None) -> list[dict[str, Any]]:
    blocks = []
    for place, block in enumerate(content["body"]):
        value = block.get("value")
        if block["type"] == "image":
            if picture is None:
                continue
            words = content["image"]
            value = {"image": picture.pk, "alt": words["alt"], "caption": words["caption"]}
        name = f"{content['slug']}/{place}"
        blocks.append({"type": block["type"], "value": value, "id": str(uuid.uuid5(NAMESPACE, name))})
    return blocks


def _questions(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"type": "question", "value": question, "id": str(uuid.uuid5(NAMESPACE, question["code"]))}
        for question in content["questions"]
    ]
