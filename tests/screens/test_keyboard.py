"""Every screen with the keyboard alone, on a small phone, where tabs at the foot could cover what is in focus."""

from datetime import datetime

import pytest

from tests.cast import Cast, Places
from tests.generators.world import build
from tests.journeys.conftest import WITH_AND_WITHOUT_SCRIPTS, Screen
from tests.screens.keyboard import tab_through
from tests.screens.visits import by_reader, person_of

pytestmark = pytest.mark.journey


def test_the_tab_key_reaches_everything_in_order_and_one_sees_where_one_is(
    places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    world = build(places, cast, at)
    faults: list[str] = []
    for persona, theirs in by_reader().items():
        with screen_of(person_of(persona, world)) as phone:
            for visit in theirs:
                phone.goto(visit.address(world))
                faults += [f"{visit}, {fault}" for fault in tab_through(phone)]
    assert not faults, "\n".join(faults)


@WITH_AND_WITHOUT_SCRIPTS
def test_the_first_stop_leads_past_the_menu(places: Places, cast: Cast, screen_of: Screen) -> None:
    with screen_of(cast.worker("陈小燕", places.station)) as phone:
        phone.goto("/verify/")
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.getAttribute('href')") == "#main"
        box = phone.locator(":focus").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        phone.keyboard.press("Enter")
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.querySelector('main').contains(document.activeElement)")
