"""Whom a class is for, as data of the class: a judgement names each condition that a person does not meet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from core.sentences import Sentence, listed, quote, say
from organisations.roles import Role
from people.words import PostKind, QualificationLevel


@dataclass(frozen=True)
class Area:
    """An organisation whose people a class is for: all below it, for a bureau all in its area as well."""

    name: str
    path: str
    prefix: str = ""  # of the area's codes; empty: the tree alone decides

    def holds(self, path: str, area_code: str) -> bool:
        return path.startswith(self.path) or bool(self.prefix and area_code.startswith(self.prefix))


@dataclass(frozen=True)
class Conditions:
    """What a class asks of a person. Empty: nothing. Years are full years since hire; `under_years` is not reached."""

    post_kinds: frozenset[str] = frozenset()
    qualifications: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    areas: tuple[Area, ...] = ()
    min_grade: int | None = None
    max_grade: int | None = None
    min_years: int | None = None
    under_years: int | None = None

    @property
    def is_open_to_all(self) -> bool:
        return self == Conditions()


@dataclass(frozen=True)
class Candidate:
    """What the roster says about a person on the day that counts, of the primary posting."""

    person_id: int
    hired_on: date | None = None
    qualification: str = QualificationLevel.NONE
    post_kind: str = ""
    grade: int | None = None
    organisation: str = ""
    path: str = ""
    area_code: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_posted(self) -> bool:
        return bool(self.path)


def full_years(since: date, on: date) -> int:
    """Anniversaries passed: hired on 2023-03-16 makes 3 on 2026-03-16. The 29th of February counts on the 1st of March."""
    return max(on.year - since.year - ((on.month, on.day) < (since.month, since.day)), 0)


def unmet(conditions: Conditions, candidate: Candidate, *, on: date) -> list[Sentence]:
    """Each condition that the person does not meet on that day, in words; empty: eligible."""
    found = [
        _posts(conditions, candidate),
        _grades(conditions, candidate),
        _years(conditions, candidate, on),
        _qualifications(conditions, candidate),
        _roles(conditions, candidate),
        _areas(conditions, candidate),
    ]
    return [sentence for sentence in found if sentence is not None]


def described(conditions: Conditions) -> list[Sentence]:
    """The conditions as the page of the class names them."""
    lines: list[Sentence] = []
    if conditions.areas:
        lines.append(say("单位：%(names)s", names=_area_names(conditions)))
    if conditions.roles:
        lines.append(say("身份：%(names)s", names=_labels(Role, conditions.roles)))
    if conditions.post_kinds:
        lines.append(say("岗位：%(names)s", names=_labels(PostKind, conditions.post_kinds)))
    if (conditions.min_grade, conditions.max_grade) != (None, None):
        lines.append(say("职级：%(range)s", range=_grade_range(conditions)))
    if conditions.under_years is not None:
        lines.append(say("入职不满%(years)s年", years=conditions.under_years))
    if conditions.min_years is not None:
        lines.append(say("入职满%(years)s年", years=conditions.min_years))
    if conditions.qualifications:
        lines.append(say("证书等级：%(names)s", names=_labels(QualificationLevel, conditions.qualifications)))
    return lines


def _posts(conditions: Conditions, candidate: Candidate) -> Sentence | None:
    if not conditions.post_kinds or candidate.post_kind in conditions.post_kinds:
        return None
    wanted = _labels(PostKind, conditions.post_kinds)
    if not candidate.is_posted:
        return say("本班面向%(wanted)s岗位，名册上没有本人届时的任职", wanted=wanted)
    return say("本班面向%(wanted)s岗位，本人是%(own)s岗位", wanted=wanted, own=PostKind(candidate.post_kind))


def _grades(conditions: Conditions, candidate: Candidate) -> Sentence | None:
    least, most = conditions.min_grade, conditions.max_grade
    if least is None and most is None:
        return None
    wanted = _grade_range(conditions)
    if candidate.grade is None:
        return say("本班要求职级%(wanted)s，名册上没有本人的职级，请联系所在单位补上", wanted=wanted)
    if (least is None or candidate.grade >= least) and (most is None or candidate.grade <= most):
        return None
    return say("本班要求职级%(wanted)s，本人是%(own)s级", wanted=wanted, own=candidate.grade)


def _years(conditions: Conditions, candidate: Candidate, on: date) -> Sentence | None:
    least, under = conditions.min_years, conditions.under_years
    if least is None and under is None:
        return None
    if candidate.hired_on is None:
        return say("本班对入职年限有要求，名册上没有本人的入职日期，请联系所在单位补上")
    years = full_years(candidate.hired_on, on)
    if under is not None and years >= under:
        return say(
            "本班面向入职%(limit)s年内的社工，到开班时本人入职已满%(years)s年", limit=under, years=years
        )
    if least is not None and years < least:
        return say("本班面向入职满%(limit)s年的社工，到开班时本人入职满%(years)s年", limit=least, years=years)
    return None


def _qualifications(conditions: Conditions, candidate: Candidate) -> Sentence | None:
    if not conditions.qualifications or candidate.qualification in conditions.qualifications:
        return None
    return say(
        "本班面向证书等级为%(wanted)s的社工，本人是%(own)s",
        wanted=_labels(QualificationLevel, conditions.qualifications),
        own=QualificationLevel(candidate.qualification),
    )


def _roles(conditions: Conditions, candidate: Candidate) -> Sentence | None:
    if not conditions.roles or conditions.roles & candidate.roles:
        return None
    return say("本班面向%(wanted)s，名册上本人没有这个身份", wanted=_labels(Role, conditions.roles))


def _areas(conditions: Conditions, candidate: Candidate) -> Sentence | None:
    if not conditions.areas:
        return None
    wanted = _area_names(conditions)
    if not candidate.is_posted:
        return say("本班面向%(wanted)s的人员，名册上没有本人届时的任职", wanted=wanted)
    if any(area.holds(candidate.path, candidate.area_code) for area in conditions.areas):
        return None
    return say("本班面向%(wanted)s的人员，本人单位是%(own)s", wanted=wanted, own=candidate.organisation)


def _grade_range(conditions: Conditions) -> Sentence:
    least, most = conditions.min_grade, conditions.max_grade
    if least is None:
        return say("%(most)s级及以下", most=most)
    if most is None:
        return say("%(least)s级及以上", least=least)
    return say("%(least)s至%(most)s级", least=least, most=most)


def _labels(word: type[PostKind | QualificationLevel | Role], values: frozenset[str]) -> Sentence:
    return listed([one.label for one in word if one.value in values])


def _area_names(conditions: Conditions) -> Sentence:
    return listed([quote(area.name) for area in conditions.areas])
