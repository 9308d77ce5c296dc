"""In two processes the longest files come first: whoever is done early takes the next, and both end together.

Without this xdist begins with the files of most tests. Those of few tests and many minutes would come last, one process
busy with them and the other idle.
"""

import pytest

# Parts of paths, in the order of what a file under them takes.
LONGEST_FIRST = (
    "tests/screens/test_every_look.py",
    "tests/generators/test_every_post_twice.py",
    "tests/generators/test_every_address",
    "tests/screens/",
    "tests/journeys/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A worker of xdist hands out whole files in this order; within a file it stays as it was."""
    if not hasattr(config, "workerinput"):
        return
    start_servers = {item.path for item in items if item.get_closest_marker("service")}
    items.sort(key=lambda item: (_rank(item), item.path not in start_servers))


def _rank(item: pytest.Item) -> int:
    ranks = (rank for rank, part in enumerate(LONGEST_FIRST) if item.nodeid.startswith(part))
    return next(ranks, len(LONGEST_FIRST))
