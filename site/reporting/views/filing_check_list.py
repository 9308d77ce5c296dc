"""The checklist of a filing: each step with what it found, and what follows after the filing."""

from __future__ import annotations

from dataclasses import dataclass

from core import clock
from core.sentences import NOTHING, Sentence, listed, say
from people.requests import BanyanRequest
from reporting.querysets import supervision_changes
from reporting.querysets.class_checks import ClassChecks, class_checks
from reporting.querysets.filing_rules import keeps_scans
from reporting.querysets.roster_changes import roster
from reporting.querysets.staff import certified_by_county
from reporting.querysets.unit_changes import UnitChanges, units
from reporting.rules.certificate_changes import CertificateRow, certificate_rows, frozen_staff
from reporting.rules.period_changes import changed
from reporting.rules.roster_changes import RosterChanges
from reporting.views.filing_compared import Compared
from reporting.words import CheckStep, ClassMark, UnitChange

NO_BEFORE, UNCHANGED = say("没有上期"), say("没有变化")


@dataclass(frozen=True)
class Step:
    """A row of the task list. Without an address it is not to be done yet."""

    title: Sentence
    hint: Sentence = NOTHING
    url: str = ""
    status: Sentence = NOTHING
    tone: str = ""


def certificates_of(compared: Compared) -> list[CertificateRow]:
    now = certified_by_county(compared.scope, compared.places, on=compared.closing_day)
    return certificate_rows(now, frozen_staff(compared.document) if compared.document else None)


def roster_of(compared: Compared) -> RosterChanges:
    return roster(compared.scope, compared.places, before=compared.before_day, now=compared.closing_day)


def classes_of(compared: Compared) -> ClassChecks:
    return class_checks(compared.scope, compared.asked.period, on=clock.today())


def units_of(compared: Compared) -> UnitChanges:
    return units(compared.scope, since=compared.since)


def steps(request: BanyanRequest, compared: Compared, *, figures: int | None, questions: int) -> list[Step]:
    """`figures` is how many numbers are others than those of the last filing; None without one."""
    found = [
        _roster_step(compared, roster_of(compared)),
        _class_step(compared, classes_of(compared)),
        _supervision_step(request, compared),
        _certificate_step(compared, certificates_of(compared)),
        _unit_step(compared, units_of(compared)),
        Step(
            say("核对数字"), say("点开数字可以看到每一条明细"), "#figures",
            NO_BEFORE if figures is None else _count(figures), _tone(figures),
        ),
        Step(
            say("答复核对问题"), say("每个问题选好情况，写明备注"), "#questions",
            say("%(count)s个待答复", count=questions) if questions else say("没有问题"), _tone(questions),
        ),
        Step(say("报送"), say("确认以后数字固定，得到编号和校验码"), "#confirm"),
        Step(say("打印盖章"), say("报送以后，在报送的页面打印、签字、盖章")),
    ]  # fmt: skip
    if keeps_scans(compared.asked.organisation, on=clock.today()):
        found.append(Step(say("上传扫描件"), say("盖章以后，在报送的页面上传扫描件")))
    return found


def _roster_step(compared: Compared, found: RosterChanges) -> Step:
    whole = found.whole
    if not found.has_before:
        return _step(compared, CheckStep.ROSTER, say("在岗%(now)s人", now=whole.after), None)
    told = whole.told()
    hint = (
        say("在岗%(now)s人，比上期末%(told)s", now=whole.after, told=told)
        if told
        else say("在岗%(now)s人，和上期末一样", now=whole.after)
    )
    return _step(compared, CheckStep.ROSTER, hint, len(found.moves))


def _class_step(compared: Compared, found: ClassChecks) -> Step:
    marks = [
        say("%(count)s个%(mark)s", count=count, mark=mark)
        for mark in ClassMark
        if (count := found.marked(mark))
    ]
    if found.gone:
        marks.append(say("去年有、本期没有的%(count)s个", count=len(found.gone)))
    held = say("%(count)s个班次", count=len(found.classes))
    hint = say("%(held)s：%(marks)s", held=held, marks=listed(marks)) if marks else held
    status = say("%(count)s个待核对", count=found.changes) if found.changes else say("没有疑点")
    return Step(CheckStep.CLASSES.label, hint, compared.url(CheckStep.CLASSES), status, _tone(found.changes))


def _supervision_step(request: BanyanRequest, compared: Compared) -> Step:
    found = supervision_changes.totals(compared.question(request), compared.before)
    numbers = {metric.code: change.now for metric, change in found}
    hint = say(
        "督导%(sessions)s次，被督导%(people)s人",
        sessions=numbers["supervision_sessions"], people=numbers["supervised"],
    )  # fmt: skip
    count = changed([[change] for _, change in found]) if compared.before else None
    return _step(compared, CheckStep.SUPERVISION, hint, count)


def _certificate_step(compared: Compared, rows: list[CertificateRow]) -> Step:
    whole = rows[0].changes
    hint = say("在岗%(staff)s人，持证%(certified)s人", staff=whole[0].now, certified=whole[-1].now)
    counties = (row.changes for row in rows if row.county is not None)  # they add up to the whole
    count = changed(counties) if whole[0].before is not None else None
    return _step(compared, CheckStep.CERTIFICATES, hint, count)


def _unit_step(compared: Compared, found: UnitChanges) -> Step:
    told = [
        say("%(change)s%(count)s个", change=change, count=count)
        for change in UnitChange
        if (count := found.counts[change])
    ]
    listed_units = say("%(count)s个单位", count=len(found.units))
    hint = say("%(units)s：%(told)s", units=listed_units, told=listed(told)) if told else listed_units
    return _step(compared, CheckStep.UNITS, hint, found.changes if found.has_before else None)


def _step(compared: Compared, step: CheckStep, hint: Sentence, count: int | None) -> Step:
    """`count` is how much changed; None where there is nothing to compare with."""
    status = NO_BEFORE if count is None else _count(count)
    return Step(step.label, hint, compared.url(step), status, _tone(count))


def _count(count: int) -> Sentence:
    return say("有%(count)s处变化", count=count) if count else UNCHANGED


def _tone(count: int | None) -> str:
    return "due" if count else "plain"
