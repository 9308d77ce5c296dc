"""From a logged-in account to the authority that services and querysets ask for."""

from datetime import date

from organisations.authority import NOBODY, Authority, Grant
from organisations.roles import Role
from people.models import Person
from people.querysets import all_grants


def authority_of(person: Person | None, *, on: date) -> Authority:
    """The person's grants in force that day; an end date is honoured at the next request.

    Nobody acts through a record that was withdrawn or merged into another.
    """
    if person is None or person.withdrawn_at is not None or person.merged_into_id is not None:
        return NOBODY
    grants = all_grants().in_force(on).filter(person=person).select_related("organisation").order_by("id")
    return Authority(
        person_id=person.pk,
        label="person",
        grants=tuple(
            Grant(
                role=Role(grant.role),
                organisation_id=grant.organisation_id,
                organisation_name=grant.organisation.name,
                path=grant.organisation.path,
                area_code=grant.organisation.area_code,
                kind=grant.organisation.kind,
                bound_to=(grant.bound_type, grant.bound_id) if grant.bound_id is not None else None,
            )
            for grant in grants
        ),
    )
