"""Take back what a confirmed batch wrote, or say what later record stands in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from core.errors import RuleBroken
from core.models import ImportBatch
from core.progress import Count, Progress, unwatched
from core.sentences import Sentence
from core.words import gettext_noop
from courses.models import Attendance, ClassSession, Enrolment, Programme, TrainingClass
from courses.querysets import all_attendances, all_classes, all_sessions
from courses.services import classes
from courses.services import imports as class_imports
from courses.services.attendance import withdraw_many
from courses.services.imports import Correction
from courses.words import AttendanceState
from hours.models import HourEntry, Seal
from organisations.authority import Authority
from organisations.models import Organisation, OrganisationAlias
from organisations.querysets import all_organisations
from organisations.services import imports as organisation_imports
from people.models import Person, Posting
from people.services import imports as people_imports
from reporting.services.import_writing import MARKS_A_STEP, details_of_class, details_of_session

REASON = "撤销导入"
# In the order in which they can be taken back.
_MODELS: tuple[type[models.Model], ...] = (
    Attendance, Enrolment, ClassSession, TrainingClass, Posting, Person, Organisation
)  # fmt: skip
# Lines and seals are append-only: what they name is withdrawn and stays. Aliases go with their organisation.
_NEVER_IN_THE_WAY: frozenset[type[models.Model]] = frozenset({HourEntry, Seal, OrganisationAlias})


class _Made:
    """What the batch made and changed, by model."""

    def __init__(self, batch: ImportBatch) -> None:
        self.ids: dict[type[models.Model], set[int]] = defaultdict(set)
        self.after: dict[tuple[type[models.Model], int], Any] = {}
        self.changed: dict[type[models.Model], dict[int, tuple[dict[str, Any], dict[str, Any]]]] = (
            defaultdict(dict)
        )
        self.number = 0
        for change in batch.changes.order_by("pk"):
            self.number += 1
            model = apps.get_model(change.subject_type)
            if change.created:
                self.ids[model].add(change.subject_id)
                self.after[(model, change.subject_id)] = change.after
            else:
                self.changed[model][change.subject_id] = (change.before, change.after)
        # A series comes and goes with its classes.
        series = Programme.objects.filter(classes__in=self.ids[TrainingClass])
        others = TrainingClass.objects.exclude(pk__in=self.ids[TrainingClass]).values("programme")
        self.ids[Programme] = set(series.exclude(pk__in=others).values_list("pk", flat=True))


def take_back(
    *,
    batch: ImportBatch,
    organisation: Organisation | None,
    by: Authority,
    at: datetime,
    progress: Progress = unwatched,
) -> None:
    """Undo all changes of the batch. Raises RuleBroken where a later record hangs on one of them; lets Stopped pass."""
    made = _Made(batch)
    count = Count(progress, total=made.number, unit=gettext_noop("项"))
    _refuse_where_changed_since(made)
    for model in _MODELS:
        _refuse_where_used_since(model, made)
    who: dict[str, Any] = {"by": by, "at": at}
    _withdraw_attendances(sorted(made.ids[Attendance]), count, who)
    class_imports.take_back(
        enrolments=made.ids[Enrolment],
        sessions=made.ids[ClassSession],
        classes=made.ids[TrainingClass],
        **who,
    )
    _restore_classes(made, who)
    _restore_people(made, who)
    delete, withdraw = _split(Posting, made.ids[Posting])
    people_imports.take_back_postings(delete=delete, withdraw=withdraw, **who)
    delete, withdraw = _split(Person, made.ids[Person])
    people_imports.take_back_people(delete=delete, withdraw=withdraw, organisation=organisation, **who)
    codes = made.changed[Organisation]
    if codes:
        organisation_imports.take_back_codes(ids=list(codes), **who)
    delete, withdraw = _split(Organisation, made.ids[Organisation])
    organisation_imports.take_back(delete=delete, withdraw=withdraw, **who)
    count.add(made.number)


def _withdraw_attendances(ids: Sequence[int], count: Count, who: Mapping[str, Any]) -> None:
    """By far the most of what an import made: in steps between which a cancellation is heard."""
    for first in range(0, len(ids), MARKS_A_STEP):
        step = ids[first : first + MARKS_A_STEP]
        withdraw_many(attendances=all_attendances().filter(pk__in=step), reason=REASON, **who)
        count.add(len(step))


def _refuse_where_changed_since(made: _Made) -> None:
    """Where somebody corrected a row of the batch later, taking it back would lose their work."""
    for model, rows in made.changed.items():
        names = sorted({name for _, after in rows.values() for name in after if name != "programme_name"})
        for pk, *values in model._default_manager.filter(pk__in=rows).values_list("pk", *names):
            after = rows[pk][1]
            current = dict(zip(names, values, strict=True))
            if any(
                _typed(model, name, value) != current[name]
                for name, value in after.items()
                if name in current
            ):
                raise _later(model)
    states = {pk: said["state"] for (model, pk), said in made.after.items() if model is Attendance}
    current_states = dict(Attendance.objects.filter(pk__in=states).values_list("pk", "state"))
    if current_states != states:
        raise _later(Attendance)


def _refuse_where_used_since(model: type[models.Model], made: _Made) -> None:
    """Raises RuleBroken where a row that isn't of the batch, and isn't a line of the ledger, names one that is."""
    ids = made.ids[model]
    if not ids:
        return
    for relation in _relations(model):
        users = relation.related_model
        if users in _NEVER_IN_THE_WAY:
            continue
        named = users._default_manager.filter(**{f"{relation.field.name}__in": ids})
        if hasattr(users, "withdrawn_at"):
            named = named.filter(withdrawn_at=None)
        if named.exclude(pk__in=made.ids[users]).exists():
            raise _later(users)
    if model is Person and Person.objects.filter(pk__in=ids).exclude(account=None).exists():
        raise RuleBroken("import.used_since", "这批导入的人员里已有人开通账号，不能整批撤销。请逐条更正。")


def _relations(model: type[models.Model]) -> list[Any]:
    """Every foreign key of any app that names the model, also those without a way back."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and not field.many_to_many]


