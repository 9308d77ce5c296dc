"""The world, committed. It takes thousands of queries, so a process makes it once and then puts its rows back."""

import pickle
from datetime import datetime

import pytest
import time_machine

from tests.cast import Cast, found_places
from tests.flush import keep, put_back
from tests.generators.world import World, build

KEPT_WORLD = pytest.StashKey[tuple[datetime, bytes]]()


@pytest.fixture
def kept_world(request: pytest.FixtureRequest, truncatable_ledger: None, at: datetime) -> World:
    """As if made for this test: its rows have been put in anew and its objects are nobody else's.

    For tests of one moment: another `at` than the last test's makes it again.
    """
    stash = request.config.stash
    made_at, made = stash.get(KEPT_WORLD, (None, b""))
    if made_at != at:
        with time_machine.travel(at, tick=False):
            made = pickle.dumps(build(found_places(at), Cast(at), at))
        keep("kept_world")
        stash[KEPT_WORLD] = (at, made)
    else:
        put_back("kept_world")
    world: World = pickle.loads(made)  # noqa: S301 - written by this process
    return world
