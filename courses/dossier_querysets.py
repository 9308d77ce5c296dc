"""一期一档: what the file of a class holds, put together from what the platform has and what was attached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from assessment.paper_querysets import all_sittings
from core.encryption import SEALING_BYTES
from core.events import happened_to
from core.sentences import NOTHING, Sentence, say
from courses.class_course_querysets import all_class_courses
from courses.dossier_words import DossierItem, DossierState
from courses.models import (
    BudgetLine,
    ClassEvaluation,
    ClassNotice,
    ClassTest,
    DossierFile,
    DossierReason,
    TrainingClass,
)
from courses.notice_querysets import complete_notices
from courses.querysets import all_attendances, all_classes, all_enrolments, all_sessions
from courses.rules import dossiers as rules
from courses.rules.evaluations import LEAST_ANSWERS
from courses.words import ClassState
from organisations.authority import Authority
from organisations.roles import Permission

# Where the platform shows an item: the name of an address that takes the class's `public_id`.
PAGES = {
    DossierItem.NOTICE: "courses:class_notice_edit",
    DossierItem.TIMETABLE: "courses:class_timetable_print",
    DossierItem.ROSTER: "courses:class_roster_print",
    DossierItem.SIGN_IN: "courses:class_prints",
    DossierItem.COURSEWARE: "courses:class_courses",
    DossierItem.TEST: "courses:class_detail",
    DossierItem.MARKS: "courses:class_completion",
    DossierItem.EVALUATION: "courses:class_evaluation",
    DossierItem.SUMMARY: "courses:class_summary",
    DossierItem.EXPENSES: "courses:class_budget",
}


@dataclass(frozen=True)
class FileLine:
    """A file that was attached; its bytes are asked for by `public_id` alone."""

    public_id: UUID
    title: str
    kind: str
    size_bytes: int
    is_handed_out: bool


@dataclass(frozen=True)
class IndexLine:
    """One item of the index. `page`: where the platform shows it, empty where it does not; `reason`: why it is missing."""

    item: DossierItem
    state: DossierState
    page: str = ""
    note: Sentence = NOTHING
    files: tuple[FileLine, ...] = ()
    reason: str = ""

    @property
    def key(self) -> str:
        return self.item.value

    @property
    def label(self) -> Sentence:
        return self.item.label

    @property
    def is_missing(self) -> bool:
        return self.state is DossierState.MISSING

    @property
    def is_unexplained(self) -> bool:
        return self.is_missing and not self.reason


class DossierFileQuerySet(models.QuerySet[DossierFile]):
    def managed_by(self, by: Authority) -> Self:
        """Of the classes that the actor manages: nobody else opens the file of a class."""
        return self.filter(training_class__in=all_classes().managed_by(by, Permission.MANAGE_CLASSES))

    def handed_out(self) -> Self:
        """Courseware for the learners."""
        return self.filter(is_handed_out=True)

    def readable_by(self, by: Authority) -> Self:
        """What one manages, and what is handed out in a class in which one has a place."""
        own = all_enrolments().standing().filter(person=by.person_id or 0).values("training_class")
        handed = Q(pk__in=all_dossier_files().handed_out().filter(training_class__in=own).values("pk"))
        return self.filter(handed | Q(pk__in=all_dossier_files().managed_by(by).values("pk")))


def all_dossier_files() -> DossierFileQuerySet:
    return DossierFileQuerySet(DossierFile)


def index_of(training_class: TrainingClass) -> list[IndexLine]:
    """Every item in its order, with its state."""
    return indexes_of([training_class])[training_class.pk]


def indexes_of(classes: Sequence[TrainingClass]) -> dict[int, list[IndexLine]]:
    """By class; as many questions for a hundred classes as for one."""
    ids = [one.pk for one in classes]
    there = {item: has(ids) for item, has in _SOURCES.items()}
    assessed = there[DossierItem.TEST] | _assessed(ids)
    files, reasons, unsigned = _files(ids), _reasons(ids), _unsigned(ids)
    return {
        one.pk: [
            _line(
                item,
                one,
                has=one.pk in there.get(item, ()),
                is_assessed=one.pk in assessed,
                files=files.get((one.pk, item), ()),
                reason=reasons.get((one.pk, item), ""),
                note=_note(item, unsigned.get(one.pk, 0)),
            )
            for item in DossierItem
        ]
        for one in classes
    }


def missing_of(training_class: TrainingClass) -> list[IndexLine]:
    """What is due and not there, with the reason where one was stated."""
    return [line for line in index_of(training_class) if line.is_missing]


def _line(
    item: DossierItem, one: TrainingClass, *, has: bool, is_assessed: bool, files: tuple[FileLine, ...],
    reason: str, note: Sentence,
) -> IndexLine:  # fmt: skip
    state = rules.judge(item, ClassState(one.state), is_there=has or bool(files), is_assessed=is_assessed)
    is_missing = state is DossierState.MISSING
    return IndexLine(
        item=item, state=state, page=PAGES.get(item, ""), note=note if is_missing else NOTHING, files=files,
        reason=reason if is_missing else "",
    )  # fmt: skip


def _note(item: DossierItem, unsigned: int) -> Sentence:
    if item is DossierItem.SIGN_IN and unsigned:
        return say("%(count)s个课次没有签到记录", count=unsigned)
    return NOTHING


def _with_notice(ids: Collection[int]) -> set[int]:
    return _classes(ClassNotice.objects.filter(complete_notices()), ids)


def _with_timetable(ids: Collection[int]) -> set[int]:
    return _classes(all_sessions(), ids)


def _with_roster(ids: Collection[int]) -> set[int]:
    return _classes(all_enrolments().standing(), ids) | _classes(
        all_attendances(), ids, "session__training_class"
    )


def _signed(ids: Collection[int]) -> set[int]:
    """Classes with sessions, each of which has somebody on its sheet or was closed."""
    return _with_timetable(ids) - set(_unsigned(ids))


def _with_courses(ids: Collection[int]) -> set[int]:
    return _classes(all_class_courses(), ids)


def _with_test(ids: Collection[int]) -> set[int]:
    return _classes(ClassTest.objects.all(), ids)


def _with_marks(ids: Collection[int]) -> set[int]:
    sat = all_sittings().filter(occasion=OuterRef("public_id")).exclude(handed_in_at=None)
    return _classes(ClassTest.objects.filter(Exists(sat)), ids)


def _evaluated(ids: Collection[int]) -> set[int]:
    """Classes of whose evaluation something may be told: fewer answers than that are nobody's to know of."""
    rows = ClassEvaluation.objects.order_by().filter(training_class__in=ids).values_list("training_class")
    return {pk for pk, count in rows.annotate(count=models.Count("pk")) if count >= LEAST_ANSWERS}


