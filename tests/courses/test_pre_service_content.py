"""The pre-service course that ships with the product: its shape, its style and what it must never contain."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "courses" / "content" / "pre_service"
COURSE: dict[str, Any] = json.loads((FOLDER / "course.json").read_text(encoding="utf-8"))
LESSON_FILES: list[str] = COURSE["lessons"]
LESSONS: dict[str, dict[str, Any]] = {
    name: json.loads((FOLDER / name).read_text(encoding="utf-8")) for name in LESSON_FILES
}
ALL_QUESTIONS = [question for lesson in LESSONS.values() for question in lesson["questions"]]

ALLOWED_TAGS = {"p", "ul", "ol", "li", "b"}
BLOCK_TYPES = {"heading", "paragraph", "key_points", "case", "image"}
OPTIONS_BY_KIND = {"single": 4, "multiple": 5}
IMAGE_WIDTH_PX = 720
IMAGE_MAX_BYTES = 40 * 1024
BANNED_WORDS = ("请勿", "非法", "失败", "亲，", "亲们", "打卡", "积分", "！", "!")
HAN = re.compile(r"[\u4e00-\u9fff]")
SPACE_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff]\s+\S|\S\s+[\u4e00-\u9fff]")
HALF_WIDTH_BESIDE_HAN = re.compile(r"[\u4e00-\u9fff][,;:?()\"']|[,;:?()\"'][\u4e00-\u9fff]")
FULL_WIDTH_DIGIT = re.compile(r"[\uff10-\uff19]")
ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
PHONE_NUMBER = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
BANK_CARD = re.compile(r"\d{16,19}")

each_lesson = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSON_FILES)
each_question = pytest.mark.parametrize("question", ALL_QUESTIONS, ids=[q["code"] for q in ALL_QUESTIONS])


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


def block_texts(block: dict[str, Any]) -> list[str]:
    """The plain texts of one body block."""
    match block["type"]:
        case "paragraph":
            return parsed(block["value"]).words
        case "key_points":
            return list(block["value"])
        case "case":
            return [block["value"]["title"], block["value"]["text"]]
        case "heading":
            return [block["value"]]
    return []


def body_texts(lesson: dict[str, Any]) -> list[str]:
    """The plain texts of the body of a lesson."""
    return [text for block in lesson["body"] for text in block_texts(block)]


def question_texts(lesson: dict[str, Any]) -> list[str]:
    """Stems, options and explanations of a lesson."""
    texts: list[str] = []
    for question in lesson["questions"]:
        texts += [question["stem"], question["explanation"]]
        texts += [option["text"] for option in question["options"]]
    return texts


def every_text(lesson: dict[str, Any]) -> list[str]:
    """Everything a learner reads in a lesson, the picture's words included."""
    head = [lesson["title"], lesson["summary"], lesson["image"]["alt"], lesson["image"]["caption"]]
    return head + body_texts(lesson) + question_texts(lesson)


def test_the_course_lists_exactly_the_five_lesson_files_of_its_folder() -> None:
    on_disk = sorted(path.name for path in FOLDER.glob("*.json") if path.name != "course.json")
    assert on_disk == LESSON_FILES
    assert len(LESSON_FILES) == 5


def test_the_course_says_what_it_is_and_for_whom() -> None:
    assert {key: COURSE[key] for key in ("slug", "title", "audience", "kind", "tier")} == {
        "slug": "pre-service",
        "title": "岗前培训",
        "audience": "new_worker",
        "kind": "pre_service",
        "tier": "city",
    }
    assert COURSE["summary"]


def test_lesson_slugs_are_ascii_and_unique() -> None:
    slugs = [lesson["slug"] for lesson in LESSONS.values()]
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", slug) for slug in slugs)
    assert len(set(slugs)) == len(slugs)


def test_a_lesson_file_is_named_by_its_place_and_slug() -> None:
    slugs = [lesson["slug"] for lesson in LESSONS.values()]
    assert [f"{place:02d}-{slug}.json" for place, slug in enumerate(slugs, 1)] == LESSON_FILES


def test_declared_minutes_lie_between_60_and_120_and_sum_to_450() -> None:
    minutes = [lesson["minutes"] for lesson in LESSONS.values()]
    assert all(60 <= value <= 120 for value in minutes)
    assert sum(minutes) == 450


@each_lesson
def test_the_first_paragraph_tells_the_minutes_and_their_parts_add_up(lesson: dict[str, Any]) -> None:
    total, *parts = [int(value) for value in re.findall(r"(\d+)分钟", body_texts(lesson)[0])]
    assert total == lesson["minutes"]
    assert sum(parts) == lesson["minutes"]


@each_lesson
def test_a_lesson_body_has_between_900_and_1600_chinese_characters(lesson: dict[str, Any]) -> None:
    assert 900 <= len(HAN.findall("".join(body_texts(lesson)))) <= 1600


