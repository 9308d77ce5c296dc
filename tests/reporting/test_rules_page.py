"""口径与规则: every rule row with its source and mark, and what each figure means."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from organisations.models import Rule
from organisations.roles import Role
from reporting.rules.rule_texts import RuleTopic, topic_of, value_parts
from tests.cast import Cast, Places

ADDRESS = "/rules/"


@pytest.fixture
def desk(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("邓丽珊", Role.OFFICER, places.county)))
    return client


def test_every_rule_stands_there_with_its_document_or_the_mark_that_nobody_found_one(desk: Client) -> None:
    page = desk.get(ADDRESS).content.decode()
    for rule in Rule.objects.exclude(key__startswith="privacy."):
        assert rule.title in page, rule.key
    row = page.split("每个登记周期应完成的继续教育小时数", 1)[1].split("</tr>")[0]
    assert "《社会工作者继续教育办法》（民发〔2009〕123号）" in row
    assert "助理社会工作师 72，社会工作师 90" in " ".join(row.split())
    assert "未核实" not in row
    assert "未核实" in page.split("岗前培训应在入职后多少天内完成", 1)[1].split("</tr>")[0]


def test_a_local_rule_names_its_place_and_a_past_one_says_so(desk: Client, places: Places) -> None:
    Rule.objects.create(
        key="xueshi.minutes", jurisdiction="990121", valid_from=date(2020, 1, 1), valid_to=date(2025, 1, 1), value=50,
        title="一学时合多少分钟", document="《东湖县办法》", is_verified=True,
    )  # fmt: skip
    row = desk.get(ADDRESS).content.decode().split("《东湖县办法》", 1)[0].rsplit("<tr>", 1)[1]
    assert "东湖县" in row
    assert "已失效" in row
    assert "2024年12月31日" in row.replace("</span>", "")


def test_the_figures_are_defined_there(desk: Client) -> None:
    page = desk.get(ADDRESS).content.decode()
    for text in ("一人一天计1人次", "应训：当天主要岗位在统计范围内", "按参训人员统计", 'id="completion"'):
        assert text in page


def test_learners_do_not_need_it(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    assert client.get(ADDRESS).status_code == 403


def test_more_rules_ask_no_more_questions(
    desk: Client, places: Places, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def grow(number: int) -> int:
        for _ in range(number):
            key = f"xueshi.test{Rule.objects.count()}"
            Rule.objects.create(
                key=key, jurisdiction="990121", valid_from=date(2020, 1, 1), value=1, title=key
            )
        return count_queries(lambda: desk.get(ADDRESS))

    assert grow(1) == grow(19)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        (45, [("", "45")]),
        (True, [("", "是")]),
        ("person-day", [("", "人·天")]),
        (["training", "lesson"], [("", "培训班"), ("", "线上课程")]),
        ({"assistant": 72}, [("助理社会工作师", "72")]),
        ({"social_work": ["counties", "staff"]}, [("社会工作部门", "统计表"), ("社会工作部门", "持证情况")]),
    ],
)
def test_values_are_said_in_words(value: object, parts: list[tuple[str, str]]) -> None:
    assert value_parts(value) == parts


def test_every_rule_that_is_calculated_with_has_a_topic(db: None) -> None:
    others = {rule.key for rule in Rule.objects.all() if topic_of(rule.key) is RuleTopic.OTHER}
    assert {key.split(".")[0] for key in others} <= {"privacy"}
