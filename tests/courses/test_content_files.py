"""Every text that ships: courses, laws, cases, forms and news. Their shape, their style, what they must never contain."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image
from wagtail.models import Page

from assessment.rules import problem_of
from assessment.words import QuestionKind
from cms.models import NewsPage
from cms.words import NewsTier
from core.text_guard import Trace, traces
from courses.models import CasePage, Lesson, LessonPage
from courses.words import Audience, CaseKind, ClassKind, Tier

ROOT = Path(__file__).resolve().parents[2]
COURSES = ROOT / "courses" / "content"
SITE = ROOT / "site" / "cms" / "content"


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


FOLDERS = sorted(path.parent for path in COURSES.glob("*/course.json"))
OUTLINES: dict[str, dict[str, Any]] = {folder.name: _json(folder / "course.json") for folder in FOLDERS}


def _names(outline: dict[str, Any]) -> list[str]:
    return [name for chapter in outline["chapters"] for name in chapter["lessons"]]


LESSONS: dict[str, dict[str, Any]] = {
    f"{folder}/{name}": _json(COURSES / folder / name)
    for folder, outline in OUTLINES.items()
    for name in _names(outline)
}
CASES = {path.name: _json(path) for path in sorted((COURSES / "cases").glob("*.json"))}
FORMS = {path.name: _json(path) for path in sorted((SITE / "forms").glob("*.json"))}
NEWS = {path.name: _json(path) for path in sorted((SITE / "news").glob("*.json"))}
LAWS: list[dict[str, Any]] = _json(SITE / "laws.json")
ARTICLES = {f"{law['code']}#{article['number']}" for law in LAWS for article in law["articles"]}
QUESTIONS = [question for lesson in LESSONS.values() for question in lesson["questions"]]
EVERYTHING: dict[str, Any] = {**LESSONS, **CASES, **FORMS, **NEWS, **OUTLINES, "laws.json": LAWS}

COURSE_COUNT = 3
LEAST_LESSONS = 6
ALLOWED_TAGS = {"p", "ul", "ol", "li", "b"}
OPTIONS_BY_KIND = {"single": 4, "multiple": 5}
IMAGE_WIDTH_PX = 720
IMAGE_MAX_BYTES = 40 * 1024
CHARACTERS_PER_MINUTE = (25, 60)  # reading slowly, stopping at the case and the reflection
BANNED_WORDS = re.compile(r"请勿|非法|失败|(?<![父母双乡探])亲[，们]|打卡|积分|[！!「」『』\"]")
HAN = re.compile(r"[\u4e00-\u9fff]")
SPACE_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff]\s+\S|\S\s+[\u4e00-\u9fff]")
HALF_WIDTH_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff][,;:?()']|[,;:?()'][\u4e00-\u9fff]")
FULL_WIDTH_DIGIT = re.compile(r"[\uff10-\uff19]")
BANK_CARD = re.compile(r"\d{16,19}")
SENTENCE = re.compile(r"[^。？；\n]+[。？；]")
LONG_SENTENCE = 24
DECLARED = re.compile(r"本课共\d+分钟")

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=[q["code"] for q in QUESTIONS])
each_file = pytest.mark.parametrize("content", EVERYTHING.values(), ids=EVERYTHING)
each_course = pytest.mark.parametrize("folder", OUTLINES)


class RichText(HTMLParser):
    """Collects tags, attributes and text, and notices a tag that is closed in the wrong place."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[str] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember an opening tag and its attributes."""
        self.tags.add(tag)
        self.attributes.extend(name for name, _ in attrs)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Match a closing tag with the last one open."""
        if not self.open or self.open.pop() != tag:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.words.append(data)


def parsed(markup: str) -> RichText:
    """The markup read to its end."""
    reader = RichText()
    reader.feed(markup)
    reader.close()
    return reader


def texts(value: Any) -> Iterator[str]:
    """Every text of a file as it is read: markup taken away, one paragraph each."""
    match value:
        case str():
            yield from re.split(r"</(?:p|li)>", value) if "<" not in value else _plain(value)
        case list():
            for item in value:
                yield from texts(item)
        case dict():
            for item in value.values():
                yield from texts(item)


def _plain(markup: str) -> Iterator[str]:
    for part in re.split(r"</(?:p|li)>", markup):
        if words := re.sub(r"<[^>]+>", "", part):
            yield words


def blocks(content: dict[str, Any], kind: str) -> list[Any]:
    return [block.get("value") for block in content.get("body", []) if block["type"] == kind]


def body_characters(lesson: dict[str, Any]) -> int:
    return len(HAN.findall("".join(texts([block.get("value") for block in lesson["body"]]))))


def test_three_courses_of_at_least_six_lessons_in_chapters_stand_in_the_product() -> None:
    assert len(OUTLINES) >= COURSE_COUNT
    assert all(len(_names(outline)) >= LEAST_LESSONS for outline in OUTLINES.values())
    assert {outline["slug"] for outline in OUTLINES.values()} >= {
        "pre-service",
        "methods",
        "juvenile-justice",
    }


@each_course
def test_a_course_lists_exactly_the_files_of_its_folder_by_place_and_slug(folder: str) -> None:
    outline = OUTLINES[folder]
    on_disk = sorted(path.name for path in (COURSES / folder).glob("*.json") if path.name != "course.json")
    slugs = [LESSONS[f"{folder}/{name}"]["slug"] for name in _names(outline)]
    assert on_disk == _names(outline) == [f"{place:02d}-{slug}.json" for place, slug in enumerate(slugs, 1)]
    assert len(set(slugs)) == len(slugs)
    assert len({chapter["slug"] for chapter in outline["chapters"]}) == len(outline["chapters"])


@each_course
def test_a_course_says_for_whom_and_of_what_kind_it_is(folder: str) -> None:
    outline = OUTLINES[folder]
    assert [Audience(outline["audience"]), ClassKind(outline["kind"]), Tier(outline["tier"])]
    assert outline["summary"]


@each_lesson
def test_the_first_paragraph_tells_the_minutes_and_their_parts_fit_the_text(lesson: dict[str, Any]) -> None:
    first = next(texts(lesson["body"][0]["value"]))
    total, reading, *rest = [int(value) for value in re.findall(r"(\d+)分钟", first)]
    assert total == lesson["minutes"] == reading + sum(rest)
    assert 60 <= total <= 120
    fewest, most = CHARACTERS_PER_MINUTE
    assert fewest * reading <= body_characters(lesson) <= most * reading


@each_lesson
def test_a_lesson_has_headings_key_points_a_composed_case_and_a_reflection(lesson: dict[str, Any]) -> None:
    kinds = Counter(block["type"] for block in lesson["body"])
    assert kinds["heading"] >= 3
    assert min(kinds["key_points"], kinds["reflection"], kinds["case"]) >= 1
    for case in blocks(lesson, "case"):
        assert case["origin"] == "composed"  # the page says so below it


def test_every_course_cites_the_law_where_its_questions_ask_for_it() -> None:
    cited = Counter(name.split("/")[0] for name, lesson in LESSONS.items() if blocks(lesson, "law"))
    assert all(cited[folder] >= 4 for folder in OUTLINES)


def test_every_law_that_is_cited_stands_in_the_file_of_laws() -> None:
    cited = {
        law["article"] for content in (*LESSONS.values(), *CASES.values()) for law in blocks(content, "law")
    }
    cited |= {reference for question in QUESTIONS for reference in question.get("laws", [])}
    assert cited <= ARTICLES


def test_every_form_that_a_lesson_offers_exists() -> None:
    offered = {form["code"] for lesson in LESSONS.values() for form in blocks(lesson, "form")}
    assert offered <= {form["code"] for form in FORMS.values()}


def test_a_law_has_dates_articles_once_and_says_what_is_not_verified() -> None:
    assert len({law["code"] for law in LAWS}) == len(LAWS)
    for law in LAWS:
        numbers = [article["number"] for article in law["articles"]]
        assert len(set(numbers)) == len(numbers)
        for article in law["articles"]:
            begins, ends = date.fromisoformat(article["in_force_from"]), article["in_force_to"]
            assert ends is None or date.fromisoformat(ends) > begins
            assert isinstance(article["is_verified"], bool)
            assert re.fullmatch(r"第[一二三四五六七八九十百零]+条|全文", article["number"])


def test_slugs_and_codes_are_ascii_and_used_once() -> None:
    codes = [question["code"] for question in QUESTIONS]
    codes += [f"case:{case['slug']}" for case in CASES.values()]
    codes += [f"form:{form['code']}" for form in FORMS.values()] + [
        f"news:{news['slug']}" for news in NEWS.values()
    ]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"(?:[a-z]+:)?[a-z][a-z0-9-]*", code) for code in codes)


@each_lesson
def test_a_lesson_asks_three_to_five_questions_of_both_kinds(lesson: dict[str, Any]) -> None:
    assert 3 <= len(lesson["questions"]) <= 5
    assert {question["kind"] for question in lesson["questions"]} == {"single", "multiple"}


@each_question
def test_a_question_can_be_asked_and_explains_its_answer(question: dict[str, Any]) -> None:
    options = [(option["text"], option["right"]) for option in question["options"]]
    assert not problem_of(QuestionKind(question["kind"]), options)
    assert len(options) == len({text for text, _ in options}) == OPTIONS_BY_KIND[question["kind"]]
    right = sum(is_right for _, is_right in options)
    assert right == 1 if question["kind"] == "single" else 2 <= right < len(options)
    assert len(HAN.findall(question["explanation"])) >= 30
    assert question["tags"]


@each_course
def test_the_right_single_answer_is_not_found_by_place_or_by_length(folder: str) -> None:
    asked = [
        q for name, lesson in LESSONS.items() if name.startswith(f"{folder}/") for q in lesson["questions"]
    ]
    singles = [question["options"] for question in asked if question["kind"] == "single"]
    places = Counter(next(i for i, option in enumerate(options) if option["right"]) for options in singles)
    longest = [max(options, key=lambda option: len(option["text"]))["right"] for options in singles]
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(singles) // 2
    assert sum(longest) <= len(singles) // 2


def test_there_is_a_composed_case_of_each_kind_with_something_to_talk_about() -> None:
    assert {CaseKind(case["case_kind"]) for case in CASES.values()} >= set(CaseKind) - {CaseKind.OTHER}
    for case in CASES.values():
        assert case["origin"] == "composed"
        assert "情境为编写，非真实个案。" in case["body"][0]["value"]
        assert 450 <= body_characters(case) <= 1200
        assert len(case["questions_for_talk"]) >= 3


def test_news_of_each_tier_names_its_source() -> None:
    assert {NewsTier(piece["tier"]) for piece in NEWS.values()} == set(NewsTier)
    for piece in NEWS.values():
        assert date.fromisoformat(piece["date"])
        assert piece["facts_from"].startswith("公开报道")
        assert len(piece["summary"]) <= 200


@each_file
def test_rich_text_holds_only_plain_tags_closed_in_order(content: Any) -> None:
    for block in content.get("body", []) if isinstance(content, dict) else []:
        if block["type"] == "paragraph":
            reader = parsed(block["value"])
            assert reader.tags <= ALLOWED_TAGS
            assert [*reader.attributes, *reader.misnested, *reader.open] == []
        else:
            assert not re.search(r"[<>&]", json.dumps(block, ensure_ascii=False))


@each_file
def test_the_chinese_keeps_the_house_style(content: Any) -> None:
    for text in texts(content):
        assert text.strip() or not text
        for pattern in (BANNED_WORDS, SPACE_BESIDE_HAN, HALF_WIDTH_BESIDE_HAN, FULL_WIDTH_DIGIT):
            assert not pattern.search(text), text
        marks = "".join(re.findall("[“”]", text))
        assert marks == "“”" * (len(marks) // 2), text
        assert "你" not in re.sub(r"“[^”]*”", "", text), text  # said to a child, never to the reader


@each_file
def test_nobody_real_can_be_found_in_a_text(content: Any) -> None:
    for text in texts(content):
        found = [one for one in traces(text) if one.trace is not Trace.NAME]
        assert not found, (found, text)
        assert not BANK_CARD.search(re.sub(r"(?<=\d)[\s-](?=\d)", "", text)), text


def test_no_long_sentence_stands_twice() -> None:
    seen: dict[str, str] = {}
    for name, content in EVERYTHING.items():
        for text in texts(content):
            for sentence in SENTENCE.findall(text):
                if len(HAN.findall(sentence)) >= LONG_SENTENCE and not DECLARED.match(sentence):
                    assert sentence not in seen, (name, seen[sentence], sentence)
                    seen[sentence] = name


@each_lesson
def test_a_named_picture_exists_small_and_described(lesson: dict[str, Any]) -> None:
    image = lesson["image"]
    placed = [block for block in lesson["body"] if block["type"] == "image"]
    if not image or image["file"] is None:
        assert not placed
        return
    path = next(COURSES.glob(f"*/{image['file']}"))
    assert len(placed) == 1
    assert path.stat().st_size <= IMAGE_MAX_BYTES
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", IMAGE_WIDTH_PX)
    assert len(image["alt"]) >= 20
    assert image["caption"]


def test_no_stray_picture_lies_about() -> None:
    named = {lesson["image"]["file"] for lesson in LESSONS.values() if lesson["image"]} - {None}
    assert named == {path.name for path in COURSES.glob("*/*.png")}


@pytest.mark.django_db
def test_one_command_loads_everything_and_again_changes_nothing(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    call_command("load_course", stdout=StringIO())
    assert Lesson.objects.count() == len(LESSONS) == LessonPage.objects.live().count()
    assert sum(page.minutes for page in LessonPage.objects.all()) == sum(
        lesson["minutes"] for lesson in LESSONS.values()
    )
    assert CasePage.objects.live().count() == len(CASES)
    assert NewsPage.objects.live().count() == len(NEWS)
    revisions = list(Page.objects.order_by("pk").values_list("latest_revision", flat=True))
    told = StringIO()
    call_command("load_course", stdout=told)
    assert "0 cases, 0 papers, 0 news" in told.getvalue()
    assert revisions == list(Page.objects.order_by("pk").values_list("latest_revision", flat=True))
