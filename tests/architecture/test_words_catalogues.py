"""The catalogues hold every text of today, translated, with the same placeholders on both sides."""

import gettext
import re

import pytest
from babel.messages.catalog import Message as Entry

from tests.architecture.catalogues import (
    CATALOGUES,
    LOCALE,
    as_text,
    dependency_messages,
    entries,
    is_translated,
    missing,
    place,
    read,
    updated,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[a-z]|\{\w*\}|</?\w+[^>]*>")
HAN = re.compile(r"[\u3400-\u9fff]")
# What people type into sheets stays Chinese in an English sentence that tells them what to type.
TYPED = {
    "班次编号：", "省", "市", "县", "社工站", "社工点", "机构", "院校", "外部单位", "上午", "下午", "晚上", "出勤", "迟到", "早退",
    "补签", "补课", "请假", "缺勤", "√", "迟", "退", "补", "假", "至", "青石镇社工站",
    "对", "错", "题型", "题干", "正确答案", "单选题", "多选题", "判断题", "简答题", "pipl#第十七条",
}  # fmt: skip
each = pytest.mark.parametrize(
    ("language", "domain"), CATALOGUES, ids=[f"{language}-{domain}" for language, domain in CATALOGUES]
)


def _forms(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, tuple | list) else [str(value)]


@each
def test_the_catalogue_is_up_to_date_with_the_sources(language: str, domain: str) -> None:
    text = place(language, domain).read_text()
    assert text == as_text(updated(language, domain), language), (
        "run `make messages` and translate what is new"
    )


@each
def test_every_text_is_translated(language: str, domain: str) -> None:
    catalog = read(place(language, domain))
    assert missing(catalog) == []
    assert [entry.id for entry in entries(catalog) if entry.fuzzy] == []


@each
def test_what_is_compiled_is_what_is_written(language: str, domain: str) -> None:
    with place(language, domain).with_suffix(".mo").open("rb") as stream:
        compiled = gettext.GNUTranslations(stream)
    for entry in filter(is_translated, entries(read(place(language, domain)))):
        one, *more = _forms(entry.id)
        for number in (1, 2) if more else ():
            said = (
                compiled.npgettext(entry.context, one, more[0], number)
                if entry.context
                else compiled.ngettext(one, more[0], number)
            )
            assert said in _forms(entry.string)
        if not more:
            said = compiled.pgettext(entry.context, one) if entry.context else compiled.gettext(one)
            assert said == entry.string


@each
def test_placeholders_are_the_same_on_both_sides(language: str, domain: str) -> None:
    different = [
        (form, entry.id)
        for entry in filter(is_translated, entries(read(place(language, domain))))
        for form in _forms(entry.string)
        if not _fits(entry, form)
    ]
    assert different == []


def _fits(entry: Entry, form: str) -> bool:
    """English may name a thing once that Chinese names twice. A singular may leave its number out."""
    singular, *plural = (set(PLACEHOLDER.findall(one)) for one in _forms(entry.id))
    found, every = set(PLACEHOLDER.findall(form)), singular.union(*plural)
    if not plural:
        return found == singular
    return found <= every and (singular & set.union(*plural)) <= found


def test_english_is_english() -> None:
    chinese = [
        form
        for entry in entries(read(place("en", "django")))
        for form in _forms(entry.string)
        if HAN.search(_without_typed(form))
    ]
    assert chinese == []


def _without_typed(text: str) -> str:
    for word in sorted(TYPED, key=len, reverse=True):
        text = text.replace(word, "")
    return text


def test_english_keeps_the_typography_of_its_own() -> None:
    full_width = [
        form
        for entry in entries(read(place("en", "django")))
        for form in _forms(entry.string)
        if re.search(r"[\u3001\u3002\uff00-\uffef]", _without_typed(form)) and "______" not in form
    ]
    assert full_width == []


def test_numbers_have_a_singular_and_a_plural() -> None:
    flat = [
        entry.id
        for entry in entries(read(place("en", "django")))
        if isinstance(entry.id, tuple | list)
        and entry.string[0] == entry.string[1]
        and "unread" not in entry.string[0]
    ]
    assert flat == []


def test_nothing_of_wagtail_and_allauth_is_left_in_english() -> None:
    for domain in ("django", "djangojs"):
        catalog = read(place("zh_Hans", domain))
        left = [
            message.msgid
            for message in dependency_messages(domain)
            if (entry := catalog.get(message.msgid, message.context or None)) is None or not entry.string
        ]
        assert left == []


def test_no_date_and_no_address_stands_in_a_catalogue() -> None:
    for path in LOCALE.rglob("*.po"):
        assert not re.search(r"^#:|POT-Creation|PO-Revision|Generated-By|\.py:\d", path.read_text(), re.M), (
            path
        )
