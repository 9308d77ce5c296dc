"""Programs that some tests need and the lock file cannot bring: a browser and a Redis server.

A test that needs a missing one does not run. The end of the output lists it loudly, and with CI=true it fails.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

DID_NOT_RUN = "did not run: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """BANYAN_CHROMIUM, else one that Playwright has downloaded, else one on the path."""
    given = os.environ.get("BANYAN_CHROMIUM")
    if given:
        return given
    downloads = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    for found in sorted(downloads.glob("chromium-*/chrome-linux*/chrome"), reverse=True):
        return str(found)
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def find_redis() -> str | None:
    return shutil.which("redis-server")


NEEDS: dict[str, tuple[str, Callable[[], str | None]]] = {
    "journey": ("Chromium", find_chromium),
    "redis": ("redis-server", find_redis),
}


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """The whole suite runs in two processes; a part of it, named on the command line, in one."""
    options = config.option
    whole = config.args_source == pytest.Config.ArgsSource.TESTPATHS
    is_worker = "PYTEST_XDIST_WORKER" in os.environ  # which would start two of its own, and those two again
    if (
        whole
        and not is_worker
        and options.numprocesses is None
        and not (options.usepdb or options.collectonly)
    ):
        options.numprocesses, options.dist, options.loadscopereorder = 2, "loadfile", False


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (name, find) in NEEDS.items():
        if item.get_closest_marker(marker) and find() is None:
            message = f"{DID_NOT_RUN}no {name} on this machine"
            if os.environ.get("CI", "").lower() in {"1", "true"}:
                pytest.fail(message, pytrace=False)
            pytest.skip(message)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = [
        (report.nodeid, report.longrepr[2].removeprefix("Skipped: "))
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and DID_NOT_RUN in report.longrepr[2]
    ]
    if left_out:
        terminalreporter.section("THESE TESTS DID NOT RUN", sep="!", red=True, bold=True)
        for test, reason in left_out:
            terminalreporter.line(f"{test}: {reason}", red=True)
