"""Which forms may wait on a device: few, and none with the words of others."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAY_WAIT = {"courses/check_form.html", "courses/lesson_finish.html", "courses/session_roll_call.html"}
FORM = re.compile(r"<form[^>]*data-offline.*?</form>", re.DOTALL)


def test_only_checks_finished_lessons_and_ticks_of_a_roll_call_wait_on_a_device() -> None:
    templates = ROOT / "templates"
    found = {
        str(path.relative_to(templates)): form
        for path in templates.rglob("*.html")
        for form in FORM.findall(path.read_text())
    }
    assert set(found) == MAY_WAIT
    for form in found.values():
        assert "{% action_key %}" in form
        assert "{% csrf_token %}" in form
        assert "{{ line.name }}" not in form.split(">")[0]  # a queue holds no names
