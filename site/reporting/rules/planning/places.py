"""Organisations: which ones a sheet names, under what name, and which are to be added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.sentences import Sentence, say
from core.words import Verdict
from organisations.rules import lies_inside, short_name
from organisations.words import Line, OrganisationKind, Tier
from reporting.rules.planning.plan import AreaCodeChange, Decisions, NewOrganisation
from reporting.rules.planning.standing import OrganisationKey, Standing, StandingOrganisation
from reporting.rules.workbooks.cells import match_key
from reporting.rules.workbooks.rows import OrganisationRow, Outcome, ParsedRow, SheetKind

_LINES = {
    OrganisationKind.BUREAU: Line.CIVIL_AFFAIRS,
    OrganisationKind.STATION: Line.CIVIL_AFFAIRS,
    OrganisationKind.POINT: Line.CIVIL_AFFAIRS,
    OrganisationKind.AGENCY: Line.AGENCY,
    OrganisationKind.SCHOOL: Line.SCHOOL,
    OrganisationKind.EXTERNAL: Line.OTHER,
}
# Kinds that may stand beside the tree, with nothing above them.
_BESIDE_THE_TREE = frozenset({OrganisationKind.AGENCY, OrganisationKind.SCHOOL, OrganisationKind.EXTERNAL})
# One character would fit half of the county.
_LEAST_SHORT_NAME = 2


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that stands or is planned."""

    key: OrganisationKey
    name: str
    kind: str
    area_code: str
    importable: bool


class Directory:
    """Finds organisations by the names that sheets use: full, former, short, or without the county in front."""

    def __init__(self, standing: Iterable[StandingOrganisation]) -> None:
        self.places: dict[OrganisationKey, Place] = {}
        self._by_name: dict[str, list[OrganisationKey]] = {}
        self._by_short_name: dict[str, list[OrganisationKey]] = {}
        for one in standing:
            if not one.withdrawn and not one.ended:
                self._add(Place(one.id, one.name, one.kind, one.area_code, one.importable), one.aliases)

    def add(self, place: Place) -> None:
        """Make a planned organisation findable."""
        self._add(place, ())

    def _add(self, place: Place, aliases: Iterable[str]) -> None:
        self.places[place.key] = place
        for name in {match_key(name) for name in (place.name, *aliases)}:
            self._by_name.setdefault(name, []).append(place.key)
            if place.kind != OrganisationKind.EXTERNAL:
                self._by_short_name.setdefault(match_key(short_name(name)), []).append(place.key)

    def named(self, name: str) -> OrganisationKey | None:
        """The organisation with exactly this name or alias."""
        found = self._by_name.get(match_key(name), [])
        return found[0] if len(found) == 1 else None

    def find(self, name: str) -> list[OrganisationKey]:
        """All that a unit's name may mean: exactly so called first, then short, then with or without its county."""
        key = match_key(name)
        short = match_key(short_name(key))
        exact = self._by_name.get(key) or self._by_short_name.get(short)
        if exact or len(short) < _LEAST_SHORT_NAME:
            return list(dict.fromkeys(exact or ()))
        ending = [keys for other, keys in self._by_short_name.items() if _one_ends_the_other(short, other)]
        return list(dict.fromkeys(key for keys in ending for key in keys))

    def name_of(self, key: OrganisationKey) -> str:
        """The name to show."""
        return self.places[key].name


def _one_ends_the_other(one: str, other: str) -> bool:
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    return len(shorter) >= _LEAST_SHORT_NAME and longer.endswith(shorter)


@dataclass(slots=True)
class PlacesPlan:
    """The directory with all that is planned, and what is to be written."""

    directory: Directory
    unbounded: bool
    organisations: list[NewOrganisation] = field(default_factory=list)
    area_codes: list[AreaCodeChange] = field(default_factory=list)
    doubted: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)

    def external(self, name: str) -> OrganisationKey | None:
        """The provider or a lecturer's unit; one that nobody knows becomes an external organisation."""
        if not name:
            return None
        found = self.directory.named(name)
        if found is not None:
            return found
        kind = OrganisationKind.EXTERNAL
        key = match_key(name)
        self.organisations.append(
            NewOrganisation(key, name, kind, None, _LINES[kind], "", None, self.withdrawn.get(key))
        )
        self.directory.add(Place(key, name, kind, "", importable=True))
        return key


