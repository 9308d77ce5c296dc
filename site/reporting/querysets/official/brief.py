"""培训工作简报: what the period came to, in sentences and in the table behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from core.sentences import Sentence, full_date, say
from organisations.roles import Permission
from people.words import PostKind
from reporting.querysets.figures import provenance
from reporting.querysets.matrix import Group, matrix
from reporting.querysets.official import pre_service, supervision
from reporting.querysets.official.asked import Question
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.querysets.staff import staff_by_organisation
from reporting.rules import definitions
from reporting.rules.counts import NO_COUNTS, Counts, Staff
from reporting.rules.figures import TOTAL
from reporting.rules.metrics import METRICS, Metric
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Table, Value, row
from reporting.rules.official.standing import Standing
from reporting.rules.quantities import People, Share
from reporting.words import Dimension, Level, Side

_CODES = (
    "rounds",
    "classes",
    "people",
    "visits",
    "hours_delivered",
    "person_hours",
    "xueshi",
    "xueshi_per_person",
)
_STAFF = ("staff", "coverage", "certified", "certified_rate")
_BY_PEOPLE = {"people", "xueshi", "xueshi_per_person", "person_hours"}


def compute(question: Question) -> Computed:
    selection = Selection(gazetteer(question.scope), question.period)
    counted = matrix(selection, xueshi=question.xueshi, post=question.post)
    held = staff_by_organisation(question.scope, selection, on=question.closing_day, post=question.post)
    staff = sum(held.values(), Staff())
    new = pre_service.standings(question)
    totals, beside = question.form.tables
    parts = (
        Part(totals, totals.caption, _totals(question, totals, counted)),
        Part(beside, beside.caption, _beside(beside, staff, new)),
    )
    return Computed(
        question.form, question.title, question.facts(), parts, question.at, _notes(question),
        rule_version(unit_rule(question.period), provenance(selection).rules),
        paragraphs=_paragraphs(question, counted, staff, new),
    )  # fmt: skip


def _metric(question: Question, code: str) -> Metric:
    return METRICS[f"visits.{question.unit.value}" if code == "visits" else code]


def _notes(question: Question) -> tuple[Sentence, ...]:
    codes = (*_CODES, *_STAFF, "new_workers", "pre_service_rate")
    texts = (METRICS[_metric(question, code).code] for code in codes)
    named = (say("%(name)s：%(text)s。", name=one.name, text=one.text) for one in texts)
    sides = (
        say("%(name)s：%(text)s。", name=side.label, text=text)
        for side, text in definitions.SIDE_TEXTS.items()
    )
    return (*sides, *named)


def _of(counted: Mapping[Group, Counts], side: Side) -> Counts:
    return counted.get(Group(side, TOTAL), NO_COUNTS)


def _people_by_post(counted: Mapping[Group, Counts], side: Side) -> dict[PostKind, int]:
    """Distinct people by the kind of post of the day; who changed posts counts under each."""
    groups = {post: Group(side, TOTAL, Dimension.POST, post.value) for post in PostKind}
    return {post: counted.get(group, NO_COUNTS).figures.people for post, group in groups.items()}


def _totals(question: Question, table: Table, counted: Mapping[Group, Counts]) -> tuple[Row, ...]:
    asked = {"post": question.post.value} if question.post else {}
    found = []
    for code in _CODES:
        metric = _metric(question, code)
        level = Level.PEOPLE if code in _BY_PEOPLE else Level.CLASSES
        line: dict[str, Value | Plain] = {"item": metric.name, "unit": metric.unit}
        for side in Side:
            line[side.value] = _opened(_of(counted, side).measured(metric).shown(), side, level, **asked)
        found.append(row(table, line))
    posts = {side: _people_by_post(counted, side) for side in Side}
    for post in PostKind:
        line = {"item": say("其中：%(post)s岗位", post=post.label), "unit": METRICS["people"].unit}
        for side in Side:
            line[side.value] = _opened(posts[side][post], side, Level.PEOPLE, post=post.value)
        found.append(row(table, line, depth=2))
    return tuple(found)


def _opened(shown: Plain, side: Side, level: Level, **steps: str) -> Value:
    return Value(shown, Opens.of("lines", side=side.value, level=level.value, **steps) if shown else None)


def _beside(table: Table, staff: Staff, new: Counter[Standing]) -> tuple[Row, ...]:
    measured = {code: staff.measured(METRICS[code]).shown() for code in _STAFF}
    measured |= {
        "new_workers": new.total(),
        "pre_service_rate": Share(People(new[Standing.DONE]), People(new.total())).shown(),
    }
    opens = {
        code: Opens.of("annual-report") for code in _STAFF
    } | {code: Opens.of("pre-service") for code in ("new_workers", "pre_service_rate")}  # fmt: skip
    return tuple(
        row(table, {
            "item": METRICS[code].name, "unit": METRICS[code].unit,
            "number": Value(shown, opens[code] if shown else None),
        })
        for code, shown in measured.items()
    )  # fmt: skip


def _paragraphs(
    question: Question, counted: Mapping[Group, Counts], staff: Staff, new: Counter[Standing]
) -> tuple[Sentence, ...]:
    found = [_training(question, counted, side) for side in Side]
    found.append(say(
        "截至%(day)s，在岗%(staff)s人，统计期内参训过%(trained)s人，覆盖率%(coverage)s%%；"
        "持有社会工作者职业资格证书%(certified)s人，持证率%(rate)s%%。",
        day=full_date(question.closing_day), staff=staff.staff, trained=staff.trained,
        coverage=staff.measured(METRICS["coverage"]).shown() or 0, certified=staff.certified,
        rate=staff.measured(METRICS["certified_rate"]).shown() or 0,
    ))  # fmt: skip
    if new:
        found.append(say(
            "入职不满一年的%(all)s人中，完成岗前培训%(done)s人，豁免%(waived)s人，暂停%(paused)s人；未到期%(open)s人，超期%(overdue)s人。",
            all=new.total(), **{standing.value: new[standing] for standing in Standing},
        ))  # fmt: skip
    if question.by.may(Permission.VIEW_STUDIOS, question.organisation):
        found.append(_supervision(question))
    return tuple(found)


def _training(question: Question, counted: Mapping[Group, Counts], side: Side) -> Sentence:
    counts, posts = _of(counted, side), _people_by_post(counted, side)
    lead = (
        say("%(period)s，%(place)s主办", period=question.period.label, place=question.organisation.name)
        if side is Side.ORGANISER
        else say("按参训人员统计，%(place)s的人员参加", place=question.organisation.name)
    )
    shown = {code: counts.measured(_metric(question, code)).shown() or 0 for code in _CODES}
    return say(
        "%(lead)s培训%(rounds)s期、%(classes)s个班次，参训%(people)s人、%(visits)s人次（%(unit)s）。"
        "授课时长%(hours_delivered)s小时，%(person_hours)s人时，折合%(xueshi)s学时，人均%(xueshi_per_person)s学时。"
        "其中服务性岗位%(service)s人，事务性岗位%(administrative)s人，其他%(other)s人。",
        lead=lead, unit=question.unit.label, **shown, **{post.value: many for post, many in posts.items()},
    )  # fmt: skip


def _supervision(question: Question) -> Sentence:
    totals = supervision.totals(question)
    return say(
        "带教和督导另计：工作室带教%(sessions)s次、%(hours)s小时，%(people)s人参加；共%(person_hours)s人时，覆盖%(stations)s个社工站。",
        **totals,
    )
