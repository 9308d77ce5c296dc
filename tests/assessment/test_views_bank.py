"""The pages of the bank: read, mend, confirm, look over, export; only for editors, and always with as many queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment.item_statistics import statistics_of
from assessment.models import Question
from assessment.paper_querysets import versions_asked
from assessment.querysets import all_questions
from assessment.services import attempts, question_imports, questions
from assessment.services.questions import QuestionDetails
from assessment.words import QuestionFormat, QuestionKind
from core import actions
from core.models import ImportBatch
from organisations.authority import SYSTEM
from organisations.roles import Role
from tests.assessment.papers import a_paper, answer, begun, sat
from tests.cast import Cast, Places

LIST, NEW = "/questions/", "/questions/import/"


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("周编辑", Role.EDITOR, places.city)))
    return client


def write(client: Client, address: str, **data: object) -> str:
    """Post a form with a key of its own; the page that follows."""
    answer = client.post(address, data | {actions.FIELD: actions.new_key()}, follow=True)
    return answer.content.decode()


def fill(text: str, at: datetime) -> None:
    batch = question_imports.stage(
        name="题", content=text.encode(), format_=QuestionFormat.GIFT, by=SYSTEM, at=at
    )
    question_imports.confirm(batch=batch, without_refused=False, by=SYSTEM, at=at)


def test_a_file_with_a_bad_question_is_mended_and_confirmed(editor: Client) -> None:
    html = write(editor, NEW, pasted="先做什么{=听 ~说}\n\n连线{=甲 -> 乙 =丙 -> 丁}")
    batch = ImportBatch.objects.get()
    assert "配对题" in html
    refused = editor.post(
        reverse("assessment:import_confirm", args=[batch.public_id]), {actions.FIELD: actions.new_key()}
    )
    assert (refused.status_code, Question.objects.count()) == (422, 0)
    assert "先做什么{=听 ~说}" in editor.get(f"{NEW}?mend={batch.public_id}").content.decode()
    write(editor, NEW, pasted="先做什么{=听 ~说}")
    mended = ImportBatch.objects.latest("pk")
    assert "已导入1道题" in write(editor, reverse("assessment:import_confirm", args=[mended.public_id]))
    assert all_questions().get().versions.get().stem == "先做什么"


def test_a_bank_that_changed_is_shown_again_before_it_is_written(editor: Client, at: datetime) -> None:
    write(editor, NEW, pasted="// [id:a]\n甲题改{T}")
    batch = ImportBatch.objects.get()
    fill("// [id:a]\n甲题{T}", at)
    confirm = reverse("assessment:import_confirm", args=[batch.public_id])
    assert "读取之后题库有改动" in write(editor, confirm)
    assert all_questions().get().versions.get().stem == "甲题"
    assert "已导入1道题" in write(editor, confirm)


def test_a_refused_file_says_why_and_keeps_nothing(editor: Client) -> None:
    bomb = SimpleUploadedFile("题.xml", b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>')
    assert "DOCTYPE" in write(editor, NEW, upload=bomb)
    assert "两者取其一" in write(editor, NEW)
    assert not ImportBatch.objects.exists()


def test_the_list_is_filtered_and_exported(editor: Client, at: datetime) -> None:
    fill("$CATEGORY: 法规\n\n// [id:a] [tag:科目:政策]\n甲题{T}\n\n// [id:b]\n乙题{=一 ~二}", at)
    html = editor.get(LIST, {"kind": "single"}).content.decode()
    assert ("乙题" in html, "甲题" in html) == (True, False)
    assert "甲题" in editor.get(LIST, {"tag": "政策"}).content.decode()
    exported = editor.get("/questions/export/", {"file_format": "gift", "kind": "single"})
    assert "attachment" in exported["Content-Disposition"]
    assert "乙题" in exported.content.decode()
    assert "甲题" not in exported.content.decode()
    left = editor.get("/questions/export/", {"file_format": "aiken"}).content.decode()
    assert "只能放单选题" in left
    rest = re.search(r'href="\?(file_format=aiken[^"]*)"', left)
    assert rest is not None
    assert (
        editor.get("/questions/export/?" + rest[1].replace("&amp;", "&")).content.decode().startswith("乙题")
    )


def test_the_list_takes_as_many_queries_however_long_it_is(
    editor: Client, at: datetime, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    editor.get(LIST)
    fill("// [tag:科目:政策]\n题零{T}", at)
    few = count_queries(lambda: editor.get(LIST))
    fill("\n\n".join(f"// [tag:科目:政策]\n题{number}{{T}}" for number in range(1, 30)), at)
    assert count_queries(lambda: editor.get(LIST)) == few


def test_a_question_shows_its_versions_and_goes_through_its_states(editor: Client, at: datetime) -> None:
    fill("// [id:a]\n甲题{T}", at)
    fill("// [id:a]\n甲题改过{T}", at)
    page = reverse("assessment:question", args=[all_questions().get().pk])
    html = editor.get(page).content.decode()
    assert ("第1版" in html, "第2版" in html, "满10人" in html) == (True, True, True)
    assert "已改为“审题”" in write(editor, page + "move/", to="review")
    assert "不能直接改成" in write(editor, page + "move/", to="retired")
    assert "[id:a]" in editor.get(f"{NEW}?question={all_questions().get().pk}").content.decode()


def test_statistics_count_each_person_once_and_wait_for_ten(
    editor: Client, places: Places, cast: Cast, at: datetime
) -> None:
    asked = [
        QuestionDetails(f"q-{number}", QuestionKind.SINGLE, f"第{number}题", (("甲", True), ("乙", False)))
        for number in (1, 2)
    ]
    check = questions.set_check(check=None, questions=asked, by=SYSTEM, at=at)
    first, second = [item.version for item in check.items.select_related("version")]
    page = reverse("assessment:question", args=[first.question_id])
    for number in range(10):
        if number == 9:
            assert "满10人" in editor.get(page).content.decode()
        person, chosen = cast.worker(f"社工{number}", places.station), frozenset("A" if number < 6 else "B")
        for given in (chosen, frozenset("A")):  # the second hand-in does not count
            answers = {first.pk: given, second.pk: chosen}
            attempts.hand_in(check=check, person=person, answers=answers, area_code="", at=at)
    html = editor.get(page).content.decode()
    assert "10人首次作答，60%全对" in html
    assert "区分度1.0" in html


def test_statistics_count_papers_too_and_what_was_left_out_as_not_right(
    editor: Client, places: Places, cast: Cast, at: datetime
) -> None:
    version = a_paper(places.county, at, questions=2)
    first = versions_asked(version)[0]
    for number in range(10):
        keys = ("A" if number < 4 else "B" if number < 7 else "", "A")  # three leave it out
        sat(version, cast.worker(f"社工{number}", places.station), at, keys)
    running = begun(version, cast.worker("没交卷", places.station), at)
    answer(running, ["A"], at)
    html = editor.get(reverse("assessment:question", args=[first.question_id])).content.decode()
    assert "10人首次作答，40%全对" in html
    assert [one.chosen for one in statistics_of(first, is_short=False).options] == [4, 3, 0]


def test_nobody_else_opens_the_bank(client: Client, places: Places, cast: Cast, at: datetime) -> None:
    fill("甲题{T}", at)
    client.force_login(cast.account(cast.with_role("赵县级", Role.OFFICER, places.county)))
    assert client.get(LIST).status_code == 403
    assert client.get(reverse("assessment:question", args=[all_questions().get().pk])).status_code == 404
