"""Take a filing up the tiers: the city reviews, the province gathers, and whoever came last keeps the file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from reporting.models import Filing, FilingAct
from reporting.querysets.filing_steps import files_for, is_same_hand, taken_of, way_of
from reporting.querysets.filings import all_filings
from reporting.rules.filing_chain import may_go_on, next_rung
from reporting.words import FilingState, FilingStep

_EVENTS = {
    FilingStep.OWN_REVIEW: "reporting.filing.checked",
    FilingStep.CITY_REVIEW: "reporting.filing.reviewed",
    FilingStep.GATHER: "reporting.filing.gathered",
    FilingStep.ARCHIVE: "reporting.filing.archived",
}


@transaction.atomic
def take(*, filing: Filing, step: FilingStep, remark: str = "", by: Authority, at: datetime) -> FilingAct:
    """Write the next step of the filing's way.

    Raises RuleBroken for a step that is not the next one, for a filing that was corrected or given back meanwhile, and
    for whoever does not hold the office at the very body whose step it is.
    """
    hold(filing)
    found = all_filings().light().get(pk=filing.pk)
    _require_going(found)
    rung = next_rung(way_of(found), taken_of(found))
    if rung is None or rung.step is not step:
        raise RuleBroken("step.not_next", "这一步已经办过，或者还没有轮到。请打开报送看现在到了哪一步。")
    if not files_for(by, rung.body):
        raise RuleBroken(
            "step.other_body",
            "这一步由%(name)s办理，请等待或联系该单位。",
            name=Organisation.objects.get(pk=rung.body).name,
        )
    if is_same_hand(by, found, step):
        raise RuleBroken("step.same_person", "报送人不能自己审核。请本单位另一位主管审核。")
    act = FilingAct.objects.create(
        filing=found, step=step, body_id=rung.body, remark=remark.strip(), taken_by=by.person_id, taken_at=at
    )
    events.record(_EVENTS[step], by=by, at=at, subject=found, data={"number": found.number})
    return act


def hold(filing: Filing) -> None:
    """Whoever reviews, gives back or corrects this filing waits until this transaction ends: it goes one way only.

    Each of them asks for the row by itself: foreign keys are checked at the commit, which is too late.
    """
    all_filings().only("pk").select_for_update(of=("self",)).get(pk=filing.pk)


def _require_going(filing: Filing) -> None:
    state = filing.state
    if state is FilingState.SUPERSEDED:
        raise RuleBroken("step.corrected", "这份报送刚刚有了更正件。请审核更正件。")
    if state is FilingState.RETURNED:
        raise RuleBroken("step.returned", "这份报送已经退回。请等填报单位更正。")
    if not may_go_on(state):
        raise RuleBroken("step.archived", "这份报送已经归档，不用再办理。")
