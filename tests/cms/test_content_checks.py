"""What keeps a draft from being published, what is only pointed out, and that the door of publishing asks."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import Page

from cms import publishing
from cms.content_checks import LARGEST_PICTURE_BYTES, refusals, remarks
from cms.models import SiteImage
from cms.models.release import before_approval
from cms.tasks import publish_scheduled
from core import clock
from core.errors import RuleBroken
from courses.lessons_in_use import lessons_in_use
from courses.models import CoursePage, LessonPage
from courses.services import lessons
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places
from tests.lessons import complete, pages
from tests.recordings import a_video, an_audio

NUMBER = "990000199001011234"


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    return pages(course)[0]


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("周编辑", Role.REVIEWER, places.city)))
    return client


def written(lesson: LessonPage, *blocks: tuple[str, object]) -> LessonPage:
    lesson.body = [*blocks]
    return lesson


def picture(*, noise: bool) -> SiteImage:
    """Noise weighs far more than a phone should load; a plain area next to nothing."""
    made = Image.effect_noise((1400, 1000), 120).convert("RGB") if noise else Image.new("RGB", (720, 400))
    stored = BytesIO()
    made.save(stored, "PNG")
    image = SiteImage(title="图", file=ContentFile(stored.getvalue(), name="图.png"))
    image.save()
    return image


def test_the_lessons_that_ship_may_be_published(course: CoursePage) -> None:
    assert [refusals(page) for page in pages(course)] == [[]] * len(pages(course))


@pytest.mark.parametrize(
    ("text", "word", "refused"),
    [
        (f"他的证件是{NUMBER}。", "身份证号", True),
        ("请打13800138000找他。", "手机号", True),
        ("站里电话0662-1234567。", "单位公开的电话", False),
        ("案主叫王小明，今年八岁。", "“王小明”像姓名", False),
        ("他在春江第二小学读书。", "像学校名称", False),
    ],
)
def test_traces_of_people_are_named_with_their_place(
    lesson: LessonPage, text: str, word: str, *, refused: bool
) -> None:
    found = remarks(written(lesson, ("heading", "开头"), ("paragraph", f"<p>{text}</p>")))
    assert [remark.is_refusal for remark in found] == [refused]
    assert str(found[0]).startswith("“正文”第2块（正文）：")
    assert word in str(found[0])
    assert NUMBER not in str(found[0])


def test_a_picture_needs_words_and_must_be_light(
    lesson: LessonPage, settings: object, tmp_path: Path
) -> None:
    light, heavy = picture(noise=False), picture(noise=True)
    good = {"image": light, "alt": "两个人在门口说话", "caption": "走访"}
    assert remarks(written(lesson, ("image", good))) == []
    [unread] = refusals(written(lesson, ("image", good | {"alt": "IMG_1.png"})))
    assert "替代文字" in unread.text
    [large] = refusals(written(lesson, ("image", good | {"image": heavy})))
    assert "超过40kB" in large.text
    assert heavy.renditions.get().file.size > LARGEST_PICTURE_BYTES


def test_transcripts_captions_and_unknown_forms_are_asked_for_and_not_forced(
    lesson: LessonPage, at: datetime
) -> None:
    video, audio = a_video(at=at), an_audio(at=at)
    points = ["先问好"]
    found = remarks(
        written(
            lesson,
            ("video", {"recording": video, "key_points": points}),
            ("audio", {"recording": audio, "key_points": points}),
            ("form", {"code": "no-such-form"}),
        )
    )
    assert [(remark.is_refusal, remark.text[:4]) for remark in found] == [
        (False, "没有文字"), (False, "表格库里"),
    ]  # fmt: skip
    video.captions = ""
    [bare] = remarks(written(lesson, ("video", {"recording": video, "key_points": points})))
    assert "没有字幕" in bare.text


def test_several_pages_are_published_together_or_not_at_all(editor: Client, course: CoursePage) -> None:
    first, second = pages(course)[:2]
    for page in (first, second):
        page.unpublish()
    written(LessonPage.objects.get(pk=second.pk), ("paragraph", "<p>13800138000</p>")).save_revision()
    address = f"/cms/bulk/wagtailcore/page/publish/?id={first.pk}&id={second.pk}"
    answer = editor.post(address, follow=True)
    assert second.title in answer.content.decode()
    assert not Page.objects.filter(pk__in=[first.pk, second.pk], live=True).exists()
    editor.post(f"/cms/bulk/wagtailcore/page/publish/?id={first.pk}")
    assert Page.objects.get(pk=first.pk).live


def test_a_draft_below_is_checked_with_what_is_published_above_it(editor: Client, course: CoursePage) -> None:
    lesson = pages(course)[0]
    lesson.unpublish()
    written(LessonPage.objects.get(pk=lesson.pk), ("paragraph", "<p>13800138000</p>")).save_revision()
    answer = editor.post(
        f"/cms/bulk/wagtailcore/page/publish/?id={course.pk}", {"include_descendants": "on"}, follow=True
    )
    assert lesson.title in answer.content.decode()
    assert not Page.objects.get(pk=lesson.pk).live


def test_a_reviewer_cannot_approve_what_an_editor_cannot_publish(lesson: LessonPage) -> None:
    assert publishing.refuse_unready in before_approval
    publishing.refuse_unready(lesson)
    written(LessonPage.objects.get(pk=lesson.pk), ("paragraph", f"<p>{NUMBER}</p>")).save_revision()
    with pytest.raises(RuleBroken, match="第1块"):
        publishing.refuse_unready(LessonPage.objects.get(pk=lesson.pk))


def test_a_draft_appears_at_the_hour_that_the_editor_set(lesson: LessonPage) -> None:
    lesson.title = "定了时间的标题"
    lesson.go_live_at = clock.now() + timedelta(hours=1)
    lesson.save_revision().publish()
    assert LessonPage.objects.get(pk=lesson.pk).title != "定了时间的标题"
    revision = LessonPage.objects.get(pk=lesson.pk).scheduled_revision
    assert revision is not None
    publish_scheduled()
    assert LessonPage.objects.get(pk=lesson.pk).title != "定了时间的标题"
    revision.approved_go_live_at = clock.now() - timedelta(minutes=1)  # the hour has come
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    publish_scheduled()
    assert LessonPage.objects.get(pk=lesson.pk).title == "定了时间的标题"


def test_two_versions_are_compared_block_by_block(editor: Client, lesson: LessonPage) -> None:
    old = lesson.live_revision
    lesson.body.append(("reflection", {"prompt": "您会怎样开口"}))
    lesson.body.append(("key_points", ["先听"]))
    new = lesson.save_revision()
    html = editor.get(f"/cms/pages/{lesson.pk}/revisions/compare/{old.pk}...{new.pk}/").content.decode()
    assert "您会怎样开口" in html
    assert "先听" in html


def test_the_editor_sees_what_is_found_and_who_is_learning_without_any_name(
    editor: Client, lesson: LessonPage, cast: Cast, places: Places
) -> None:
    done, open_one = cast.worker("陈小燕", places.station), cast.worker("黄建国", places.station)
    complete(lesson, done, clock.now())
    lessons.open_lesson(lesson=lesson.lesson, person=open_one, by=SYSTEM, at=clock.now())
    [line] = lessons_in_use(at=clock.now()).lines
    assert (line.title, line.learners, line.under_way) == (lesson.title, 2, 1)
    home = editor.get("/cms/").content.decode()
    assert "正在使用的节" in home
    assert lesson.title in home
    assert not [name for name in ("陈小燕", "黄建国") if name in home]
    written(lesson, ("paragraph", "<p>请打13800138000</p>")).save_revision()
    assert "改好才能发布" in editor.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()
