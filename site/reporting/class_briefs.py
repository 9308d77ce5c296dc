"""简报 of one class: a page with its totals, counted as the register of classes counts them. Nothing in it is typed."""

from __future__ import annotations

from datetime import datetime

from core import clock
from core.documents import Heading, Line, Paragraph, Part, Run, Title, write_document
from courses.class_documents import days_of, held_by, named, sessions_of
from courses.models import TrainingClass
from hours.showing import xueshi_rule
from organisations.scope import scope_of
from people.words import PostKind
from reporting.querysets.figures import provenance
from reporting.querysets.matrix import ClassCounts, by_class
from reporting.querysets.places import gazetteer
from reporting.querysets.reports import rule_version, unit_rule
from reporting.querysets.sql import Selection
from reporting.rules import definitions
from reporting.rules.counts import NO_COUNTS
from reporting.rules.metrics import METRICS
from reporting.rules.periods import Period

_POSTS = ((PostKind.SERVICE, "服务性岗位"), (PostKind.ADMINISTRATIVE, "事务性岗位"), (PostKind.OTHER, "其他"))


def brief_of(training_class: TrainingClass, *, at: datetime) -> bytes:
    """The .docx file. The definitions of its numbers and the rules under which they were counted stand in its foot."""
    sessions = sessions_of(training_class)
    days = [session.held_on for session in sessions] or [training_class.starts_on]
    period = Period(min(days), max(days))
    selection = Selection(gazetteer(scope_of(training_class.organiser)), period)
    rule, area = unit_rule(period), training_class.organiser.area_code
    counted = by_class(selection, xueshi=xueshi_rule(on=period.days()[1], area_code=area))
    found = counted.get(training_class.pk, ClassCounts(NO_COUNTS, {}))
    codes = ("people", f"visits.{rule.unit.value}", "sessions", "hours_delivered", "xueshi")
    numbers = {code: found.counts.measured(METRICS[code]).shown() for code in codes}
    topics = "、".join(dict.fromkeys(session.topic for session in sessions))
    title = f"{named(training_class)}简报"
    parts: list[Part] = [
        Title(title),
        _text(_held(training_class)),
        _text(
            f"参训{numbers['people']}人（{_posts(found)}），{numbers[codes[1]]}人次；"
            f"上课{numbers['sessions']}个课次，授课{numbers['hours_delivered']}小时，折合{numbers['xueshi']}学时。"
        ),
        *([_text(f"课程有：{topics}。")] if topics else []),
        Line(training_class.organiser.name, side="right"),
        Line(_day(at), side="right"),
        Heading("口径", level=2),
        Line(f"{definitions.COUNTED}。"),
        *(Line(f"{METRICS[code].name}：{METRICS[code].text}。") for code in codes),
        Line(f"数据截止{clock.date_of(at)}。规则版本：{rule_version(rule, provenance(selection).rules)}。"),
    ]
    return write_document(parts, title=title)


def _held(training_class: TrainingClass) -> str:
    place = f"在{training_class.venue}" if training_class.venue else ""
    return f"{held_by(training_class)}于{days_of(training_class)}{place}举办{named(training_class)}。"


def _posts(found: ClassCounts) -> str:
    return "，".join(f"{label}{found.posts.get(kind, 0)}人" for kind, label in _POSTS)


def _day(at: datetime) -> str:
    today = clock.date_of(at)
    return f"{today.year}年{today.month}月{today.day}日"


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
