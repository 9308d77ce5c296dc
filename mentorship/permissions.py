"""Who may change a studio, and who may write down its meetings. Asked by services and by pages."""

from __future__ import annotations

from datetime import date

from core.errors import RuleBroken
from mentorship.models import MentoringGroup, Studio
from mentorship.querysets import all_groups, all_members
from organisations.authority import Authority
from organisations.roles import Permission


def can_found(by: Authority, studio: Studio) -> bool:
    """An officer who manages one of the founding organisations."""
    return by.is_system or any(
        by.may(Permission.MANAGE_ORGANISATIONS, founder) for founder in studio.founders.all()
    )


def can_lead(by: Authority, studio: Studio, *, on: date) -> bool:
    """A lead in office that day."""
    return all_members().in_force(on).leads().filter(studio=studio, person_id=by.person_id or 0).exists()


def can_record(by: Authority, group: MentoringGroup, *, on: date) -> bool:
    """A lead, core member or liaison of the group's studio in office that day."""
    return all_groups().recorded_by(by, on=on).filter(pk=group.pk).exists()


def require_founder(by: Authority, studio: Studio) -> None:
    """Raises RuleBroken unless the actor is an officer of a founding organisation."""
    if not can_found(by, studio):
        raise RuleBroken("studio.not_founder", "领衔人由发起单位的主管登记。请联系发起单位。")


def require_lead(by: Authority, studio: Studio, *, on: date) -> None:
    """Raises RuleBroken unless the actor leads the studio or is an officer of a founding organisation."""
    if not (can_lead(by, studio, on=on) or can_found(by, studio)):
        raise RuleBroken("studio.not_lead", "成员和小组由领衔人或发起单位的主管登记。请联系领衔人。")


def require_recorder(by: Authority, group: MentoringGroup, *, on: date) -> int:
    """The recorder's person id. Raises RuleBroken unless the actor may write down meetings of this group."""
    if by.person_id is None or not can_record(by, group, on=on):
        raise RuleBroken(
            "meeting.not_recorder", "带教活动由领衔人、核心成员或联络员记录。请联系他们代为记录。"
        )
    return by.person_id
