"""A returned list is read by its heading or without one; each line says what it would do."""

import pytest

from core.sentences import say
from courses.rules.receipts import Known, Named, cells_of, named_in, verdicts

STATION, OTHER = "东湖县青石镇社工站", "西山县云岭镇社工站"
KNOWN = [Known(1, "陈小燕", STATION), Known(2, "李山", STATION), Known(3, "李山", OTHER)]


@pytest.mark.parametrize(
    "text",
    [
        "陈小燕 青石镇社工站\n李山 云岭镇社工站",
        "1\t陈小燕\t青石镇社工站\n2\t李 山\t云岭镇社工站",
        "陈小燕，青石镇社工站\n李山，云岭镇社工站\n\n合计，2人",
    ],
)
def test_without_a_heading_the_first_text_is_the_name(text: str) -> None:
    assert [(one.name, one.unit) for one in named_in(cells_of(text))] == [
        ("陈小燕", "青石镇社工站"), ("李山", "云岭镇社工站"),
    ]  # fmt: skip


def test_a_form_is_read_by_its_heading_and_rows_keep_their_numbers() -> None:
    rows = [
        ["培训班报名回执", "", "", ""],
        ["序号", "姓 名", "性别", "工作单位"],
        ["1", "陈小燕", "女", "青石镇社工站"],
        ["2", "", "", ""],
        ["3", "李 山", "男"],
        ["填表人：王芳", "", "", ""],
    ]
    assert named_in(rows) == [Named(3, "陈小燕", "青石镇社工站"), Named(5, "李山", "")]


def test_a_list_without_people_names_nobody() -> None:
    assert named_in([]) == []
    assert named_in(cells_of("\n  \n合计 0\n123")) == []


@pytest.mark.parametrize(
    ("line", "person", "problem"),
    [
        (Named(2, "陈小燕", ""), 1, None),
        (Named(2, "陈小燕", "青石镇社工站"), 1, None),
        (Named(2, "李山", "云岭镇社工站"), 3, None),
        (Named(2, "李山", ""), None, "有2位同名，请在回执上写明单位"),
        (Named(2, "陈小燕", "县妇联"), None, "有这个姓名，但单位不是“县妇联”，请核对单位"),
        (
            Named(2, "王五", ""),
            None,
            "您可以推荐的人员里没有这个姓名，请核对。外单位人员请登记为外单位学员",
        ),
    ],
)
def test_each_line_names_one_person_or_what_is_wrong(
    line: Named, person: int | None, problem: str | None
) -> None:
    (found,) = verdicts([line], KNOWN, standing={}, unmet={})
    assert (found.person_id, found.problem) == (person, problem)


def test_a_person_twice_listed_already_or_not_eligible_is_left_out_with_the_reason() -> None:
    lines = [Named(2, "陈小燕"), Named(3, "陈小燕"), Named(4, "李山", STATION), Named(5, "李山", OTHER)]
    found = verdicts(lines, KNOWN, standing={2: say("候补")}, unmet={3: [say("甲"), say("乙")]})
    assert [(one.person_id, one.problem) for one in found] == [
        (1, None), (None, "与第2行是同一个人"), (None, "已在这个班：候补"), (None, "甲；乙"),
    ]  # fmt: skip
