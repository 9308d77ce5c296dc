"""Who takes the next step with a filing, and what has happened to it on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.sentences import Sentence
from core.words import gettext_noop as _
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.querysets import all_organisations
from organisations.roles import Permission
from organisations.words import OrganisationKind
from organisations.words import Tier as AreaTier
from people.querysets import all_people
from reporting.models import Filing
from reporting.querysets.filings import FilingQuerySet, all_filings
from reporting.rules.filing_chain import Body, Rung, ladder, may_go_on, next_rung
from reporting.words import FilingState, FilingStep

FILED_BY_COUNTY, FILED_BY_OTHER = _("县级审核（报送）"), _("报送")


@dataclass(frozen=True)
class Stage:
    """One line of the way; `at` is empty while it is still to come. `remark` may be empty."""

    label: str | Sentence
    body: str
    person: str = ""
    at: datetime | None = None
    remark: str = ""
    is_return: bool = False


def above(organisation: Organisation) -> list[Organisation]:
    """The bureaus above, nearest first."""
    ids = [int(pk) for pk in organisation.path.split("/") if pk and int(pk) != organisation.pk]
    found = all_organisations().filter(pk__in=ids, kind=OrganisationKind.BUREAU)
    return sorted(found, key=lambda one: -len(one.path))


def way_of(filing: Filing) -> tuple[Rung, ...]:
    own = Body(filing.organisation_id, filing.organisation.tier)
    bodies = [Body(one.pk, one.tier) for one in above(filing.organisation)]
    return ladder(own, bodies, needs_check=filing.needs_check)


def taken_of(filing: Filing) -> list[FilingStep]:
    return [FilingStep(act.step) for act in filing.acts.all()]


def files_for(by: Authority, body: int) -> bool:
    """Whether the actor holds the office at this very body: whoever stands higher does not act in its name."""
    return by.is_system or body in own_bodies(by)


def own_bodies(by: Authority) -> set[int]:
    return {one.organisation_id for one in by.grants if one.scope(Permission.FILE_FIGURES)}


def next_of(by: Authority, filing: Filing) -> Rung | None:
    """The step that the actor may take with this filing now."""
    if not may_go_on(filing.state):
        return None
    rung = next_rung(way_of(filing), taken_of(filing))
    if rung is None or not files_for(by, rung.body) or is_same_hand(by, filing, rung.step):
        return None
    return rung


def is_same_hand(by: Authority, filing: Filing, step: FilingStep) -> bool:
    """Whoever filed does not review it as the second officer."""
    return step is FilingStep.OWN_REVIEW and by.person_id is not None and by.person_id == filing.filed_by


def returning_body(filing: Filing) -> Organisation | None:
    """In whose name the filing is given back: who passed it last, before any step the body above the filer; the own
    body while its second officer has not reviewed it."""
    if filing.state is FilingState.PENDING:
        return filing.organisation
    acts = list(filing.acts.exclude(step=FilingStep.OWN_REVIEW).select_related("body"))
    return acts[-1].body if acts else filing.organisation.parent


def may_return(by: Authority, filing: Filing) -> bool:
    """Whoever files for that body or above it may give back what goes on still."""
    body = returning_body(filing)
    return body is not None and may_go_on(filing.state) and by.may(Permission.FILE_FIGURES, body)


def waiting(by: Authority, *, on: date) -> FilingQuerySet:
    """Filings of this year and the last whose next review is the actor's own."""
    bodies = all_organisations().current().filter(
        pk__in=own_bodies(by), tier__in=[AreaTier.CITY, AreaTier.PROVINCE]
    )  # fmt: skip
    recent = all_filings().filter(filed_at__year__gte=on.year - 1)
    found = recent.to_check(own_bodies(by), by=by)
    for body in bodies:
        found = found | recent.waiting_for(body)
    return found


def stages(filing: Filing) -> list[Stage]:
    """What was done, and what is still to be done while the filing goes on. Three questions."""
    acts = list(filing.acts.all())
    returned = getattr(filing, "returned", None)
    way = way_of(filing)
    named = {act.body_id for act in acts} | {rung.body for rung in way}
    if returned is not None and returned.body_id is not None:
        named.add(returned.body_id)
    names = _names_of(named)
    who = [filing.filed_by, *(act.taken_by for act in acts), returned.returned_by if returned else None]
    people: dict[int | None, str] = dict(
        all_people().filter(pk__in=[pk for pk in who if pk]).values_list("pk", "name")
    )
    is_county = filing.organisation.tier == AreaTier.COUNTY
    label = FILED_BY_COUNTY if is_county and not filing.needs_check else FILED_BY_OTHER
    found = [Stage(label, filing.organisation.name, people.get(filing.filed_by, ""), filing.filed_at)]
    found += [
        Stage(FilingStep(act.step).label, names[act.body_id], people.get(act.taken_by, ""), act.taken_at, act.remark)
        for act in acts
    ]  # fmt: skip
    if returned is not None:
        body = names.get(returned.body_id or 0, "")
        person = people.get(returned.returned_by, "")
        found.append(
            Stage(
                FilingState.RETURNED.label,
                body,
                person,
                returned.returned_at,
                returned.remark,
                is_return=True,
            )
        )
    if may_go_on(filing.state):
        rung = next_rung(way, taken_of(filing))
        rest = way[way.index(rung) :] if rung else ()
        found += [Stage(one.step.label, names[one.body]) for one in rest]
    return found


def _names_of(ids: set[int]) -> dict[int, str]:
    return dict(all_organisations().filter(pk__in=ids).values_list("pk", "name"))
