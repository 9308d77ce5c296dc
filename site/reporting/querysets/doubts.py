"""Names and links for the rows of questions: four questions to the database, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from core import clock
from core.sentences import Sentence, quote, say
from courses.models import ClassSession, TrainingClass
from courses.words import HalfDay
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from people.models import Person
from people.querysets import all_people
from reporting.querysets.named import NAMELESS
from reporting.rules.periods import shown_day
from reporting.rules.questions import HOW_TO_MEND, Doubt
from reporting.words import QuestionKind

SHOWN = 20  # rows of one question on the page; the number of all stands beside


@dataclass(frozen=True)
class Piece:
    """A part of a row's text; without an address it is no link."""

    text: Sentence
    url: str = ""


@dataclass(frozen=True)
class Question:
    kind: QuestionKind
    count: int
    how_to_mend: Sentence
    rows: list[list[Piece]]


def questions(doubts: Mapping[QuestionKind, Sequence[Doubt]], by: Authority) -> list[Question]:
    """In the order of the kinds, with the first rows of each."""
    shown = {kind: list(rows[:SHOWN]) for kind, rows in doubts.items()}
    named = _Named([doubt for rows in shown.values() for doubt in rows], by)
    return [
        Question(
            kind,
            len(doubts[kind]),
            HOW_TO_MEND[kind],
            [list(named.pieces(kind, doubt)) for doubt in shown[kind]],
        )
        for kind in QuestionKind
        if shown.get(kind)
    ]


class _Named:
    """What the ids of the shown rows are called, for one reader."""

    def __init__(self, rows: Sequence[Doubt], by: Authority) -> None:
        self.by = by
        sessions = {row.session for row in rows} | {row.other for row in rows if row.session}
        units = {row.organisation for row in rows} | {row.other for row in rows if row.organisation}
        self.people: dict[int, Person] = Person.objects.in_bulk({row.person for row in rows} - {0})
        related = ClassSession.objects.select_related("training_class__organiser")
        self.sessions: dict[int, ClassSession] = related.in_bulk(sessions - {0})
        classes = TrainingClass.objects.select_related("organiser")
        self.classes: dict[int, TrainingClass] = classes.in_bulk({row.training_class for row in rows} - {0})
        self.units: dict[int, Organisation] = all_organisations().in_bulk(units - {0})
        self.readable = self._readable()

    def _readable(self) -> set[int]:
        """People whose page opens for the reader: whoever has left the scope since is there no more."""
        found = all_people().visible_to(self.by, on=clock.today()).filter(pk__in=self.people)
        return set(found.values_list("pk", flat=True))

    def pieces(self, kind: QuestionKind, row: Doubt) -> Iterator[Piece]:
        if row.person:
            yield self._person(row)
        if row.session:
            yield self._session(self.sessions[row.session])
        if row.training_class:
            yield self._class(self.classes[row.training_class])
        if row.organisation:
            yield Piece(quote(self.units[row.organisation].name))
            yield Piece(quote(self.units[row.other].name))
        if kind is QuestionKind.TWO_PLACES:
            yield self._session(self.sessions[row.other])
        if kind is QuestionKind.HEAD_COUNT and self.sessions[row.session].head_count_note:
            yield Piece(quote(self.sessions[row.session].head_count_note))

    def _person(self, row: Doubt) -> Piece:
        """By name for whoever has the roster, or runs the class in question."""
        person = self.people[row.person]
        if row.person in self.readable:
            return Piece(quote(person.name), reverse("people:person", args=[person.public_id]))
        runs = row.session and self._runs(self.sessions[row.session].training_class)
        return Piece(quote(person.name) if runs else NAMELESS)

    def _session(self, session: ClassSession) -> Piece:
        held = session.training_class
        text = say(
            "%(name)s %(day)s%(half_day)s",
            name=held.name,
            day=shown_day(session.held_on),
            half_day=HalfDay(session.half_day),
        )
        if self._runs(held):
            return Piece(text, reverse("courses:session_detail", args=[session.public_id]))
        return Piece(text, self._class(held).url)

    def _class(self, held: TrainingClass) -> Piece:
        organiser, scope = held.organiser, self.by.scope(Permission.VIEW_CLASSES)
        sees = scope.covers(path=organiser.path, area_code=organiser.area_code)
        return Piece(quote(held.name), reverse("courses:class_detail", args=[held.public_id]) if sees else "")

    def _runs(self, held: TrainingClass) -> bool:
        return self.by.may(Permission.RUN_SIGN_IN, held.organiser)
