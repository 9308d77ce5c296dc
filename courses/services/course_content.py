"""Load a course that ships as files: pages, pictures, questions. Again changes nothing that an editor touched."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.models import SiteImage
from cms.services import tree
from cms.services.late_indexing import once_each
from core import events, records
from core.errors import RuleBroken
from courses.models import Chapter, ChapterPage, Course, CourseIndexPage, CoursePage, Lesson, LessonPage
from courses.models.lessons import Identity
from courses.services import content_blocks, law_references
from organisations.authority import Authority
from organisations.roles import Permission


@transaction.atomic
@once_each()
def load(*, folder: Path, by: Authority, at: datetime) -> CoursePage:
    """Create or update the course in `folder` (course.json, lesson files, pictures).

    A page that an editor changed, unpublished or deleted since it was loaded is left as it is. Raises RuleBroken for
    whoever is neither the system nor an editor, OSError and KeyError for files that are missing or incomplete.
    """
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("content.not_yours", "载入课程要有“编辑课程”的权限。请联系上级主管部门授权。")
    content = _read(folder / "course.json")
    prefix = content["slug"]
    page, changed = _load_course(content, by=by, at=at)
    for part in _parts(content):
        chapter, written = _load_chapter(part, course=page, prefix=prefix) if part["title"] else (None, 0)
        changed += written
        for name in part["lessons"]:
            lesson = law_references.resolved(_read(folder / name), by=by, at=at)
            picture = _picture(folder, lesson, by=by, at=at)
            changed += _load_lesson(lesson, course=page, chapter=chapter, prefix=prefix, picture=picture)
    if changed:
        events.record("courses.course.loaded", by=by, at=at, subject=page.course, data={"pages": changed})
    return page


def _parts(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The chapters; a short course lists its lessons without any, and they stand directly below it."""
    direct = {"slug": "", "title": "", "lessons": content.get("lessons", [])}
    return [direct, *content.get("chapters", [])]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _load_course(content: dict[str, Any], *, by: Authority, at: datetime) -> tuple[CoursePage, int]:
    course, _made = Course.objects.get_or_create(code=content["slug"])
    page = CoursePage.objects.filter(course=course).first()
    fields = {name: content[name] for name in ("title", "summary", "audience", "kind", "tier")}
    fields["subjects"] = content.get("subjects", [])
    digest = _digest(fields)
    if page is None:
        page = CoursePage(course=course, slug=content["slug"], **fields)
        index = tree.ensure_index(CourseIndexPage, title=_("课程"), slug="courses", by=by, at=at)
        index.add_child(instance=page)
    elif not _may_update(course, page, digest=digest):
        return page, 0
    return page, _publish(page, identity=course, fields=fields, digest=digest)


def _load_chapter(part: dict[str, Any], *, course: CoursePage, prefix: str) -> tuple[ChapterPage | None, int]:
    """The chapter's page, None where an editor deleted it; and how many pages were written."""
    chapter, is_new = Chapter.objects.get_or_create(code=f"{prefix}/chapters/{part['slug']}")
    page = ChapterPage.objects.filter(chapter=chapter).first()
    fields = {"title": part["title"]}
    digest = _digest(fields)
    if page is None:
        if not is_new:
            return None, 0
        page = ChapterPage(chapter=chapter, slug=part["slug"], **fields)
        course.add_child(instance=page)
    elif not _may_update(chapter, page, digest=digest):
        return page, 0
    return page, _publish(page, identity=chapter, fields=fields, digest=digest)


def _load_lesson(
    content: dict[str, Any],
    *,
    course: CoursePage,
    chapter: ChapterPage | None,
    prefix: str,
    picture: SiteImage | None,
) -> int:
    """How many pages were written: one or none."""
    lesson, is_new = Lesson.objects.get_or_create(code=f"{prefix}/{content['slug']}")
    page = LessonPage.objects.filter(lesson=lesson).first()
    fields = {
        "title": content["title"], "summary": content["summary"], "minutes": content["minutes"],
        "body": json.dumps(content_blocks.body(content, picture=picture, prefix=prefix)),
        "questions": json.dumps(content_blocks.questions(content)),
    }  # fmt: skip
    digest = _digest(fields | {"chapter": chapter.chapter_id if chapter else None})
    if page is None:
        if not is_new:
            return 0  # an editor deleted it
        page = LessonPage(lesson=lesson, slug=content["slug"], **fields)
        (chapter or course).add_child(instance=page)
    elif not _may_update(lesson, page, digest=digest):
        return 0
    elif chapter is not None and page.get_parent().pk == course.pk:
        page.move(chapter, pos="last-child")  # it was loaded before the course had chapters
        page = LessonPage.objects.get(pk=page.pk)
    return _publish(page, identity=lesson, fields=fields, digest=digest)


def _digest(fields: dict[str, Any]) -> str:
    return records.digest(records.canonical_json(fields))


def _may_update(identity: Identity, page: CoursePage | ChapterPage | LessonPage, *, digest: str) -> bool:
    is_untouched = page.live and page.latest_revision_id == identity.loaded_revision
    return is_untouched and identity.loaded_digest != digest


def _publish(
    page: CoursePage | ChapterPage | LessonPage, *, identity: Identity, fields: dict[str, Any], digest: str
) -> int:
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision()
    revision.publish()
    page.refresh_from_db()
    identity.loaded_digest, identity.loaded_revision = digest, revision.pk
    identity.save(update_fields=["loaded_digest", "loaded_revision"])
    return 1


def _picture(folder: Path, content: dict[str, Any], *, by: Authority, at: datetime) -> SiteImage | None:
    name = (content.get("image") or {}).get("file")
    return tree.add_picture(path=folder / name, title=content["title"], by=by, at=at) if name else None
