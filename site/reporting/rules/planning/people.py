"""Persons of the roster: who is new, who is known, and who a sign-in sheet means by a name and a unit."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.sentences import NOTHING, Sentence, listed, say
from core.words import Verdict
from people.words import Education, Gender, PostKind, QualificationLevel
from reporting.rules.planning.places import PlacesPlan
from reporting.rules.planning.plan import (
    Decisions,
    NewPerson,
    NewPosting,
    PersonChange,
    PostingChange,
)
from reporting.rules.planning.standing import (
    OrganisationKey,
    PersonKey,
    Standing,
    StandingPerson,
    StandingPosting,
)
from reporting.rules.workbooks.cells import Unreadable, match_key
from reporting.rules.workbooks.rows import Clue, Outcome, ParsedRow, PersonRow, SheetKind

_COLUMNS = {
    "gender": "性别",
    "birth_month": "出生年月",
    "phone": "手机号",
    "education": "学历",
    "major": "专业",
    "qualification": "证书等级",
    "hired_on": "入职日期",
    "post_kind": "岗位",
    "title": "职务",
}
_BLANKS = frozenset({None, "", Gender.UNKNOWN, Education.UNKNOWN, QualificationLevel.NONE})


@dataclass(frozen=True, slots=True)
class Doubted:
    """A roster row that is held back, for sign-ins that need it."""

    row: int
    clue: Clue


@dataclass(frozen=True, slots=True)
class Wanted:
    """The posting that a roster row asks for; its first day depends on the sign-ins."""

    index: int
    person: PersonKey
    organisation: OrganisationKey
    row: PersonRow


@dataclass(slots=True)
class PeoplePlan:
    """Everybody whom sign-ins can mean, and what is to be written."""

    people: list[NewPerson] = field(default_factory=list)
    changes: list[PersonChange] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    names: dict[PersonKey, str] = field(default_factory=dict)
    by_identity: dict[str, PersonKey] = field(default_factory=dict)
    by_name: dict[str, list[PersonKey]] = field(default_factory=dict)
    units: dict[PersonKey, set[OrganisationKey]] = field(default_factory=dict)
    doubted: list[Doubted] = field(default_factory=list)
    standing: Mapping[int, StandingPerson] = field(default_factory=dict)

    def know(self, key: PersonKey, name: str, identity: str | None, units: set[OrganisationKey]) -> None:
        """Make a person findable by number and by name and unit."""
        self.names[key] = name
        self.units.setdefault(key, set()).update(units)
        if identity:
            self.by_identity[identity] = key
        same_name = self.by_name.setdefault(match_key(name), [])
        if key not in same_name:
            same_name.append(key)


def plan_people(
    rows: Sequence[ParsedRow], standing: Standing, places: PlacesPlan, decisions: Decisions
) -> PeoplePlan:
    """Verdicts on all rows of 人员花名册; `settle_postings` gives the postings once the sign-ins are known."""
    plan = PeoplePlan(standing={one.id: one for one in standing.people})
    known = {one.identity: one for one in standing.people if one.identity}
    for one in standing.people:
        if not one.withdrawn:
            plan.know(one.id, one.name, one.identity, {posting.organisation_id for posting in one.postings})
    for index, row in enumerate(rows):
        if isinstance(row.value, PersonRow):
            _plan_one(index, row.value, known.get(row.value.identity), places, plan, decisions)
        elif row.verdict is Outcome.DOUBTFUL and row.source.kind is SheetKind.PERSONS and row.clue:
            plan.doubted.append(Doubted(row.row, row.clue))
    return plan


def _plan_one(
    index: int,
    row: PersonRow,
    found: StandingPerson | None,
    places: PlacesPlan,
    plan: PeoplePlan,
    decisions: Decisions,
) -> None:
    unit = _unit(row, places)
    problem = (unit.reason, "单位") if isinstance(unit, Unreadable) else None
    if problem is None and found and not found.withdrawn:
        problem = _why_not_known(row, found, unit, places)
    if problem or isinstance(unit, Unreadable):
        decisions.doubt(index, *(problem or (NOTHING, "单位")))
        plan.doubted.append(
            Doubted(decisions.rows[index].row, Clue(row.name, row.identity, row.organisation))
        )
        return
    if found is None or found.withdrawn:
        plan.people.append(NewPerson(row.identity, row, found.id if found else None))
        plan.know(row.identity, row.name, row.identity, {unit})
        plan.wanted.append(Wanted(index, row.identity, unit, row))
        decisions.decide(index, Verdict.NEW, row.note)
    else:
        plan.know(found.id, found.name, row.identity, {unit})
        plan.wanted.append(Wanted(index, found.id, unit, row))
        _compare(index, row, found, plan, decisions)


def _unit(row: PersonRow, places: PlacesPlan) -> OrganisationKey | Unreadable:
    """The one organisation that the roster means, inside what the importer may write."""
    found = places.directory.find(row.organisation)
    doubted = places.doubted.get(match_key(row.organisation))
    if not found and doubted:
        return Unreadable(say("这个单位所在的组织机构表第%(row)s行有疑问，请先改正那一行", row=doubted))
    if not found:
        return Unreadable(
            say("没有找到单位“%(name)s”。请先在组织机构表里加上它，或改正名称", name=row.organisation)
        )
    if len(found) > 1:
        return Unreadable(
            say("有%(count)s个单位可能是“%(name)s”，请写全称", count=len(found), name=row.organisation)
        )
    if not places.directory.places[found[0]].importable:
        return Unreadable(say("这个单位不在您的管理范围，请由上级主管导入"))
    return found[0]


def _why_not_known(
    row: PersonRow, found: StandingPerson, unit: OrganisationKey | Unreadable, places: PlacesPlan
) -> tuple[Sentence, str] | None:
    if match_key(row.name) != match_key(found.name):
        return say("系统里这个身份证号登记的是另一个姓名，请对照证件核对"), "姓名"
    if not found.manageable:
        return say("此人登记在您管理范围以外的单位。如已调入，请由上级主管办理转入"), "单位"
    if found.postings and unit not in {posting.organisation_id for posting in found.postings}:
        last = max(found.postings, key=lambda posting: posting.starts_on)
        shown = places.directory.places.get(last.organisation_id)
        if shown is None:
            return say("与系统里登记的单位不同。如已调动，请先在人员页面办理调动"), "单位"
        moved = say("与系统里登记的单位（%(name)s）不同。如已调动，请先在人员页面办理调动", name=shown.name)
        return moved, "单位"
    return None


def _compare(
    index: int, row: PersonRow, found: StandingPerson, plan: PeoplePlan, decisions: Decisions
) -> None:
    """What the sheet leaves blank stays as it is."""
    said = {name: value for name, value in details_of(row).items() if value not in _BLANKS}
    changed = {name: value for name, value in said.items() if found.details.get(name) != value}
    if changed:
        plan.changes.append(PersonChange(found.id, changed))
        decisions.decide(index, Verdict.CHANGED, _what_changes(changed))
    else:
        decisions.decide(index, Verdict.SAME, row.note)


def _what_changes(changed: Iterable[str]) -> Sentence:
    """The columns by name; the values may be personal."""
    return say("更新%(columns)s", columns=listed(_COLUMNS[name] for name in changed))


def details_of(row: PersonRow) -> dict[str, object]:
    """The fields of a person that a roster row states, by the names that the register of persons uses."""
    born = f"{row.birth_month}-01" if row.birth_month else None
    return {
        "gender": row.gender,
        "birth_month": datetime.date.fromisoformat(born) if born else None,
        "phone": row.phone or "",
        "education": row.education,
        "major": row.major,
        "qualification": row.qualification,
        "hired_on": row.hired_on,
    }


def settle_postings(
    plan: PeoplePlan,
    earliest: Mapping[PersonKey, datetime.date],
    first_day: datetime.date,
    decisions: Decisions,
) -> tuple[list[NewPosting], list[PostingChange]]:
    """The postings that the roster asks for.

    An hour belongs to the posting held on its date, so a posting begins at the latest with the first session that
    the sheets credit. `first_day` is where it begins for people without a date of hire and without earlier sessions.
    """
    fresh: list[NewPosting] = []
    changes: list[PostingChange] = []
    for wanted in plan.wanted:
        attended = earliest.get(wanted.person)
        held = plan.standing[wanted.person].postings if isinstance(wanted.person, int) else ()
        if not held:
            fresh.append(_new_posting(wanted, attended, first_day, decisions))
            continue
        own = [posting for posting in held if posting.organisation_id == wanted.organisation]
        fields = _described(wanted.row, max(own, key=lambda posting: posting.starts_on))
        target, start = _drawn_back(own, held, attended)
        if fields:
            decisions.remark(wanted.index, _what_changes(fields), changed=True)
        if start:
            fields["starts_on"] = start
            decisions.remark(wanted.index, say("任职日期提前到第一次参训的%(day)s", day=start), changed=True)
        if fields:
            changes.append(PostingChange(target.id, fields))
    return fresh, changes


def _new_posting(
    wanted: Wanted, attended: datetime.date | None, first_day: datetime.date, decisions: Decisions
) -> NewPosting:
    row = wanted.row
    start = row.hired_on or first_day
    if attended and attended < start:
        start = attended
        decisions.remark(wanted.index, say("任职从第一次参训的%(day)s算起", day=start))
    elif row.hired_on is None:
        decisions.remark(wanted.index, say("没有入职日期，任职从%(day)s算起", day=start))
    return NewPosting(wanted.person, wanted.organisation, start, row.post_kind, row.duty)


def _described(row: PersonRow, posting: StandingPosting) -> dict[str, object]:
    fields: dict[str, object] = {}
    if row.post_kind is not PostKind.OTHER and row.post_kind != posting.post_kind:
        fields["post_kind"] = row.post_kind
    if row.duty and row.duty != posting.title:
        fields["title"] = row.duty
    return fields


def _drawn_back(
    own: Sequence[StandingPosting], held: Sequence[StandingPosting], attended: datetime.date | None
) -> tuple[StandingPosting, datetime.date | None]:
    """The posting to change, and the earlier first day that it needs where no other posting is in the way."""
    latest = max(own, key=lambda posting: posting.starts_on)
    first = min(own, key=lambda posting: posting.starts_on)
    if attended is None or any(posting.covers(attended) for posting in held):
        return latest, None
    in_the_way = any(
        posting.is_primary and posting.id != first.id and posting.starts_on < first.starts_on
        and (posting.ends_on is None or posting.ends_on > attended)
        for posting in held
    )  # fmt: skip
    if first is not latest or in_the_way or attended > first.starts_on:
        return latest, None
    return first, attended
