"""Every screen of the site, and somebody who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from people.models import Person
from tests.generators.addresses import Entry
from tests.generators.entries import ENTRIES
from tests.generators.world import World

# Who opens a page: whoever learns, and of those who arrange, run or watch the first whom its entry allows.
LEARNER = "worker"
OTHERS = ("city", "officer", "studio_lead", "class_teacher", "station_head", "operator", "editor")
STRANGER = "a stranger"
# Nothing is theirs yet: their lists are empty.
NEWCOMERS = ("other_worker", "other_officer")
# No pages: an answer for machines, pictures, files, and addresses that lead elsewhere at once.
NO_SCREEN = {
    "assessment:question_template",
    "assessment:question_export",
    "core:healthz",
    "core:manifest",
    "core:service_worker",
    "courses:sign_in_code",
    "courses:class_test_export",
    "courses:class_fees_sheet",
    "courses:class_notice",
    "courses:class_summary",
    "courses:class_handbook",
    "courses:dossier_file",
    "courses:class_calendar",
    "courses:calendar_feed",
    "courses:paper_scan",
    "courses:own_code_part",
    "cms:stored_file",
    "news:bulletin_file",
    "forms:document",
    "cms:recording",
    "cms:captions",
    "reporting:class_brief",
    "reporting:filing_workbook",
    "reporting:filing_scan",
    "reporting:official_form_workbook",
    "reporting:official_form_csv",
    "reporting:official_form_document",
    "reporting:prepared_file",
    "reporting:received_workbook",
    "account_inactive",
    "account_logout",
    "jobs:job_now",
    "learning:submission_file",
    "plans:decision_file",
}


@dataclass(frozen=True)
class Visit:
    """One screen and the persona who opens it."""

    name: str
    reader: str

    def address(self, world: World) -> str:
        kwargs = ENTRIES[self.name].kwargs
        return reverse(self.name, kwargs=kwargs(world) if kwargs else {})

    def __str__(self) -> str:
        return f"{self.name} as {self.reader}"


def visits() -> list[Visit]:
    return [Visit(name, reader) for name, entry in ENTRIES.items() for reader in _readers(name, entry)]


def empty_visits() -> list[Visit]:
    """The pages that name no object, opened by those who have none."""
    return [
        Visit(name, reader)
        for reader in NEWCOMERS
        for name, entry in ENTRIES.items()
        if entry.kwargs is None and _is_screen(name, entry) and reader in entry.allowed
    ]


def by_reader(opened: Callable[[], list[Visit]] = visits) -> dict[str, list[Visit]]:
    """In which order a browser saves logging in."""
    found: dict[str, list[Visit]] = {}
    for visit in opened():
        found.setdefault(visit.reader, []).append(visit)
    return found


def person_of(reader: str, world: World) -> Person | None:
    """Who logs in for it; a stranger does not."""
    return None if reader == STRANGER else world.people[reader]


def _is_screen(name: str, entry: Entry) -> bool:
    return not (name in NO_SCREEN or entry.posts or entry.closed)


def _readers(name: str, entry: Entry) -> Iterator[str]:
    if not _is_screen(name, entry):
        return
    if entry.public:
        yield STRANGER
        return
    if LEARNER in entry.allowed:
        yield LEARNER
    yield from [reader for reader in OTHERS if reader in entry.allowed][:1]