@each_lesson
def test_a_lesson_has_headings_key_points_and_a_case_marked_as_composed(lesson: dict[str, Any]) -> None:
    kinds = Counter(block["type"] for block in lesson["body"])
    cases = [block["value"]["text"] for block in lesson["body"] if block["type"] == "case"]
    assert set(kinds) <= BLOCK_TYPES
    assert kinds["heading"] >= 3
    assert kinds["key_points"] >= 1
    assert cases
    assert all(text.startswith("情境为编写，非真实个案。") for text in cases)


@each_lesson
def test_rich_text_holds_only_plain_tags_closed_in_order(lesson: dict[str, Any]) -> None:
    for block in lesson["body"]:
        if block["type"] == "paragraph":
            reader = parsed(block["value"])
            assert reader.tags <= ALLOWED_TAGS
            assert not reader.attributes
            assert not reader.misnested
            assert not reader.open


@each_lesson
def test_texts_outside_paragraphs_hold_no_markup(lesson: dict[str, Any]) -> None:
    assert not [text for text in every_text(lesson) if "<" in text or ">" in text or "&" in text]


@each_lesson
def test_no_text_is_empty(lesson: dict[str, Any]) -> None:
    texts = [lesson["title"], lesson["summary"], *body_texts(lesson), *question_texts(lesson)]
    assert all(text.strip() for text in texts)


@each_lesson
def test_a_lesson_ends_in_a_check_of_four_questions_of_both_kinds(lesson: dict[str, Any]) -> None:
    assert len(lesson["questions"]) == 4
    assert {question["kind"] for question in lesson["questions"]} == {"single", "multiple"}


def test_question_codes_name_lesson_and_number_and_are_unique() -> None:
    expected = [f"pre-{lesson:02d}-q{number}" for lesson in range(1, 6) for number in range(1, 5)]
    assert [question["code"] for question in ALL_QUESTIONS] == expected


@each_question
def test_a_question_has_the_options_and_right_answers_of_its_kind(question: dict[str, Any]) -> None:
    options = question["options"]
    right = [option for option in options if option["right"] is True]
    assert len(options) == OPTIONS_BY_KIND[question["kind"]]
    assert all(isinstance(option["right"], bool) for option in options)
    assert len({option["text"] for option in options}) == len(options)
    if question["kind"] == "single":
        assert len(right) == 1
    else:
        assert 2 <= len(right) < len(options)


@each_question
def test_a_question_explains_its_answer(question: dict[str, Any]) -> None:
    assert len(HAN.findall(question["explanation"])) >= 30


def test_the_right_single_answer_is_not_found_by_place_or_by_length() -> None:
    singles = [question["options"] for question in ALL_QUESTIONS if question["kind"] == "single"]
    places = Counter(next(i for i, option in enumerate(options) if option["right"]) for options in singles)
    longest = [max(options, key=lambda option: len(option["text"]))["right"] for options in singles]
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(singles) // 2
    assert sum(longest) <= len(singles) // 2


@each_lesson
def test_no_identity_number_phone_number_or_card_number_appears(lesson: dict[str, Any]) -> None:
    text = re.sub(r"(?<=\d)[\s-](?=\d)", "", "\n".join(every_text(lesson)))
    for pattern in (ID_NUMBER, PHONE_NUMBER, BANK_CARD):
        assert not pattern.search(text)


@each_lesson
def test_the_chinese_keeps_the_house_style(lesson: dict[str, Any]) -> None:
    for text in [COURSE["summary"], *every_text(lesson)]:
        assert not [word for word in BANNED_WORDS if word in text], text
        assert not SPACE_BESIDE_HAN.search(text), text
        assert not HALF_WIDTH_BESIDE_HAN.search(text), text
        assert not FULL_WIDTH_DIGIT.search(text), text
        assert not re.search(r"[「」『』\"]", text), text
        assert not re.search(r"你", text), text


@each_lesson
def test_quotation_marks_open_and_close_in_turn(lesson: dict[str, Any]) -> None:
    for text in ["".join(body_texts(lesson)), *question_texts(lesson)]:
        marks = "".join(re.findall("[“”]", text))
        assert marks == "“”" * (len(marks) // 2)


@each_lesson
def test_a_named_picture_exists_small_described_and_placed_once(lesson: dict[str, Any]) -> None:
    image = lesson["image"]
    placed = [block for block in lesson["body"] if block["type"] == "image"]
    if image["file"] is None:
        assert not placed
        return
    path = FOLDER / image["file"]
    assert len(placed) == 1
    assert path.stat().st_size <= IMAGE_MAX_BYTES
    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", IMAGE_WIDTH_PX)
    assert len(image["alt"]) >= 20
    assert image["caption"]


def test_two_lessons_carry_a_picture_and_no_stray_picture_lies_about() -> None:
    named = {lesson["image"]["file"] for lesson in LESSONS.values()} - {None}
    assert len(named) == 2
    assert named == {path.name for path in FOLDER.glob("*.png")}
