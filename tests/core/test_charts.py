"""Pictures of numbers: small, from zero, told in a sentence, with a table; and percentages that do not promise too much."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import html5lib
import pytest
from django.template import Context, Template

from core import charts
from core.charts import Bar, Source

LONG = "榕江市安塘区临江街道办事处社会工作服务站"


@pytest.fixture
def source(at: datetime) -> Source:
    return Source("按课次的排定时长计", at, "figures@1")


def drawn(figure: charts.Chart) -> str:
    return Template("{% chart figure %}").render(Context({"figure": figure}))


def widths(svg: str) -> list[float]:
    """Of the bars of the first series, in per cent."""
    bars = svg.split('<g class="chart-bars">')[-1].split("</g>")[0].replace('class="chart-room"', "<")
    return [float(one) for one in re.findall(r'<rect [^<>]*width="([\d.]+)%"', bars)]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (440, 465, "94.6%（440/465）"),
        (465, 465, "100.0%（465/465）"),
        (9_999, 10_000, "99.9%（9999/10000）"),
        (1, 10_000, "0.1%（1/10000）"),
        (0, 465, "0.0%（0/465）"),
        (1, 3, "33%（1/3）"),
        (3, 3, "100%（3/3）"),
        (0, 0, "—（0/0）"),
    ],
)
def test_a_percentage_shows_its_fraction_and_is_whole_only_where_it_is(
    part: int, whole: int, text: str
) -> None:
    assert charts.share(part, whole) == text
    assert Template("{{ a|share_of:b }}").render(Context({"a": part, "b": whole})) == text


def test_hours_against_a_target_say_what_is_missing_and_never_look_like_enough(source: Source) -> None:
    nearly = Decimal(71 * 60 + 59) / 60
    figure = charts.against_target(title="继续教育", done=nearly, target=72, unit="小时", source=source)
    assert figure.sentence == "继续教育：已完成71.9小时，应完成72.0小时，还差0.1小时。"
    assert figure.rows == (("已完成", "71.9小时"), ("应完成", "72.0小时"), ("还差", "0.1小时"))
    enough = charts.against_target(title="继续教育", done=90, target=72, unit="小时", source=source)
    assert "已经够了" in enough.sentence
    assert widths(enough.svg)[0] > 90


def test_the_line_of_the_target_stands_where_its_number_is(source: Source) -> None:
    figure = charts.against_target(title="学时", done=36, target=72, unit="小时", source=source)
    [bar] = widths(figure.svg)
    line = float(re.findall(r'x1="([\d.]+)%"', figure.svg)[0])
    assert bar == pytest.approx(line / 2, abs=0.1)
    nothing = charts.against_target(title="学时", done=0, target=0, unit="小时", source=source)
    assert "已经够了" in nothing.sentence


def test_months_begin_at_zero_and_leave_what_is_to_come_blank(source: Source) -> None:
    values: list[Any] = [0, 4, 8, *[None] * 9]
    figure = charts.months(title="2026年各月", values=values, unit="人", source=source)
    assert figure.sentence == "2026年各月：合计12人，最多的是3月，8人。"
    heights = [float(one) for one in re.findall(r'width="5.4%" height="([\d.]+)em"', figure.svg)]
    assert heights == [3.0, 6.0]
    assert figure.rows[0] == ("1月", "0人")
    assert figure.rows[3] == ("4月", "—")
    assert not figure.table_first
    with pytest.raises(ValueError, match="twelve"):
        charts.months(title="", values=[1], unit="", source=source)
    none = charts.months(title="2026年各月", values=[0] * 12, unit="人", source=source)
    assert "还没有" in none.sentence


def test_wide_labels_of_neighbouring_months_stand_on_two_lines(source: Source) -> None:
    wide = charts.months(title="", values=[1234] * 12, unit="", source=source)
    lines = re.findall(r'<text x="[\d.]+%" y="([\d.]+)em">1234', wide.svg)
    assert set(lines[::2]).isdisjoint(lines[1::2])
    alone = charts.months(title="", values=[1234, 0] * 6, unit="", source=source)
    assert set(re.findall(r'y="([\d.]+)em">1234', alone.svg)) == {
        "1"
    }  # right above bars that have no neighbour


def test_bars_keep_the_order_that_they_are_given(source: Source) -> None:
    bars = [Bar(f"{number}县", number) for number in (9, 7, 8, 1, 2, 3, 4, 5)]
    figure = charts.ranked(key="counties", title="各县", bars=bars, names=("",), unit="人", source=source)
    assert [row[0] for row in figure.rows] == [bar.name for bar in bars]
    assert widths(figure.svg)[0] == 100
    assert widths(figure.svg)[3] == pytest.approx(100 / 9, abs=0.1)
    assert "pattern" not in figure.svg
    page = drawn(figure)
    assert page.index("<svg") < page.index("<table")
    assert "<details>" in page


def test_few_values_are_a_table_first(source: Source) -> None:
    figure = charts.ranked(
        key="counties", title="各县", bars=[Bar("东湖县", 3)], names=("",), unit="人", source=source
    )
    page = drawn(figure)
    assert page.index("<table") < page.index("<svg")
    assert "<details>" not in page


def test_the_second_series_is_hatched_and_named(source: Source) -> None:
    bars = [Bar("东湖县", 30, 15), Bar("西山县", 20, 60)]
    figure = charts.ranked(
        key="counties", title="各县人时", bars=bars, names=("按主办", "按参训人员"), unit="小时", source=source, decimals=1
    )  # fmt: skip
    assert 'fill="url(#counties-hatch)"' in figure.svg
    assert figure.columns == ("名称", "按主办（小时）", "按参训人员（小时）")
    assert figure.rows[1] == ("西山县", "20.0", "60.0")
    assert "20.0 / 60.0" in figure.svg
    assert "按参训人员" in figure.svg


def test_no_picture_is_larger_than_three_kilobytes(source: Source) -> None:
    wide = [Bar(f"{LONG}{number}", 123_456.7, 765_432.1) for number in range(40)]
    figures = [
        charts.against_target(title=LONG, done=123_456, target=765_432, unit="小时", source=source),
        charts.months(title=LONG, values=[123_456] * 12, unit="小时", source=source),
        charts.ranked(key="units", title="各单位", bars=wide, names=("按主办", "按参训人员"), unit="小时", source=source),
        charts.ranked(key="units", title="各单位", bars=wide, names=("",), unit="小时", source=source, decimals=1),
    ]  # fmt: skip
    assert max(len(figure.svg.encode()) for figure in figures) <= 3_000
    assert figures[2].left_out == 30
    assert "其余30项在表格里" in drawn(figures[2])
    assert len(figures[2].rows) == 40


def test_a_picture_is_valid_escaped_and_without_a_style_of_its_own(source: Source) -> None:
    figure = charts.ranked(
        key="x", title='<b>"各县"</b>', bars=[Bar("<script>", 1), Bar("A&B", 2)], names=("甲", "乙"), unit="人",
        source=source,
    )  # fmt: skip
    page = drawn(figure)
    assert "<script>" not in page
    assert "style=" not in page
    assert page.count('role="img"') == 1
    assert "口径：按课次的排定时长计" in page
    assert "figures@1" in page
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(page)
