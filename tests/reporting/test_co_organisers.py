"""协办 stands on paper alone: the totals of a class are its organiser's, whoever helped."""

from datetime import date, datetime

from organisations.scope import scope_of
from reporting.querysets.figures import table
from reporting.querysets.places import gazetteer
from reporting.querysets.sql import Selection
from reporting.rules.figures import NOTHING, TOTAL
from reporting.rules.periods import Period
from reporting.words import Side
from tests.cast import Cast, Places
from tests.reporting import series


def test_only_the_organiser_counts_a_class(places: Places, cast: Cast, at: datetime) -> None:
    held = series.hold_class("K1", places.county, first_day=date(2026, 3, 2), days=1, at=at)
    series.attend_all(held, cast.worker("陈小燕", places.station), at=at)

    def organised() -> list[object]:
        found = []
        for place in (places.county, places.other_county):
            selection = Selection(gazetteer(scope_of(place)), Period(report_year=2026))
            found.append(table(selection)[Side.ORGANISER, TOTAL])
        return found

    before = organised()
    assert before[0] != NOTHING
    assert before[1] == NOTHING
    held.co_organisers.add(places.other_county, places.school)
    assert organised() == before
