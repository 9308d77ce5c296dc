"""GIFT by its public description: every construct is taken over exactly or refused with its line and reason."""

from __future__ import annotations

import pytest

from assessment import formats
from assessment.formats.findings import FileRefused, Finding
from assessment.formats.gift_writing import one
from assessment.rules.wording import FALSE, TRUE, QuestionDetails
from assessment.words import QuestionFormat, QuestionKind, TagKind


def read(text: str) -> list[Finding]:
    return formats.read(QuestionFormat.GIFT, text.encode())


TAKEN = [
    ("水是{~冷的 =湿的 ~硬的}", QuestionKind.SINGLE, "水是", (("冷的", False), ("湿的", True), ("硬的", False))),
    ("水{~冷 =湿}的。", QuestionKind.SINGLE, "水_____的。", (("冷", False), ("湿", True))),
    ("选两项{~%50%甲 ~%50%乙 ~%-100%丙}", QuestionKind.MULTIPLE, "选两项", (("甲", True), ("乙", True), ("丙", False))),
    ("选两项{~甲 ~%50%乙 ~%50%丙}", QuestionKind.MULTIPLE, "选两项", (("甲", False), ("乙", True), ("丙", True))),
    ("地是圆的{T}", QuestionKind.TRUE_FALSE, "地是圆的", ((TRUE, True), (FALSE, False))),
    ("地是方的{FALSE}", QuestionKind.TRUE_FALSE, "地是方的", ((TRUE, False), (FALSE, True))),
    ("首都是{=北京 =北京市}", QuestionKind.SHORT, "首都是", (("北京", True), ("北京市", True))),
    ("谈谈看法{}", QuestionKind.SHORT, "谈谈看法", ()),
    (r"1\=1\: 对\#错\~\{\}\\\n下一行{=是}", QuestionKind.SHORT, "1=1: 对#错~{}\\\n下一行", (("是", True),)),
    ("[html]<p>一<b>二</b></p><p>三&lt;四</p>{=[plain]<b> =五}", QuestionKind.SHORT, "一二\n三<四", (("<b>", True), ("五", True))),
    ("[markdown]没有记号{T}", QuestionKind.TRUE_FALSE, "没有记号", ((TRUE, True), (FALSE, False))),
    ("// 注释\n第一行\n// 注释\n第二行{T}", QuestionKind.TRUE_FALSE, "第一行\n\n第二行", ((TRUE, True), (FALSE, False))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "stem", "options"), TAKEN)
def test_what_the_bank_holds_is_taken_over_exactly(
    text: str, kind: QuestionKind, stem: str, options: tuple[tuple[str, bool], ...]
) -> None:
    (finding,) = read(text)
    assert finding.details is not None, finding.reason
    assert (finding.details.kind, finding.details.stem, finding.details.options) == (kind, stem, options)


def test_titles_feedback_categories_codes_and_tags_are_kept() -> None:
    (finding,) = read(
        "$CATEGORY: $course$/top/法规/第三章\n\n// [id:q-1] [tag:科目:政策] [tag:法条:pipl#第十七条] [tag:重点]\n"
        "::题名\\: 一::题干{FALSE#选了对：不对#选了错：正是\n####总的解析}"
    )
    details = finding.details
    assert details is not None
    assert (details.code, details.title, details.category) == ("q-1", "题名: 一", "法规/第三章")
    assert details.tags == ((TagKind.SUBJECT, "政策"), (TagKind.LAW, "pipl#第十七条"), (TagKind.FREE, "重点"))
    assert (details.whys, details.explanation) == (("选了对：不对", "选了错：正是"), "总的解析")