def plan_organisations(rows: Sequence[ParsedRow], standing: Standing, decisions: Decisions) -> PlacesPlan:
    """Verdicts on all rows of 组织机构, parents before children whatever the order of the rows."""
    plan = PlacesPlan(Directory(standing.organisations), standing.unbounded)
    plan.withdrawn = {match_key(one.name): one.id for one in standing.organisations if one.withdrawn}
    ended = {match_key(one.name) for one in standing.organisations if one.ended}
    by_id = {one.id: one for one in standing.organisations}
    waiting: dict[int, OrganisationRow] = {}
    for index, row in enumerate(rows):
        if isinstance(row.value, OrganisationRow):
            waiting[index] = row.value
        elif row.verdict is Outcome.DOUBTFUL and row.source.kind is SheetKind.ORGANISATIONS and row.clue:
            plan.doubted[match_key(row.clue.name)] = row.row
    _refuse_namesakes(waiting, plan, decisions)
    while ready := [place for place, one in waiting.items() if _parent_is_known(one, waiting, plan)]:
        for place in ready:
            one = waiting.pop(place)
            if match_key(one.name) in ended and plan.directory.named(one.name) is None:
                _doubt(place, one, plan, decisions, say("系统里这个单位已经撤销，请核对名称"), "名称")
            else:
                _plan_one(place, one, plan, by_id, decisions)
    for place, one in waiting.items():
        _doubt(place, one, plan, decisions, say("上级单位互相指向，分不出上下级，请核对"), "上级单位")
    return plan


def _refuse_namesakes(waiting: dict[int, OrganisationRow], plan: PlacesPlan, decisions: Decisions) -> None:
    """One name is one organisation: two stations' 第1社工点 need their full names."""
    seen: dict[str, list[int]] = {}
    for index, row in waiting.items():
        seen.setdefault(match_key(row.name), []).append(index)
    for indexes in seen.values():
        for index in indexes if len(indexes) > 1 else ():
            row = waiting.pop(index)
            _doubt(index, row, plan, decisions, say("表里有同名而上级不同的单位，请写全称加以区别"), "名称")


def _parent_is_known(row: OrganisationRow, waiting: dict[int, OrganisationRow], plan: PlacesPlan) -> bool:
    """Settled one way or the other: found, or surely missing because no waiting row could bring it."""
    if not row.parent or plan.directory.named(row.parent) is not None:
        return True
    return match_key(row.parent) not in {match_key(other.name) for other in waiting.values()}


def _doubt(
    index: int, row: OrganisationRow, plan: PlacesPlan, decisions: Decisions, reason: Sentence, column: str
) -> None:
    decisions.doubt(index, reason, column)
    plan.doubted[match_key(row.name)] = decisions.rows[index].row


def _plan_one(
    index: int,
    row: OrganisationRow,
    plan: PlacesPlan,
    by_id: dict[int, StandingOrganisation],
    decisions: Decisions,
) -> None:
    found = plan.directory.named(row.name)
    if isinstance(found, int):
        _compare(index, row, by_id[found], plan, decisions)
        return
    parent = plan.directory.named(row.parent) if row.parent else None
    problem = _why_not_new(row, parent, plan)
    if problem:
        _doubt(index, row, plan, decisions, *problem)
        return
    key = match_key(row.name)
    plan.organisations.append(
        NewOrganisation(
            key,
            row.name,
            row.kind,
            row.tier,
            _LINES[row.kind],
            row.area_code,
            parent,
            plan.withdrawn.get(key),
        )
    )
    plan.directory.add(Place(key, row.name, row.kind, row.area_code, importable=True))
    decisions.decide(index, Verdict.NEW, row.note)


