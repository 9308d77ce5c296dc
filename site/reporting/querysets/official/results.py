"""结业成绩表 with 满意度汇总: how each person did, and what may be told of the evaluation."""

from __future__ import annotations

from collections.abc import Collection

from core import clock
from core.sentences import Sentence, quote, say, together
from courses.completion_querysets import ClassCompletion, PersonLine, judged
from courses.evaluation_querysets import Summary, summary_of
from courses.rules.completion import described
from courses.rules.evaluations import Mean
from people.models import Posting
from reporting.querysets.official.asked import Question
from reporting.querysets.official.classes import class_of, is_wanted, post_label, posts_on, split_note
from reporting.rules.metrics import METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Table, Value, numbered, row
from reporting.rules.quantities import People, Share, tidy

Fields = dict[str, Value | Plain]


def compute(question: Question) -> Computed:
    held = class_of(question)
    found = judged(held)
    posts = posts_on([line.person for line in found.lines], held.starts_on)
    wanted = [line for line in found.lines if is_wanted(question, posts.get(line.person.pk))]
    people, totals, satisfaction = question.form.tables
    summary = summary_of(held, on=clock.date_of(question.at))
    parts = (
        Part(
            people,
            people.caption,
            numbered(people, (_person(one, posts.get(one.person.pk), found) for one in wanted)),
        ),
        Part(totals, totals.caption, _totals(totals, wanted, found)),
        Part(satisfaction, satisfaction.caption, _satisfaction(satisfaction, summary)),
    )
    notes = (
        split_note(posts.get(line.person.pk) for line in wanted),
        say("结业条件：%(terms)s。", terms=together(described(found.asked.terms, found.held))),
        say("已结业的班次按结业时的判定和以后的更正填写，没有结业的按现在的记录填写。"),
        say("满意度：%(state)s。%(text)s。", state=summary.state.label, text=METRICS["satisfaction"].text),
    )
    return Computed(
        question.form, question.title, question.facts(), parts, question.at, notes,
        found.asked.rule_version if not found.asked.is_own else "",
        behind=tuple((line.unit, line.person.name) for line in wanted if not line.completes),
    )  # fmt: skip


def _person(line: PersonLine, post: Posting | None, found: ClassCompletion) -> Fields:
    record = line.record
    fields: Fields = {
        "name": Value(line.person.name, Opens.of("person", public_id=str(line.person.public_id))),
        "organisation": line.unit,
        "post": post_label(post),
        "attended": line.percent,
        "completes": say("是") if line.completes else say("否"),
        "missing": _missing(line),
    }
    if found.held.tests:
        fields |= {
            "sat": record.tests_sat, "percent": record.test_percent,
            "passed": say("合格") if record.has_passed_tests else say("未合格"),
        }  # fmt: skip
    if found.held.assignments:
        fields["works"] = record.assignments_passed
    return fields


def _missing(line: PersonLine) -> Sentence | None:
    if line.correction:
        return say("更正：%(reason)s", reason=quote(line.correction.reason))
    return together(line.missing) if line.missing else None


def _totals(table: Table, wanted: Collection[PersonLine], found: ClassCompletion) -> tuple[Row, ...]:
    groups = (
        (say("本班学员"), [one for one in wanted if not one.is_guest]),
        (say("没有报名而到课的人"), [one for one in wanted if one.is_guest]),
    )
    rows = []
    for label, lines in groups:
        done = sum(one.completes for one in lines)
        rate = Share(People(done), People(len(lines))).shown()
        rows.append(row(table, {"group": label, "people": len(lines), "done": done, "rate": rate}))
    outside = row(table, {"group": say("外单位学员（不判定）"), "people": found.outsiders})
    return (*rows, outside)


def _satisfaction(table: Table, summary: Summary) -> tuple[Row, ...]:
    """Nothing where nothing may be told: the rows are not there, in no rendering."""
    if not summary.is_told:
        return ()
    lines: list[tuple[Sentence, Mean | None]] = [(part.label, mean) for part, mean in summary.means.items()]
    lines.append((say("四项平均"), summary.overall))
    lines += [(say("授课人：%(name)s", name=quote(name)), mean) for name, mean in summary.lecturers.items()]
    rows = [
        row(table, {"item": label, "mean": tidy(mean.value), "answers": mean.answers})
        for label, mean in lines
        if mean is not None
    ]
    rate = say("回收率%(rate)s%%（应答%(asked)s人）", rate=summary.rate or 0, asked=summary.asked)
    return (*rows, row(table, {"item": rate, "answers": summary.answers}))