REFUSED = [
    ("几岁{#3:2}", "数值题"),
    ("几岁{#\n=1..2}", "数值题"),
    ("连线{=甲 -> 乙 =丙 -> 丁}", "配对题"),
    ("只是说明", "说明文字"),
    ("少一半{=甲", "大括号"),
    ("两处{=甲}和{=乙}", "大括号"),
    ("::没有结尾 题干{T}", "题名"),
    ("[html]看图<img src=x>{T}", "图片"),
    ("[html]填空<u>　　</u>{T}", "下划线"),
    ('[html]<ol type\\="A"><li>甲</ol>{T}', "编号"),
    ('[html]<ol start\\="3"><li>甲</ol>{T}', "编号"),
    ('[html]<ol><li value\\="3">甲</ol>{T}', "编号"),
    ("乱码\ue005{T}", "编码"),
    ("[html]面积 m<sup>2</sup>{T}", "上标"),
    ("[html]<script>x</script>{T}", "script"),
    ("[markdown]**重**{T}", "Markdown"),
    ("部分分{~%50%甲 =乙}", "部分分"),
    ("不等{~%30%甲 ~%70%乙 ~丙}", "不相等"),
    ("部分分{=甲 =%50%乙}", "部分分"),
    ("通配{=北京*}", "通配符"),
    ("两个对{=甲 =乙 ~丙}", "单选题"),
    ("全对{~%50%甲 ~%50%乙}", "多选题"),
    ("同样{=甲 ~甲}", "相同"),
    ("空的{=甲 ~ ~乙}", "空的"),
    ("坏分值{~%abc%甲 =乙}", "百分号"),
    ("{=甲 ~乙}", "题干"),
    (f"{'长' * 5000}{{T}}", "字"),
    ("[html]" + "<a " * 3900 + "{T}", "对应"),
    ("[html]" + '<a b\\=">" ' * 900 + "{T}", "对应"),
    ("[html]<![x>{T}", "看不懂"),
]


@pytest.mark.parametrize(("text", "word"), REFUSED)
def test_what_the_bank_cannot_hold_is_refused_with_line_and_reason(text: str, word: str) -> None:
    good, bad = read(f"好题{{T}}\n\n{text}")
    assert good.details is not None
    assert bad.details is None
    assert (bad.line, word in bad.reason) == (3, True), bad.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_files_come_in_the_encodings_of_chinese_offices(encoding: str) -> None:
    (finding,) = formats.read(QuestionFormat.GIFT, "社会工作{=好 ~坏}\r\n".encode(encoding))
    assert finding.details is not None
    assert finding.details.stem == "社会工作"


@pytest.mark.parametrize("content", [b"", b"\xff\xff\x81", b"a\0b{T}", b"{T}" * 2_000_000, b"\n\n"])
def test_what_is_no_text_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(FileRefused):
        formats.read(QuestionFormat.GIFT, content)


def test_right_and_wrong_options_of_single_choice_carry_no_weight() -> None:
    """Moodle shows a weight behind "=" as part of the option, and so tells which one is right."""
    options = (("%50%甲", True), ("[html]乙", False), ("丙", False))
    question = QuestionDetails("", QuestionKind.SINGLE, "题", options)
    assert one(question) == "[plain]题{\n=[plain]%50%甲\n~[plain][html]乙\n~丙\n}"
    (finding,) = read(one(question))
    assert finding.details == question


@pytest.mark.parametrize("code", ["a[b]c", "[id:x]", "a\\[tag:b", "\\]"])
def test_brackets_in_codes_and_tags_come_back(code: str) -> None:
    question = QuestionDetails(code, QuestionKind.SHORT, "题", (), tags=((TagKind.FREE, code),))
    (finding,) = read(one(question))
    assert finding.details == question


@pytest.mark.parametrize("repeated", ["[id:", "\\[id:", "[tag:[id:"])
def test_a_comment_of_brackets_without_end_is_read_in_one_pass(repeated: str) -> None:
    (finding,) = read("//" + repeated * 80_000 + "\n题{T}")
    assert finding.details is not None
    assert (finding.details.code, finding.details.tags) == ("", ())


@pytest.mark.parametrize(("inside", "note"), [
    ("=甲 ~%-50%乙", "倒扣"), ("~%50%甲 ~%50%乙 ~%-50%丙", "倒扣"), ("~%50%甲 ~%50%乙 ~%-100%丙", ""), ("=甲 ~乙", ""),
])  # fmt: skip
def test_marks_that_wrong_options_cost_are_named_as_left_out(inside: str, note: str) -> None:
    (finding,) = read(f"题{{{inside}}}")
    assert finding.details is not None
    assert (note in finding.reason, bool(finding.reason)) == (True, bool(note))