def _later(model: type[models.Model]) -> RuleBroken:
    return RuleBroken(
        "import.used_since",
        "这批导入之后又有了新的“%(name)s”记录或更正，不能整批撤销。请先处理后来的记录，或逐条更正。",
        name=Sentence(model._meta.verbose_name_raw),
    )


def _restore_classes(made: _Made, who: Mapping[str, Any]) -> None:
    corrections = {
        pk: Correction(
            AttendanceState(before["state"]),
            _typed(Attendance, "signed_in_at", before["signed_in_at"]),
            _typed(Attendance, "signed_out_at", before["signed_out_at"]),
            before["note"],
        )
        for pk, (before, _) in made.changed[Attendance].items()
    }
    if corrections:
        class_imports.correct_many(rows=corrections, reason=REASON, **who)
    sessions = all_sessions().select_related("training_class__organiser").in_bulk(made.changed[ClassSession])
    for pk, session in sessions.items():
        fields = _stood(ClassSession, made.changed[ClassSession][pk][0])
        classes.edit_session(session=session, details=details_of_session(session, fields), **who)
    standing = all_classes().select_related("organiser", "programme").in_bulk(made.changed[TrainingClass])
    for pk, training_class in standing.items():
        fields = _stood(TrainingClass, made.changed[TrainingClass][pk][0])
        classes.edit(training_class=training_class, details=details_of_class(training_class, fields), **who)


def _restore_people(made: _Made, who: Mapping[str, Any]) -> None:
    people = {pk: _stood(Person, before) for pk, (before, _) in made.changed[Person].items()}
    if people:
        people_imports.edit_many(rows=people, **who)
    postings = {pk: _stood(Posting, before) for pk, (before, _) in made.changed[Posting].items()}
    if postings:
        people_imports.edit_postings(rows=postings, **who)


def _stood(model: type[models.Model], before: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values as Python ones; organisations as objects."""
    return {
        name: all_organisations().filter(pk=value).first()
        if name in ("provider", "lecturer_organisation")
        else _typed(model, name, value)
        for name, value in before.items()
    }


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    if name == "programme_name" or value is None:
        return value
    field = model._meta.get_field(name)
    return field.to_python(value) if isinstance(field, models.Field) else value


def _named(model: type[models.Model], ids: Collection[int]) -> set[int]:
    """Which of these something outside of them still names: lines of the ledger, or rows that are withdrawn."""
    named: set[int] = set()
    for relation in _relations(model):
        users = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": ids})
        if relation.related_model is model:
            users = users.exclude(pk__in=ids)
        if relation.related_model is not OrganisationAlias:
            named |= set(users.values_list(relation.field.name, flat=True))
    return named


def _split(model: type[models.Model], ids: Collection[int]) -> tuple[set[int], set[int]]:
    """What can be deleted, and what must stay and is withdrawn."""
    withdraw = _named(model, ids) & set(ids)
    if model is Organisation:
        # A parent can't be deleted under a child that stays.
        paths = all_organisations().filter(pk__in=withdraw).values_list("path", flat=True)
        withdraw |= {int(part) for path in paths for part in path.split("/") if part} & set(ids)
    return set(ids) - withdraw, withdraw