def _why_not_new(
    row: OrganisationRow, parent: OrganisationKey | None, plan: PlacesPlan
) -> tuple[Sentence, str] | None:
    """The reason and the column to blame, as the services would refuse; None where it may be added."""
    if row.parent and parent is None:
        doubted = plan.doubted.get(match_key(row.parent))
        if doubted:
            return say("上级单位所在的第%(row)s行有疑问，请先改正那一行", row=doubted), "上级单位"
        missing = say("没有找到上级单位“%(name)s”，请先加上它，或改正名称", name=row.parent)
        return missing, "上级单位"
    if plan.unbounded:
        return None
    if parent is None:
        return (
            None
            if row.kind in _BESIDE_THE_TREE
            else (say("没有上级单位的主管部门由平台管理员添加"), "上级单位")
        )
    above = plan.directory.places[parent]
    if not above.importable:
        return say("上级单位不在您的管理范围，请由上级主管导入"), "上级单位"
    if row.kind is OrganisationKind.BUREAU and above.kind != OrganisationKind.BUREAU:
        return say("主管部门只能设在上级主管部门之下，请核对层级"), "层级"
    return _outside_area(row, above)


def _outside_area(row: OrganisationRow, above: Place) -> tuple[Sentence, str] | None:
    if row.area_code and above.area_code and not lies_inside(row.area_code, above.area_code):
        return say("区划代码不在上级单位的区域之内，请核对"), "区划代码"
    if row.area_code and not above.area_code and row.kind is OrganisationKind.BUREAU:
        return say("上级单位没有区划代码，请先补上"), "区划代码"
    return None


def _compare(
    index: int, row: OrganisationRow, found: StandingOrganisation, plan: PlacesPlan, decisions: Decisions
) -> None:
    problem = _contradiction(row, found, plan)
    if problem:
        # The organisation itself stands: what depends on it isn't held back.
        decisions.doubt(index, *problem)
    elif row.area_code and not found.area_code:
        _complete(index, row, found, plan, decisions)
    else:
        decisions.decide(index, Verdict.SAME, row.note)


def _contradiction(
    row: OrganisationRow, found: StandingOrganisation, plan: PlacesPlan
) -> tuple[Sentence, str] | None:
    if row.kind != found.kind or (row.tier and found.tier and row.tier != found.tier):
        shown = Tier(found.tier).label if found.tier else OrganisationKind(found.kind).label
        return say("与系统里登记的（%(stands)s）不同，请核对", stands=Sentence(shown)), "层级"
    if row.parent and plan.directory.named(row.parent) != found.parent_id:
        above = plan.directory.places.get(found.parent_id) if found.parent_id else None
        if above is None:
            return say("系统里登记的这个单位没有上级。如已划转，请先在机构页面办理移动"), "上级单位"
        moved = say("与系统里登记的（%(stands)s）不同。如已划转，请先在机构页面办理移动", stands=above.name)
        return moved, "上级单位"
    if row.area_code and found.area_code and row.area_code != found.area_code:
        return say("与系统里登记的（%(stands)s）不同，请核对", stands=found.area_code), "区划代码"
    return None


def _complete(
    index: int, row: OrganisationRow, found: StandingOrganisation, plan: PlacesPlan, decisions: Decisions
) -> None:
    """A code is a right (bureaus read their area): it is taken over only inside the area above."""
    above = plan.directory.places.get(found.parent_id) if found.parent_id else None
    outside = None if plan.unbounded or above is None else _outside_area(row, above)
    if not plan.unbounded and (above is None or not above.importable):
        outside = (say("系统里没有区划代码，请由上级主管补上"), "区划代码")
    if outside:
        decisions.doubt(index, *outside)
        return
    plan.area_codes.append(AreaCodeChange(found.id, row.area_code))
    decisions.decide(index, Verdict.CHANGED, say("补上区划代码"))