def _with_money(ids: Collection[int]) -> set[int]:
    return _classes(BudgetLine.objects.filter(spent_fen__gt=0), ids)


_SOURCES: dict[DossierItem, Callable[[Collection[int]], set[int]]] = {
    DossierItem.NOTICE: _with_notice,
    DossierItem.TIMETABLE: _with_timetable,
    DossierItem.ROSTER: _with_roster,
    DossierItem.SIGN_IN: _signed,
    DossierItem.COURSEWARE: _with_courses,
    DossierItem.TEST: _with_test,
    DossierItem.MARKS: _with_marks,
    DossierItem.EVALUATION: _evaluated,
    DossierItem.EXPENSES: _with_money,
}


def _classes(
    rows: models.QuerySet[models.Model], ids: Collection[int], way: str = "training_class"
) -> set[int]:
    return set(rows.order_by().filter(Q(**{f"{way}__in": ids})).values_list(way, flat=True).distinct())


def _unsigned(ids: Collection[int]) -> dict[int, int]:
    """How many sessions of a class have nobody on their sheet and were not closed with a head count either."""
    signed = all_attendances().filter(session=OuterRef("pk"))
    rows = all_sessions().order_by().filter(~Exists(signed), training_class__in=ids, closed_at=None)
    counted = rows.values_list("training_class").annotate(count=models.Count("pk"))
    return dict(counted)


def _assessed(ids: Iterable[int]) -> set[int]:
    """Classes that were in assessment once."""
    events = happened_to(TrainingClass, ids, ["courses.class.state_set"])
    found = events.filter(data__state=ClassState.ASSESSING.value).values_list("subject_id", flat=True)
    return {int(one) for one in found}


# The columns of a FileLine. The database counts the sealed bytes without reading them.
_LINE = ("public_id", "title", "file_kind", Length("file") - SEALING_BYTES, "is_handed_out")


def _files(ids: Collection[int]) -> dict[tuple[int, str], tuple[FileLine, ...]]:
    found: dict[tuple[int, str], list[FileLine]] = defaultdict(list)
    rows = DossierFile.objects.filter(training_class__in=ids).order_by("added_at", "pk")
    for pk, item, *line in rows.values_list("training_class", "item", *_LINE):
        found[pk, item].append(FileLine(*line))
    return {key: tuple(lines) for key, lines in found.items()}


def courseware_of(training_class: TrainingClass) -> list[FileLine]:
    """What is handed out to the learners of a class, in the order in which it came. One question, no bytes read."""
    rows = all_dossier_files().handed_out().filter(training_class=training_class).order_by("added_at", "pk")
    return [FileLine(*line) for line in rows.values_list(*_LINE)]


def _reasons(ids: Collection[int]) -> dict[tuple[int, str], str]:
    rows = DossierReason.objects.filter(training_class__in=ids)
    return {(pk, item): reason for pk, item, reason in rows.values_list("training_class", "item", "reason")}
