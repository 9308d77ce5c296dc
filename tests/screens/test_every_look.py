"""Every screen in a real browser: no violation of WCAG 2.2 AA, no sideways scrolling, targets for thumbs."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page

from tests.cast import Cast, Places
from tests.generators.world import World, build
from tests.journeys.conftest import Screen
from tests.screens.looks import faults_in_every_look
from tests.screens.visits import Visit, by_reader, empty_visits, person_of, visits

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("opened", [visits, empty_visits], ids=["with everything", "with nothing yet"])
def test_every_screen_is_for_everybody(
    opened: Callable[[], list[Visit]], places: Places, cast: Cast, screen_of: Screen, at: datetime
) -> None:
    world = build(places, cast, at)
    faults: list[str] = []
    for persona, theirs in by_reader(opened).items():
        with screen_of(person_of(persona, world)) as phone:
            for visit in theirs:
                faults += [f"{visit}, {fault}" for fault in _faults(phone, visit, world)]
    assert not faults, "\n".join(faults)


def _faults(phone: Page, visit: Visit, world: World) -> list[str]:
    answer = phone.goto(visit.address(world))
    assert answer is not None
    if answer.status != 200:
        return [f"answered {answer.status}"]
    return faults_in_every_look(phone)
