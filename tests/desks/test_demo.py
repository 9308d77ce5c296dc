"""The demo: loaded once, dated anew on another day, and never moving the series of 2022."""

import json
from pathlib import Path

import pytest

from core.errors import RuleBroken
from desks.services.demo import loading
from tests.conftest import NOW
from tests.servers import Instance


@pytest.mark.service
def test_the_demo_is_loaded_once_and_dated_anew_on_another_day(
    instance: Instance, migrated_var: Path
) -> None:
    instance.begin_as(migrated_var)
    assert "is loaded" in instance.manage("load_demo", "--on", "2026-03-16").stderr
    first = _figures(instance, "榕江市民政局", 2026)
    assert first["people"] > 0
    assert "stands" in instance.manage("load_demo", "--on", "2026-03-16").stderr
    assert "is loaded" in instance.manage("load_demo", "--on", "2026-03-17").stderr
    with instance.postgres() as connection:
        anchors = connection.execute(
            "SELECT data->>'anchor' FROM core_event WHERE name = 'desks.demo.loaded'"
        )
        assert anchors.fetchall() == [("2026-03-17",)]
        today = connection.execute("SELECT count(*) FROM courses_classsession WHERE held_on = '2026-03-17'")
        assert today.fetchone() == (2,)
    # The same city a day later, and the same series as ever.
    assert _figures(instance, "榕江市民政局", 2026) == first
    assert _figures(instance, "云浮市民政局", 2022)["visits"] == 3260
    assert instance.manage("verify_ledger").returncode == 0


def _figures(instance: Instance, scope: str, year: int) -> dict[str, int]:
    done = instance.manage("figures", "--scope", scope, "--year", str(year), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {name: found[name] for name in ("people", "rounds", "classes", "visits", "person_hours")}


def test_the_demo_is_refused_outside_demo_mode(settings: object) -> None:
    settings.DEMO_MODE = False  # type: ignore[attr-defined]
    with pytest.raises(RuleBroken) as refused:
        loading.ensure(at=NOW)
    assert refused.value.code == "demo.off"
