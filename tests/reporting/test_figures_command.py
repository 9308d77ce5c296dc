"""`manage.py figures`: JSON alone on standard output, everything else on standard error."""

import json
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courses.words import AttendanceState
from hours.querysets import all_entries
from hours.services import ledger
from organisations.authority import SYSTEM
from organisations.services import organisations
from tests.cast import Cast, Places
from tests.reporting import series

COUNTED = {
    "people": 465, "rounds": 5, "classes": 10, "hours_delivered": 390, "visits": 3260, "half_day_sign_ins": 6520,
    "person_hours": 19560,
}  # fmt: skip


def figures(*arguments: str) -> dict:
    out, err = StringIO(), StringIO()
    call_command("figures", *arguments, "--json", stdout=out, stderr=err)
    return json.loads(out.getvalue())


def numbers(answer: dict) -> dict:
    return {key: answer[key] for key in COUNTED}


def test_the_yunfu_series_gives_its_figures_in_every_way_of_asking(db: None, at: datetime) -> None:
    series.yunfu(at)
    whole = ["--from", "2022-12-05", "--to", "2023-02-22"]
    for asked in (["--year", "2022"], whole):
        for scope in ("云浮市民政局", "445300", "广东省民政厅"):
            answer = figures("--scope", scope, *asked)
            assert numbers(answer) == COUNTED
            assert numbers(answer["by_participant"]) == COUNTED
    out = StringIO()
    call_command("figures", "--scope", "445300", "--year", "2022", "--json", stdout=out)
    assert '"hours_delivered": 390,' in out.getvalue()
    for unit, visits in (("session", 6520), ("course", 2990), ("class", 490)):
        assert numbers(figures("--scope", "445300", "--year", "2022", "--visits", unit)) == COUNTED | {
            "visits": visits
        }
    county = figures("--scope", "445302", "--year", "2022")
    assert numbers(county) == dict.fromkeys(COUNTED, 0)  # the city organised everything
    assert county["by_participant"]["people"] > 0


def test_dates_are_the_dates_of_sessions_and_both_are_included(
    places: Places, cast: Cast, at: datetime
) -> None:
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), days=3, at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)
    asked = figures("--scope", "东湖县民政局", "--from", "2026-03-03", "--to", "2026-03-04")
    assert (asked["visits"], asked["half_day_sign_ins"], asked["hours_delivered"]) == (2, 4, 12)


def test_the_year_is_the_report_year_of_the_class(places: Places, cast: Cast, at: datetime) -> None:
    held = series.hold_class("A", places.county, year=2025, first_day=date(2026, 1, 5), at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)
    assert figures("--scope", "990121", "--year", "2025")["people"] == 1
    assert figures("--scope", "990121", "--year", "2026")["people"] == 0


def test_leave_and_absence_count_nowhere_and_the_five_others_count_in_full(
    places: Places, cast: Cast, at: datetime
) -> None:
    session = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at).sessions.first()
    for state in AttendanceState:
        series.attend(session, cast.worker(f"人{state.label}", places.station), state=state, at=at)
    answer = figures("--scope", "990121", "--year", "2026")
    assert (answer["people"], answer["visits"], answer["person_hours"], answer["hours_delivered"]) == (
        5,
        5,
        15,
        3,
    )


def test_a_reversed_line_does_not_count(places: Places, cast: Cast, at: datetime) -> None:
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    series.attend_all(
        held, cast.worker("陈小燕", places.station), cast.worker("何志明", places.station), at=at
    )
    line = all_entries().standing().first()
    ledger.reverse(entry=line, reason="签错人", by=SYSTEM, at=at)
    answer = figures("--scope", "990121", "--year", "2026")
    assert (answer["half_day_sign_ins"], answer["person_hours"], answer["people"]) == (3, 9, 2)


def test_hours_that_are_not_whole_are_numbers_without_noise(places: Places, cast: Cast, at: datetime) -> None:
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), minutes=100, at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)
    assert figures("--scope", "990121", "--year", "2026")["hours_delivered"] == 3.33


def test_a_scope_is_found_by_a_former_name(places: Places, cast: Cast, at: datetime) -> None:
    held = series.hold_class("A", places.county, first_day=date(2026, 3, 2), at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)
    organisations.rename(organisation=places.county, name="东湖市民政局", by=SYSTEM, at=at)
    assert figures("--scope", "东湖县民政局", "--year", "2026")["people"] == 1


def test_definitions_and_rules_come_with_the_numbers(places: Places, at: datetime) -> None:
    answer = figures("--scope", "990100", "--year", "2026")
    assert set(answer["definitions"]) >= set(COUNTED)
    assert "visits.unit@CN:2009-01-01" in answer["rule_version"]
    assert set(answer["by_participant"]) == set(answer) - {"by_participant"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--scope", "没有这个局", "--year", "2026"], "没有名为“没有这个局”的单位"),
        (["--scope", "123456", "--year", "2026"], "没有区划代码为“123456”的单位"),
        (["--scope", "990100"], "二者取一"),
        (["--scope", "990100", "--from", "2026-01-01"], "二者取一"),
        (["--scope", "990100", "--from", "2026-02-01", "--to", "2026-01-01"], "止日不早于起日"),
        (["--scope", "990100", "--from", "昨天", "--to", "2026-01-01"], "日期要写成"),
        (["--scope", "990100", "--year", "0"], "年度要写成"),
        (["--scope", "990100", "--year", "2026", "--from", "2026-01-01", "--to", "2026-01-02"], "二者取一"),
    ],
)
def test_what_cannot_be_answered_is_said_in_chinese(places: Places, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        figures(*arguments)
