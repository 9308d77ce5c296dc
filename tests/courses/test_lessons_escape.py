"""Whatever an editor or a file puts into a text stays text."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, LessonPage
from tests.cast import Cast, Places
from tests.lessons import as_form, pages, right_answers

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def poisoned(course: CoursePage) -> LessonPage:
    """A lesson whose every plain text carries a script."""
    page = pages(course)[0]
    page.title = page.summary = PAYLOAD
    page.body = json.dumps(
        [
            {"type": "heading", "value": PAYLOAD},
            {"type": "key_points", "value": [PAYLOAD]},
            {"type": "case", "value": {"title": PAYLOAD, "text": PAYLOAD}},
            {"type": "image", "value": _picture(page)},
        ]
    )
    for question in page.questions:
        question.value["stem"] = question.value["explanation"] = PAYLOAD
        question.value["options"][0]["text"] = PAYLOAD
    page.save_revision().publish()
    found: LessonPage = LessonPage.objects.get(pk=page.pk)
    return found


def _picture(page: LessonPage) -> dict[str, object]:
    block = next(block for block in page.body if block.block_type == "image")
    return {"image": block.value["image"].pk, "alt": PAYLOAD, "caption": PAYLOAD}


def test_scripts_in_titles_texts_pictures_and_questions_are_shown_as_text(
    client: Client, places: Places, cast: Cast, poisoned: LessonPage, course: CoursePage
) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    address = reverse("learning:lesson", args=[poisoned.lesson.public_id])
    before = [client.get(url).content.decode() for url in (address, reverse("learning:home"))]
    client.post(address, as_form(right_answers(poisoned), action_key=str(uuid.uuid4())))
    after = [address, reverse("hours:mine"), reverse("learning:course", args=[course.course.public_id])]
    for html in [*before, *(client.get(url).content.decode() for url in after)]:
        assert "&lt;script&gt;alert(1)" in html
        assert "<script" not in html.replace('<script src="/static/js/', "")
        assert "<img src=x" not in html
        assert 'alt=""' not in html
