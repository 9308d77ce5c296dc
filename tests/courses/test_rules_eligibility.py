"""Each condition that is not met is named; years are full years on the first day of the class."""

from dataclasses import replace
from datetime import date

import pytest

from courses.rules.eligibility import Area, Candidate, Conditions, described, full_years, unmet
from organisations.roles import Role
from people.words import PostKind, QualificationLevel

ON = date(2026, 3, 16)
WORKER = Candidate(
    person_id=1, hired_on=date(2023, 3, 16), qualification=QualificationLevel.ASSISTANT,
    post_kind=PostKind.SERVICE, grade=9, organisation="青石镇社工站", path="1/5/12/", area_code="990121101",
)  # fmt: skip


def said(conditions: Conditions, candidate: Candidate = WORKER) -> list[str]:
    return [str(one) for one in unmet(conditions, candidate, on=ON)]


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        (date(2023, 3, 16), ON, 3),
        (date(2023, 3, 17), ON, 2),
        (date(2026, 3, 16), ON, 0),
        (date(2026, 5, 1), ON, 0),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
    ],
)
def test_full_years_are_anniversaries_passed(since: date, on: date, years: int) -> None:
    assert full_years(since, on) == years


def test_without_conditions_everybody_may_come() -> None:
    assert said(Conditions()) == []
    assert said(Conditions(), Candidate(person_id=2)) == []
    assert Conditions().is_open_to_all
    assert not Conditions(min_years=1).is_open_to_all


@pytest.mark.parametrize(
    ("conditions", "sentence"),
    [
        (
            Conditions(under_years=1),
            "本班面向入职1年内的社工，到开班时本人入职已满3年",
        ),
        (Conditions(min_years=5), "本班面向入职满5年的社工，到开班时本人入职满3年"),
        (
            Conditions(post_kinds=frozenset({"administrative"})),
            "本班面向事务性岗位，本人是服务性岗位",
        ),
        (Conditions(min_grade=10), "本班要求职级10级及以上，本人是9级"),
        (Conditions(min_grade=1, max_grade=8), "本班要求职级1至8级，本人是9级"),
        (
            Conditions(qualifications=frozenset({"worker", "senior"})),
            "本班面向证书等级为社会工作师、高级社会工作师的社工，本人是助理社会工作师",
        ),
        (
            Conditions(roles=frozenset({"station_head"})),
            "本班面向社工站负责人，名册上本人没有这个身份",
        ),
        (
            Conditions(areas=(Area("西山县民政局", "1/6/", "990122"),)),
            "本班面向西山县民政局的人员，本人单位是青石镇社工站",
        ),
    ],
)
def test_a_condition_that_is_not_met_is_named(conditions: Conditions, sentence: str) -> None:
    assert said(conditions) == [sentence]


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(under_years=4),
        Conditions(min_years=3),
        Conditions(post_kinds=frozenset({"service", "administrative"})),
        Conditions(min_grade=9, max_grade=9),
        Conditions(qualifications=frozenset({"assistant"})),
        Conditions(areas=(Area("东湖县民政局", "1/5/"),)),
        Conditions(areas=(Area("东湖县委社会工作部", "2/", "990121"),)),
    ],
)
def test_a_condition_that_is_met_says_nothing(conditions: Conditions) -> None:
    assert said(conditions) == []
    head = replace(WORKER, roles=frozenset({Role.STATION_HEAD.value}))
    assert said(replace(conditions, roles=frozenset({"station_head", "supervisor"})), head) == []


def test_every_condition_that_is_not_met_is_named() -> None:
    conditions = Conditions(min_years=5, min_grade=10, post_kinds=frozenset({"administrative"}))
    assert len(said(conditions)) == 3


def test_what_the_roster_does_not_say_is_told_with_its_remedy() -> None:
    unknown = Candidate(person_id=2)
    assert said(Conditions(min_years=1), unknown) == [
        "本班对入职年限有要求，名册上没有本人的入职日期，请联系所在单位补上"
    ]
    assert said(Conditions(max_grade=3), unknown) == [
        "本班要求职级3级及以下，名册上没有本人的职级，请联系所在单位补上"
    ]
    assert said(Conditions(post_kinds=frozenset({"service"})), unknown) == [
        "本班面向服务性岗位，名册上没有本人届时的任职"
    ]
    assert said(Conditions(areas=(Area("东湖县民政局", "1/5/"),)), unknown) == [
        "本班面向东湖县民政局的人员，名册上没有本人届时的任职"
    ]


def test_the_conditions_are_described_for_the_page_of_the_class() -> None:
    conditions = Conditions(
        under_years=2, min_years=1, min_grade=3, post_kinds=frozenset({"service"}),
        qualifications=frozenset({"none"}), roles=frozenset({"supervisor"}), areas=(Area("东湖县民政局", "1/5/"),),
    )  # fmt: skip
    assert [str(one) for one in described(conditions)] == [
        "单位：东湖县民政局", "身份：督导员", "岗位：服务性", "职级：3级及以上", "入职不满2年", "入职满1年", "证书等级：无证书",
    ]  # fmt: skip
    assert described(Conditions()) == []
