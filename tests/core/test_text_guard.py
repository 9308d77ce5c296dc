"""What the guard of free texts warns of, and what it lets pass."""

import pytest

from core.text_guard import Trace, traces


@pytest.mark.parametrize(
    ("text", "trace", "piece"),
    [
        ("证件号990000199901011234，已核对", Trace.IDENTITY_NUMBER, "990000199901011234"),
        ("家里电话13911110001。", Trace.PHONE, "13911110001"),
        ("座机 0766-8812345", Trace.PHONE, "0766-8812345"),
        ("139 1111 0001", Trace.PHONE, "139 1111 0001"),
        ("案主：陈小宝，九岁", Trace.NAME, "陈小宝"),
        ("孩子叫李强，跟奶奶住", Trace.NAME, "李强"),
        ("梁文同学最近常旷课", Trace.NAME, "梁文"),
        ("就读于东湖县青石镇中心小学", Trace.SCHOOL, "东湖县青石镇中心小学"),
        ("东湖第二中学的班主任", Trace.SCHOOL, "东湖第二中学"),
    ],
)
def test_traces_of_a_person_are_found(text: str, trace: Trace, piece: str) -> None:
    assert [one.trace for one in traces(text)] == [trace]
    assert piece in traces(text)[0].text or traces(text)[0].text in piece


@pytest.mark.parametrize(
    "text",
    [
        "案主A，女，九岁，在某小学读三年级。",
        "服务对象的家庭情况较为困难，学生的作息不规律。",
        "中学生心理辅导；小学阶段的孩子；初中以上文化",
        "2026年3月16日走访，第12次，共90分钟，编号20260316001",
        "在镇上小学门口等候",
    ],
)
def test_words_that_name_nobody_pass(text: str) -> None:
    assert traces(text) == []


def test_each_piece_is_told_once_and_in_order() -> None:
    found = traces("案主：陈小宝。电话13911110001，再说一遍13911110001")
    assert [(one.trace, one.text) for one in found] == [(Trace.NAME, "陈小宝"), (Trace.PHONE, "13911110001")]
