"""培训班台账: the classes that the scope organises in the period, one a line."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from core.sentences import say
from courses.models import TrainingClass
from courses.querysets import all_attendances, all_classes, all_sessions
from courses.words import (
    CREDITED_STATES,
    Audience,
    ClassKind,
    ClassState,
    DeliveryMode,
    Tier,
)
from people.words import PostKind
from reporting.querysets.figures import provenance
from reporting.querysets.matrix import ClassCounts, by_class
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.register_beside import beside
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.rules import definitions
from reporting.rules.counts import NO_COUNTS
from reporting.rules.metrics import METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Value, numbered, row
from reporting.rules.quantities import PersonSessions, Share
from reporting.rules.table_rows import TOTAL_LABEL
from reporting.words import Level, Side

_METRICS = {"people": "people", "visits": "", "hours": "hours_delivered", "xueshi": "xueshi"}
_NO_CLASS = ClassCounts(NO_COUNTS, {})


def compute(question: Question) -> Computed:
    selection = Selection(gazetteer(question.scope), question.period)
    counted = by_class(selection, xueshi=question.xueshi, post=question.post)
    classes = list(_classes(question))
    rates, sessions, further = _rates(question, classes), _sessions(classes), beside(question, classes)
    lines = [
        _facts(one) | _numbers(question, one, counted.get(one.pk, _NO_CLASS))
        | {"attendance": rates.get(one.pk)} | sessions.get(one.pk, {}) | further.get(one.pk, {})
        for one in classes
    ]  # fmt: skip
    table = question.form.table("classes")
    codes = (
        "people", f"visits.{question.unit.value}", "hours_delivered", "xueshi", "attendance_rate",
        "passed_tests", "satisfaction", "budget", "spent", "dossier",
    )  # fmt: skip
    notes = (definitions.COUNTED, *(METRICS[code].text for code in codes), *_NOTES)
    total = row(
        table, {"number": TOTAL_LABEL, "class": say("%(many)s个班次", many=len(classes))}, is_total=True
    )
    return Computed(
        question.form, question.title, question.facts(),
        (Part(table, table.caption, (*numbered(table, lines), total)),), question.at, notes,
        rule_version(unit_rule(question.period), provenance(selection).rules),
    )  # fmt: skip


_NOTES = (
    say("合同、经费、满意度和档案完整度只有主办单位和它的上级看得到，其他单位打开时是空白。"),
    say("发证数请手填：平台的结业证书按线上课程发放，不按班次发放。"),
)


def _classes(question: Question) -> list[TrainingClass]:
    """Those of the report year, or those that touch the days; a cancelled one was not held."""
    found = all_classes().filter(question.scope.condition("organiser")).exclude(state=ClassState.CANCELLED)
    if question.period.report_year is not None:
        found = found.filter(report_year=question.period.report_year)
    else:
        first_day, last_day = question.period.days()
        found = found.filter(starts_on__lte=last_day, ends_on__gte=first_day)
    return list(found.select_related("organiser", "provider").order_by("starts_on", "code", "pk"))


def _facts(one: TrainingClass) -> dict[str, Value | Plain]:
    return {
        "year": one.report_year,
        "class": Value(one.name, Opens.of("class", public_id=str(one.public_id))),
        "state": ClassState(one.state).label,
        "tier": Tier(one.tier).label,
        "audience": Audience(one.audience).label,
        "kind": ClassKind(one.kind).label,
        "organiser": one.organiser.name,
        "provider": one.provider.name if one.provider else None,
        "filing_number": one.filing_number,
        "first_day": day_text(one.starts_on),
        "last_day": day_text(one.ends_on),
        "venue": one.venue,
        "mode": DeliveryMode(one.delivery_mode).label,
        "planned": one.capacity,
    }


def _numbers(question: Question, one: TrainingClass, counted: ClassCounts) -> dict[str, Value | Plain]:
    def opened(shown: Plain, level: Level, **steps: str) -> Value:
        asked = {"side": Side.ORGANISER.value, "level": level.value, "class": str(one.public_id)} | steps
        return Value(shown, Opens.of("lines", **asked) if shown else None)

    mine = {"post": question.post.value} if question.post else {}
    found: dict[str, Value | Plain] = {}
    for key, code in _METRICS.items():
        metric = METRICS[code or f"visits.{question.unit.value}"]
        level = Level.SESSIONS if key == "hours" else Level.PEOPLE
        found[key] = opened(counted.counts.measured(metric).shown(), level, **mine)
    for kind in PostKind:
        found[f"people_{kind.value}"] = opened(counted.posts.get(kind, 0), Level.PEOPLE, post=kind.value)
    return found


def _rates(question: Question, classes: list[TrainingClass]) -> dict[int, int | float | None]:
    """出勤率 by class; one question."""
    marks = all_attendances().filter(session__training_class__in=[one.pk for one in classes])
    if question.post is not None:
        marks = marks.filter(posting__post_kind=question.post)
    rows = (
        marks.order_by()
        .values_list("session__training_class")
        .annotate(all=Count("pk"), came=Count("pk", filter=Q(state__in=CREDITED_STATES)))
    )
    return {pk: Share(PersonSessions(came), PersonSessions(every)).shown() for pk, every, came in rows}


def _sessions(classes: list[TrainingClass]) -> dict[int, dict[str, Value | Plain]]:
    """Days, courses and lecturers by class; one question."""
    found: dict[int, tuple[set[date], set[str], set[str]]] = {}
    held = all_sessions().filter(training_class__in=[one.pk for one in classes]).order_by()
    for pk, day, topic, lecturer in held.values_list("training_class", "held_on", "topic", "lecturer"):
        days, topics, lecturers = found.setdefault(pk, (set(), set(), set()))
        days.add(day)
        topics.add(topic)
        lecturers.update({lecturer} - {""})
    return {
        pk: {"days": len(days), "courses": len(topics), "lecturers": len(lecturers)}
        for pk, (days, topics, lecturers) in found.items()
    }
