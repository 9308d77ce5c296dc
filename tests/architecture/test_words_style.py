"""How the product speaks: plain, polite, one term for one thing, and an error that says how to mend it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.catalogues import entries, is_translated, place, read
from tests.architecture.source_tree import name_of, python_files
from tests.architecture.wording import all_messages, template_files

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|%[sd]|<[^>]+>")
LONGEST_SENTENCE = 40
# Definitions that officers quote, and lines of printed forms.
LONG = {
    "只计出勤、迟到、早退、补签、补课，按课次的排定时长足额计入，不论实际签到、签退时间，迟到、早退另有标记",
    "应到______人\u3000实到______人\u3000缺勤______人\u3000班主任签名______________",
}
# What nobody wants to read, and what we do not do: registration is the authority's.
FORBIDDEN = {
    "请勿": "say what to do instead",
    "非法": "nobody is a criminal for a typing error",
    r"失败(?!原因)": "say what did not happen",
    r"(?<!民)亲[，,~]": "we are no shop",
    "[！!]": "no exclamation marks",
    "抱歉|对不起": "say how to mend it",
    "登记成功": "we register nobody: 材料已备好",
    "系统维护升级": "say when it will work again",
    "你": "您",
    "点击": "点",
    "不能为空": "请填写",
    "用户不存在": "says who has an account",
}
# Wrong → right, by docs/glossary.md.
TERMS = {
    "课时(?!长)": "学时",
    "学分": "学时",
    "考勤表": "签到表",
    "督导师": "督导员",
    "登陆": "登录",
    "帐号|帐户": "账号",
    "手机号码": "手机号",
    "身份证号码": "身份证号",
    "上报": "报送",
    "其它": "其他",
    "系统管理员": "平台管理员",
    "班级": "班次",
    "机构管理": "单位",
    "证书编码|验证编号": "核验编号",
    "审批": "确认、同意或不同意",
}
# An error is what is wrong and how to mend it.
REMEDY = re.compile("请|可以|不用|不需要|要")
# Their values bring the remedy.
REMEDY_IN_VALUES = {"“%(file)s”：%(trouble)s"}


def _texts() -> list[str]:
    return sorted({message.msgid for message in all_messages()})


def _found(pattern: str) -> list[str]:
    return [text for text in _texts() if re.search(pattern, text)]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_no_text_says(pattern: str) -> None:
    assert _found(pattern) == [], FORBIDDEN[pattern]


@pytest.mark.parametrize("wrong", TERMS)
def test_one_thing_has_one_name(wrong: str) -> None:
    assert _found(wrong) == [], TERMS[wrong]


def test_sentences_are_short() -> None:
    long = {
        sentence
        for text in _texts()
        for sentence in re.split("[。；？\n]", PLACEHOLDER.sub("〇〇", text))
        if len(sentence) > LONGEST_SENTENCE
    }
    assert long - LONG == set()
    assert LONG - long == set()


def test_chinese_has_full_width_punctuation() -> None:
    assert [
        text
        for text in _texts()
        if re.search(r"[\u4e00-\u9fff][,;:?()]|[,;:?()][\u4e00-\u9fff]", PLACEHOLDER.sub("数", text))
    ] == []


def test_chinese_quotes_with_its_own_marks() -> None:
    without_markup = [(text, PLACEHOLDER.sub("", text)) for text in _texts()]
    assert [text for text, plain in without_markup if re.search("[\"'「」]", plain)] == []


def test_no_space_is_typed_between_chinese_and_numbers() -> None:
    assert _found(r"[\u4e00-\u9fff] +(?:[0-9]|%\()|(?:[0-9]|%\(\w+\)[sd]) +[\u4e00-\u9fff]") == []


def test_english_shouts_nowhere() -> None:
    translated = filter(is_translated, entries(read(place("en", "django"))))
    assert [entry.string for entry in translated if "!" in str(entry.string)] == []


def test_dates_are_written_by_our_own_filters() -> None:
    """2026年11月30日 in a text, 2026-11-30 in a table, in the language of the reader: `day`, `moment`."""
    own = re.compile(r"\|date(?!:\"(?:m-d|Y-m|Y-m-d)\")|\|(?:naturaltime|naturalday|localize)|{%\s*now\s")
    assert [name_of(path) for path in template_files() if own.search(path.read_text())] == []


def test_hours_are_shown_by_their_filter() -> None:
    """One decimal and the unit: `hours`."""
    assert [
        name_of(path)
        for path in template_files()
        if re.search(r"\}\}\s*(?:\{%\s*translate\s*\"小时\")|floatformat", path.read_text())
    ] == []


def _refusals() -> Iterator[tuple[str, str]]:
    for path in python_files(with_tests=False):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            at = {"RuleBroken": 1, "PermissionDenied": 0, "ValidationError": 0, "add_error": 1}.get(name)
            text = node.args[at] if at is not None and at < len(node.args) else None
            while isinstance(text, ast.Call) and text.args:
                text = text.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield f"{name_of(path)}:{node.lineno}", text.value


def test_errors_name_the_remedy() -> None:
    refusals = list(_refusals())
    assert len(refusals) > 100
    assert [
        (where, text)
        for where, text in refusals
        if not REMEDY.search(text) and text not in REMEDY_IN_VALUES and re.search(r"[\u4e00-\u9fff]", text)
    ] == []
