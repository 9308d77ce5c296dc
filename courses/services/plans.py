"""Load plans from files, ask them of the people that their rule names, and keep what was found met.

Everything is recomputed from facts: late, twice or all at once comes to the same. Nothing is ever reset: a period is a
row that stands.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from courses import plan_judging
from courses.models.plans import PlanAssignment, PlanPeriod, TrainingPlan
from courses.plan_querysets import all_assignments, all_plan_periods, all_plans
from courses.rules.plans.audience import Standing, fits, in_force
from courses.rules.plans.definition import Definition, DefinitionWrong, parse, resolved, rule_keys
from courses.rules.plans.periods import periods
from organisations.authority import Authority
from organisations.querysets import all_organisations, all_rules
from organisations.roles import Permission
from organisations.scope import EVERYTHING
from people.querysets import all_grants, all_people, all_postings

FOLDER: Path = settings.ROOT / "courses" / "plans"
FIELDS = ("title", "purpose", "document", "article", "is_verified", "definition")
SEVERAL = 1_000


@dataclass(frozen=True)
class Assigned:
    """How many assignments were begun and ended, and how many periods were opened."""

    begun: int = 0
    ended: int = 0
    opened: int = 0

    def __bool__(self) -> bool:
        return bool(self.begun or self.ended or self.opened)


@transaction.atomic
def load(*, folder: Path = FOLDER, by: Authority, at: datetime) -> int:
    """Load every plan in the folder; return how many rows were written. Again changes nothing.

    A version by which somebody's period is judged stays as it is: a changed rule is a new version with its own days.
    Raises RuleBroken for whoever is not the system, and where a file is wrong: then nothing is loaded.
    """
    if by.scope(Permission.MANAGE_PEOPLE) != EVERYTHING:
        raise RuleBroken("plan.not_yours", "培训计划由平台管理员载入。请联系平台管理员。")
    written = sum(_load_one(path) for path in sorted(folder.glob("*.json")))
    if written:
        events.record("courses.plans.loaded", by=by, at=at, data={"plans": written})
    return written


def _load_one(path: Path) -> int:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    key = {name: content[name] for name in ("code", "jurisdiction", "valid_from")}
    fields = {name: content[name] for name in FIELDS} | {"valid_to": content.get("valid_to")}
    keys = rule_keys(fields["definition"])
    rules = all_rules().all_in_force(
        keys, on=date.fromisoformat(key["valid_from"]), area_code=key["jurisdiction"]
    )
    try:
        parse(resolved(fields["definition"], {name: rule.value for name, rule in rules.items()}))
    except DefinitionWrong as error:
        raise RuleBroken(
            "plan.file_wrong",
            "培训计划文件“%(file)s”有误：%(fault)s。请改好文件再载入。",
            file=path.name,
            fault=str(error),
        ) from error
    standing = all_plans().select_for_update().filter(**key).first()
    if standing is None:
        TrainingPlan.objects.create(**key, **fields)
        return 1
    unchanged = all(getattr(standing, name) == fields[name] for name in FIELDS)
    if unchanged or standing.periods.exists():
        return 0
    for name, value in fields.items():
        setattr(standing, name, value)
    standing.save()
    return 1


@transaction.atomic
def assign(*, people: Collection[int] | None = None, by: Authority, at: datetime) -> Assigned:
    """Ask the plans of whom their rules name today, end what no rule names any more, open the periods that began.

    Without `people` of everybody. A fixed number of questions for any number of people.
    """
    today = clock.date_of(at)
    plans = list(all_plans().in_force(today))
    definitions = plan_judging.definitions_of(plans, on=today)
    standings = _standings(people, on=today)
    assigned = _assignments(people)
    paths = _paths(definitions.values())
    begun, ended = [], []
    for person in standings.keys() | assigned.keys():
        mine, posted = assigned.get(person, {}), standings.get(person)
        wanted = _wanted(plans, definitions, posted.standing, mine, paths, on=today) if posted else set()
        asked = {code for code, row in mine.items() if row.ends_on is None}
        if posted:
            begun += [_begin(mine.get(code), posted, code, on=today) for code in sorted(wanted - asked)]
        ended += [mine[code] for code in sorted(asked - wanted)]
    _save(begun, ended, on=today)
    opened = _open_periods(plans, definitions, standings, on=today)
    done = Assigned(len(begun), len(ended), opened)
    if done:
        data = {"begun": done.begun, "ended": done.ended, "opened": done.opened}
        events.record("courses.plans.assigned", by=by, at=at, data=data)
    return done


@transaction.atomic
def recompute(*, people: Collection[int] | None = None, by: Authority, at: datetime) -> int:
    """Find anew which periods are met, those that are over among them; return how many rows changed."""
    today = clock.date_of(at)
    found = all_plan_periods().asked()
    if people is not None:
        found = found.of_people(people)
    lines = plan_judging.judge(found, on=today)
    stored = dict(found.values_list("pk", "met_on"))
    changed = [
        PlanPeriod(pk=line.period_id, met_on=line.evaluation.met_on)
        for line in lines
        if stored.get(line.period_id) != line.evaluation.met_on
    ]
    PlanPeriod.objects.bulk_update(changed, ["met_on"], batch_size=SEVERAL)
    if changed:
        events.record("courses.plans.recomputed", by=by, at=at, data={"changed": len(changed)})
    return len(changed)


@dataclass(frozen=True)
class _Posted:
    standing: Standing
    posted_on: date


def _standings(people: Collection[int] | None, *, on: date) -> dict[int, _Posted]:
    """Whoever stands in the roster and holds a primary posting, with the roles of the day; two questions."""
    held = all_postings().held_on(on).primary().filter(person__merged_into=None, person__withdrawn_at=None)
    grants = all_grants().unbound().in_force(on).order_by()
    if people is not None:
        held, grants = held.filter(person__in=people), grants.filter(person__in=people)
    roles: dict[int, set[str]] = defaultdict(set)
    for person, role in grants.values_list("person", "role"):
        roles[person].add(role)
    rows = held.order_by().values_list(
        "person", "person__hired_on", "post_kind", "grade", "title", "organisation__kind", "organisation__path",
        "organisation__line", "organisation__area_code", "person__qualification", "starts_on",
    )  # fmt: skip
    return {
        row[0]: _Posted(Standing(*row[:10], roles=frozenset(roles.get(row[0], ()))), row[10]) for row in rows
    }


def _assignments(people: Collection[int] | None) -> dict[int, dict[str, PlanAssignment]]:
    """By person and plan, those that ended among them."""
    rows = all_assignments() if people is None else all_assignments().filter(person__in=people)
    found: dict[int, dict[str, PlanAssignment]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.code] = row
    return found


def _paths(definitions: Iterable[Definition]) -> dict[str, str]:
    """Of the organisations that audiences name."""
    named = {public_id for one in definitions for public_id in one.audience.organisations}
    if not named:
        return {}
    rows = all_organisations().standing().filter(public_id__in=named).values_list("public_id", "path")
    return {str(public_id): path for public_id, path in rows}


def _wanted(
    plans: list[TrainingPlan], definitions: Mapping[int, Definition], standing: Standing,
    mine: Mapping[str, PlanAssignment], paths: Mapping[str, str], *, on: date,
) -> set[str]:  # fmt: skip
    """The codes of the plans that name the person today."""
    found = set()
    for code, plan in in_force(plans, area_code=standing.area_code, on=on).items():
        audience = definitions[plan.pk].audience
        named = [paths[one] for one in audience.organisations if one in paths]
        if fits(audience, standing, on=on, is_assigned=code in mine, paths=named):
            found.add(code)
    return found


def _begin(before: PlanAssignment | None, posted: _Posted, code: str, *, on: date) -> PlanAssignment:
    """A new row, or the one that had ended: its periods go on."""
    if before is not None:
        before.starts_on, before.ends_on = on, None
        return before
    anchor = posted.standing.hired_on or posted.posted_on
    return PlanAssignment(person_id=posted.standing.person_id, code=code, anchor=anchor, starts_on=on)


def _save(begun: list[PlanAssignment], ended: list[PlanAssignment], *, on: date) -> None:
    """Who was quicker has written the same: a row that is there already is passed over."""
    fresh = [row for row in begun if row.pk is None]
    PlanAssignment.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=SEVERAL)
    for row in ended:
        row.ends_on = max(on, row.starts_on)
    again = [row for row in begun if row.pk is not None]
    PlanAssignment.objects.bulk_update([*again, *ended], ["starts_on", "ends_on"], batch_size=SEVERAL)


def _open_periods(
    plans: list[TrainingPlan],
    definitions: Mapping[int, Definition],
    standings: Mapping[int, _Posted],
    *,
    on: date,
) -> int:
    """The periods that have begun and have no row yet; each is judged by the version of its first day's jurisdiction."""
    rows = all_assignments().open().filter(person__in=standings).order_by()
    known = set(all_plan_periods().asked().of_people(list(standings)).values_list("assignment", "first_day"))
    missing = []
    for row in rows:
        area_code = standings[row.person_id].standing.area_code
        plan = in_force(plans, area_code=area_code, on=on).get(row.code)
        if plan is None:
            continue
        recurrence = definitions[plan.pk].recurrence
        missing += [
            PlanPeriod(assignment=row, plan=plan, first_day=span.first_day, last_day=span.last_day)
            for span in periods(recurrence, anchor=row.anchor, since=row.starts_on, on=on)
            if (row.pk, span.first_day) not in known
        ]
    PlanPeriod.objects.bulk_create(missing, ignore_conflicts=True, batch_size=SEVERAL)
    return len(missing)


def people_again(ids: Collection[int]) -> list[int]:
    """The records that stand for these: whoever was merged is asked through the one that stays."""
    rows = all_people().filter(pk__in=ids).values_list("pk", "merged_into")
    return sorted({one for row in rows for one in row if one is not None})
