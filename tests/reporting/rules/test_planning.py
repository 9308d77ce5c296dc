"""Planning without a database: names of units, overlapping sessions, parents in any order, rows that need others."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sheets.grid import Workbook
from core.words import Verdict
from reporting.rules.planning.places import Directory
from reporting.rules.planning.schedule import programme_name
from reporting.rules.planning.standing import Standing, StandingOrganisation
from reporting.rules.planning.whole import plan_import
from reporting.rules.workbooks.parse import parse_workbooks
from tests.reporting import grids
from tests.reporting.grids import attendance, listed, organisation, person, session, training_class
from tests.reporting.rules.test_workbook_series import sheets

TODAY = datetime.date(2026, 3, 16)
NEW, DOUBTFUL, SAME, SKIPPED = Verdict.NEW, Verdict.DOUBTFUL, Verdict.SAME, Verdict.SKIPPED
STATION = "云城区云城街道社工站"
TREE = [
    organisation("云浮市民政局", "市", None),
    organisation("云城区民政局", "县", "云浮市民政局", "445302"),
    organisation(STATION, "社工站", "云城区民政局", "445302001"),
]


def standing(*names, **details):
    return [
        StandingOrganisation(number, name, "station", "town", "", None, **details)
        for number, name in enumerate(names, start=1)
    ]


def plan(tree=TREE, people=(), classes=(), sessions=(), sign_ins=(), **given_standing):
    """The verdicts of the rows below the headings, list by list, and the plan."""
    kinds = (
        (grids.ORGANISATIONS, tree), (grids.PERSONS, people), (grids.CLASSES, classes), (grids.SESSIONS, sessions),
        (grids.ATTENDANCE, sign_ins),
    )  # fmt: skip
    books = [listed(heading, *rows, file=str(place)) for place, (heading, rows) in enumerate(kinds)]
    made = plan_import(parse_workbooks(books), Standing(today=TODAY, **given_standing))
    found: dict[str, list] = {str(place): [] for place in range(len(kinds))}
    for row in made.rows:
        if row.parsed.row > 3:
            found[row.parsed.sheet_file].append(row)
    return *found.values(), made


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("郁南县宋桂镇社工站", [1]), ("郁南县宋桂镇", [1]), ("宋桂镇社工站", [1]), ("宋桂镇", [1]), ("宋桂", []),
        ("云浮市郁南县宋桂镇社会工作服务站", [1]), ("郁南县（宋桂镇）", []), ("城关镇", [2, 3]), ("郁南县城关镇社工站", [2]),
        ("镇", []), ("民政局", []),
    ],
)  # fmt: skip
def test_units_are_found_by_short_and_long_names(typed, meant):
    directory = Directory(standing("郁南县宋桂镇社工站", "郁南县城关镇社工站", "新兴县城关镇社工站"))
    assert directory.find(typed) == meant


def test_former_names_are_found_and_withdrawn_places_are_not():
    assert Directory(standing("宋桂镇社工站", aliases=("宋桂社工站",))).named("宋桂社工站") == 1
    assert Directory(standing("宋桂镇社工站", withdrawn=True)).find("宋桂镇") == []


@given(st.permutations(TREE))
def test_the_order_of_organisations_does_not_matter(rows):
    verdicts, *_, made = plan(tree=rows)
    assert {row.verdict for row in verdicts} == {NEW}
    places = [one.key for one in made.organisations]
    assert all(
        one.parent is None or places.index(one.parent) < places.index(one.key) for one in made.organisations
    )


def test_a_doubtful_organisation_holds_back_what_stands_below_it():
    rows = [
        organisation("甲县民政局", "县", "乙市民政局", ""),
        organisation("甲镇社工站", "社工站", "甲县民政局", ""),
    ]
    found, people, *_ = plan(tree=rows, people=[person(社工站="甲镇社工站")])
    assert [row.verdict for row in found] == [DOUBTFUL, DOUBTFUL]
    assert "第4行有疑问" in found[1].reason
    assert people[0].verdict is DOUBTFUL
    assert "第5行有疑问" in people[0].reason


def test_a_ring_of_organisations_is_doubtful():
    rows = [organisation("甲局", "县", "乙局", ""), organisation("乙局", "县", "甲局", "")]
    found, *_ = plan(tree=rows)
    assert [row.verdict for row in found] == [DOUBTFUL] * 2


def test_one_name_under_two_parents_needs_full_names():
    rows = [
        *TREE,
        organisation("第1社工点", "社工点", STATION, ""),
        organisation("第1社工点", "社工点", "云城区民政局", ""),
    ]
    found, *_ = plan(tree=rows)
    assert [row.verdict for row in found] == [NEW] * 3 + [DOUBTFUL] * 2


def test_what_contradicts_the_register_is_doubtful_and_stands_all_the_same():
    known = [StandingOrganisation(1, "云浮市民政局", "bureau", "city", "445300", None)]
    known.append(StandingOrganisation(2, "云城区民政局", "bureau", "county", "445399", 1))
    found, *_ = plan(organisations=known)
    assert [row.verdict for row in found] == [SAME, DOUBTFUL, NEW]
    assert (found[1].column, "445399" in found[1].reason) == ("D", True)


def test_the_series_of_a_class_is_what_its_name_says_before_the_round():
    def named(name):
        *_, made = plan(classes=[training_class(班次名称=name)])
        return programme_name(made.classes[0].row)

    assert named("云浮市2022年度双百工程第1期岗前培训班") == "云浮市2022年度双百工程"
    assert named("云浮市2022年度双百工程第十二期专业班") == "云浮市2022年度双百工程"
    assert named("第1期岗前培训班") == "2022年度培训"


def test_sessions_without_times_begin_as_usual_and_last_as_declared():
    rows = [session(开始=None, 结束=None), session(时段="下午", 开始=None, 结束="17:00")]
    *_, made = plan(classes=[training_class()], sessions=rows)
    times = [
        (one.session.starts_at.isoformat("minutes"), one.session.ends_at.isoformat("minutes"))
        for one in made.sessions
    ]
    assert times == [("09:00", "12:00"), ("14:00", "17:00")]


def test_sessions_of_a_class_that_overlap_wait_and_so_do_their_sign_ins():
    rows = [
        session(),
        session(开始="11:00", 结束="14:00", 课程="伦理"),
        session(时段="下午", 开始="14:30", 结束="17:30"),
    ]
    sign_ins = [attendance(), attendance(时段="下午")]
    _, _, _, sessions, signed, _ = plan(
        people=[person()], classes=[training_class()], sessions=rows, sign_ins=sign_ins
    )
    assert [row.verdict for row in sessions] == [DOUBTFUL, DOUBTFUL, NEW]
    assert "第5行" in sessions[0].reason
    assert [row.verdict for row in signed] == [DOUBTFUL, NEW]
    assert "课程安排表第" in signed[0].reason


def test_a_half_day_of_two_short_sessions_is_signed_in_to_both():
    rows = [
        session(开始="09:00", 结束="10:30", **{"时长(分钟)": 90}),
        session(开始="10:30", 结束="12:00", 课程="伦理", **{"时长(分钟)": 90}),
    ]
    *_, signed, made = plan(
        people=[person()], classes=[training_class()], sessions=rows, sign_ins=[attendance()]
    )
    assert [row.verdict for row in signed] == [NEW]
    assert len(made.attendances) == 2


def test_a_whole_day_is_signed_in_to_all_its_sessions():
    rows = [session(), session(时段="下午", 开始="14:30", 结束="17:30")]
    sign_ins = [attendance(时段="全天"), attendance(时段="上午")]
    *_, signed, made = plan(people=[person()], classes=[training_class()], sessions=rows, sign_ins=sign_ins)
    assert [row.verdict for row in signed] == [NEW, SKIPPED]
    assert len(made.attendances) == 2


def test_a_whole_day_and_a_half_day_that_disagree_wait():
    rows = [session(), session(时段="下午", 开始="14:30", 结束="17:30")]
    sign_ins = [attendance(时段="全天"), attendance(时段="上午", 状态="请假")]
    *_, signed, made = plan(people=[person()], classes=[training_class()], sessions=rows, sign_ins=sign_ins)
    assert [row.verdict for row in signed] == [DOUBTFUL, DOUBTFUL]
    assert made.attendances == []


def test_a_doubtful_class_is_pointed_to():
    _, _, classes, sessions, signed, _ = plan(
        people=[person()], classes=[training_class(期=None)], sessions=[session()], sign_ins=[attendance()]
    )
    assert {row.verdict for row in (*classes, *sessions, *signed)} == {DOUBTFUL}
    assert "培训班台账第4行" in sessions[0].reason
    assert "培训班台账第4行" in signed[0].reason


def test_an_organisation_that_has_ended_is_not_added_again():
    known = [StandingOrganisation(1, "云浮市民政局", "bureau", "city", "445300", None, ended=True)]
    found, *_ = plan(organisations=known)
    assert [row.verdict for row in found] == [DOUBTFUL] * 3
    assert "已经撤销" in found[0].reason


@given(st.lists(sheets(), min_size=1, max_size=3))
def test_no_grid_stops_the_planner_and_every_row_gets_its_verdict(grid):
    register = listed(grids.CLASSES, training_class(), file="台账.xlsx")
    known = [StandingOrganisation(1, "云浮市民政局", "bureau", "city", "445300", None)]
    rows = parse_workbooks([Workbook("随便.xlsx", tuple(grid)), register])
    made = plan_import(rows, Standing(today=TODAY, organisations=known))
    assert [row.parsed for row in made.rows] == list(rows)
    assert all(row.reason for row in made.rows if row.verdict in (DOUBTFUL, SKIPPED))
    assert all(len(row.reason) <= 300 for row in made.rows)
