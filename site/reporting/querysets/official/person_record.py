"""一人一档: what the platform knows of one person's training, in a fixed number of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from certification.querysets import all_certificates
from certification.services.verification import facts_in
from certification.words import CertificateState, RegistrationKind, RegistrationLevel
from core.sentences import Sentence, say
from courses.models import TrainingClass
from courses.querysets import all_attendances, all_classes
from courses.services.attendance import SOURCE
from hours.models import HourEntry
from hours.querysets import all_entries
from hours.showing import XueshiRule
from hours.words import TRAINING_KINDS, HourKind
from people.models import Person
from people.querysets import all_postings
from people.words import Education, Gender, QualificationLevel
from reporting.querysets.official.asked import Question, day_text, month_text
from reporting.querysets.official.class_tests import passed_all, tests_of
from reporting.querysets.official.classes import post_label
from reporting.querysets.official.registered import registrations_of
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Value, numbered, row
from reporting.rules.quantities import PersonMinutes, Xueshi, hours_number, summed

Fields = dict[str, Value | Plain]
# What a personnel file holds beside it, for whoever keeps it on paper.
_ON_PAPER = (say("证书管理号、通过日期"), say("继续教育登记手册"), say("奖惩记录"))


def compute(question: Question) -> Computed:
    person = question.person
    assert person is not None  # noqa: S101 - the form asks for a person
    entries = list(_entries(person))
    found: dict[str, tuple[Row, ...]] = {
        "facts": tuple(_lines(question, "facts", _facts(person))),
        "posts": numbered(question.form.table("posts"), _posts(person)),
        "classes": numbered(question.form.table("classes"), _classes(person, entries, question.xueshi)),
        "years": tuple(_lines(question, "years", _years(person, entries, question.xueshi))),
        "certificates": numbered(question.form.table("certificates"), _certificates(person)),
        "registrations": numbered(question.form.table("registrations"), _registrations(person)),
        "by_hand": tuple(_lines(question, "by_hand", ({"item": item} for item in _ON_PAPER))),
    }
    parts = tuple(Part(table, table.caption, found[table.key]) for table in question.form.tables)
    return Computed(question.form, question.title, question.facts(), parts, question.at, _NOTES)


_NOTES = (
    say("学时以台账为准，只计培训班和线上课程；人员调动，学时跟人走；并入的档案一并计入。"),
    say("带教和督导另有记录，不计入培训学时。"),
)


def _lines(question: Question, key: str, lines: Iterable[Fields]) -> list[Row]:
    return [row(question.form.table(key), line) for line in lines]


def _entries(person: Person) -> Iterable[HourEntry]:
    return all_entries().standing().of_person(person).filter(kind__in=TRAINING_KINDS).order_by("activity_on")


def _facts(person: Person) -> list[Fields]:
    pairs: list[tuple[Sentence, Plain]] = [
        (say("姓名"), person.name),
        (say("性别"), Gender(person.gender).label),
        (say("出生年月"), month_text(person.birth_month)),
        (say("身份证号"), person.masked_identity_number),
        (say("手机"), person.masked_phone),
        (say("学历"), Education(person.education).label),
        (say("专业"), person.major),
        (say("证书等级"), QualificationLevel(person.qualification).label),
        (say("入职日期"), day_text(person.hired_on)),
    ]
    return [{"item": item, "content": content} for item, content in pairs]


def _posts(person: Person) -> list[Fields]:
    held = all_postings().of_person(person).select_related("organisation").order_by("starts_on", "pk")
    return [
        {
            "organisation": post.organisation.name, "title": post.title, "post": post_label(post),
            "from": day_text(post.starts_on), "to": day_text(post.ends_on),
        }
        for post in held
    ]  # fmt: skip


def _classes(person: Person, entries: Iterable[HourEntry], rule: XueshiRule) -> list[Fields]:
    """The classes in which hours were earned, the earliest first."""
    credits = {entry.source_id: entry for entry in entries if entry.source_type == SOURCE}
    attended = all_attendances().filter(pk__in=credits).order_by()
    earned: dict[int, list[HourEntry]] = defaultdict(list)
    for pk, of_class in attended.values_list("pk", "session__training_class"):
        earned[of_class].append(credits[pk])
    held = all_classes().filter(pk__in=earned).select_related("organiser").order_by("starts_on", "pk")
    tests = tests_of(earned)
    passed = passed_all(tests)
    return [
        _class(one, earned[one.pk], rule) | {"test": _result(one, person, one.pk in tests, passed)}
        for one in held
    ]


def _class(one: TrainingClass, earned: list[HourEntry], rule: XueshiRule) -> Fields:
    return {
        "class": Value(one.name, Opens.of("class", public_id=str(one.public_id))),
        "organiser": one.organiser.name,
        "first_day": day_text(one.starts_on),
        "last_day": day_text(one.ends_on),
        "sessions": len(earned),
        "hours": summed((PersonMinutes(line.minutes) for line in earned), PersonMinutes).shown(),
        "xueshi": summed((Xueshi(rule.of(line.kind, line.minutes)) for line in earned), Xueshi).shown(),
    }


def _result(
    one: TrainingClass, person: Person, has_tests: bool, passed: dict[int, set[int]]
) -> Sentence | None:
    """None where the class set no test."""
    if not has_tests:
        return None
    return say("合格") if person.pk in passed[one.pk] else say("未合格")


def _years(person: Person, entries: Iterable[HourEntry], rule: XueshiRule) -> list[Fields]:
    """By calendar year of the activity; the hours open the person's ledger."""
    opens = Opens.of("hours", public_id=str(person.public_id))
    years: dict[int, list[HourEntry]] = defaultdict(list)
    for entry in entries:
        years[entry.activity_on.year].append(entry)
    found: list[Fields] = []
    for year, lines in sorted(years.items()):
        minutes = {
            kind: sum(line.minutes for line in lines if line.kind == kind)
            for kind in (HourKind.TRAINING, HourKind.LESSON)
        }
        found.append({
            "year": str(year),
            "training": Value(hours_number(minutes[HourKind.TRAINING]), opens),
            "lessons": Value(hours_number(minutes[HourKind.LESSON]), opens),
            "hours": Value(hours_number(sum(minutes.values())), opens),
            "xueshi": Value(sum(rule.of(line.kind, line.minutes) for line in lines), opens),
        })  # fmt: skip
    return found


def _certificates(person: Person) -> list[Fields]:
    found: list[Fields] = []
    for one in all_certificates().of_person(person).order_by("issued_on", "pk"):
        status = getattr(one, "status", None)
        state = CertificateState(status.state) if status else CertificateState.VALID
        found.append({
            "certificate": one.number, "course": facts_in(one).title, "issued": day_text(one.issued_on),
            "state": state.label,
        })  # fmt: skip
    return found


def _registrations(person: Person) -> list[Fields]:
    return [
        {
            "registered": RegistrationLevel(one.period.level).label,
            "kind": RegistrationKind(one.period.kind).label,
            "from": day_text(one.period.starts_on), "to": day_text(one.period.ends_on),
            "required": hours_number(one.required), "done": hours_number(one.done),
            "missing": hours_number(one.missing),
        }
        for one in registrations_of(person)
    ]  # fmt: skip
