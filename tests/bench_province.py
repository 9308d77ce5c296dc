"""`make bench`, the province: what figures of 30,000 people and a million lines of the ledger take, beside the target.

Wall time, because most of it is PostgreSQL's: the median of several on a warm cache. Making the province is no part of it
and printed apart. `python -m tests.bench_province` measures the province alone; with BENCH_VAR=folder it is made once and
stays there for the next time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

YEAR, REPEATS = 2025, 3
SUM_MS, REPORT_S, FILING_S, WORKBOOK_S, WORKBOOK_MB = 50, 3, 10, 20, 300
WORKBOOK = "workbook"  # the child's argument


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        set_up(os.environ.get("BENCH_VAR", folder))
        measure()


def set_up(folder: str) -> None:
    os.environ |= {
        "BANYAN_VAR": folder,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "BANYAN_LOG_LEVEL": "ERROR",
    }
    from tests.bench import prepare_empty

    prepare_empty()


def measure() -> None:
    """Make the province in the empty database (unless it is there), and print a line for each target."""
    from organisations.querysets import all_organisations
    from tests import province
    from tests.bench import leave

    if not all_organisations().filter(name=province.PROVINCE).exists():
        began = time.perf_counter()
        province.generate()
        _say(
            f"making a province of {province.PEOPLE} people, {province.LINES} lines: {time.perf_counter() - began:.0f} s"
        )
    _say(f"{'province':<44}{'median':>10}{'target':>10}")
    for name in (province.A_COUNTY, province.A_CITY, province.PROVINCE):
        _sums(name)
        _report(name)
    _workbook(province.PROVINCE)
    _filing(province.PROVINCE)
    leave(Path(os.environ["BANYAN_VAR"]))


def _sums(name: str) -> None:
    """The minutes in the ledger of one scope and year."""
    from hours.querysets import all_entries
    from organisations.scope import scope_of

    condition = scope_of(_organisation(name)).condition("organisation")
    entries = all_entries().training().filter(condition).between(*_period().days())
    _row(f"{name}, sum of minutes", entries.total_minutes, SUM_MS)


def _report(name: str) -> None:
    """All figures of all counties and stations, both sides, as the page of figures asks for them."""
    from organisations.scope import scope_of
    from reporting.querysets.reports import report

    scope = scope_of(_organisation(name))
    _row(f"{name}, period report", lambda: report(scope, _period()), REPORT_S * 1000)


def _filing(name: str) -> None:
    """What the job of a filing does with its draft; it is rolled back, so that it can be filed again."""
    from django.db import transaction

    from core import clock
    from core.progress import unwatched
    from organisations.authority import SYSTEM
    from reporting.services import filing_drafts, filings
    from reporting.words import Recipient

    at = clock.now()
    target = filing_drafts.Target(_organisation(name), _period(), Recipient.CIVIL_AFFAIRS)
    with transaction.atomic():
        draft = filing_drafts.save(target=target, unit=None, said={}, by=SYSTEM, at=at)
        began = time.perf_counter()
        filings.file_draft(draft=draft, by=SYSTEM, at=at, progress=unwatched)
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    _line(f"{name}, a filing", seconds, FILING_S, "s")


def _workbook(name: str) -> None:
    """A line for each person, in a process of its own for the sake of its memory, from its start to its end."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.bench_province", WORKBOOK, name], cwd=ROOT, check=True)
    _line(f"{name}, workbook of its people", time.perf_counter() - began, WORKBOOK_S, "s")


def make_workbook(name: str) -> None:
    import django

    django.setup()
    from core import clock
    from core.sheets.writing import write_workbook
    from organisations.authority import SYSTEM
    from reporting.querysets.official.asked import Question
    from reporting.querysets.official.computing import compute
    from reporting.rules.official.declared import FORMS
    from reporting.rules.official.layout import plans

    computed = compute(Question(FORMS["personal-hours"], SYSTEM, clock.now(), _organisation(name), _period()))
    content = write_workbook(plans(computed), title=computed.form.title)
    _say(f"workbook: {computed.length} rows, {len(content) / 1024:.0f} KiB")
    _line(f"{name}, memory for it", _most_memory(), WORKBOOK_MB, "MB")


def _most_memory() -> float:
    """Of this process since it began, in MB. `ru_maxrss` would count what the process had that started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def _organisation(name: str) -> Any:
    from organisations.querysets import all_organisations

    return all_organisations().get(name=name)


def _period() -> Any:
    from reporting.rules.periods import Period

    return Period(report_year=YEAR)


def _row(name: str, ask: Callable[[], object], target: float) -> None:
    ask()
    took = []
    for _turn in range(REPEATS):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    _line(name, statistics.median(took), target, "ms")


def _line(name: str, measured: float, target: float, unit: str) -> None:
    _say(f"{name:<44}{measured:>10.1f}{target:>10}  {unit}{'' if measured <= target else '  over'}")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


if __name__ == "__main__":
    if sys.argv[1:2] == [WORKBOOK]:
        make_workbook(sys.argv[2])
    else:
        main()
