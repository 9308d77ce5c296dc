"""What the desks have told to somebody: a bureau's reminder to the heads of stations."""

from __future__ import annotations

from django.urls import reverse

from core import clock
from core.models import Event
from core.words import gettext_noop as _
from desks.services.reminders import REMINDED
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from organisations.roles import Role
from people.querysets import all_grants

STATION_REMINDED = register(
    Kind(REMINDED, _("主管提醒：站里还有人没有完成岗前培训，请看名单。"), _("有一条培训提醒。"))
)


@tells(REMINDED)
def station_reminded(event: Event) -> Told:
    """For whoever heads one of the stations on that day."""
    on = clock.date_of(event.occurred_at)
    heads = all_grants().unbound().in_force(on).filter(role=Role.STATION_HEAD)
    people = heads.filter(organisation__in=event.data["stations"]).values_list("person_id", flat=True)
    return Told(STATION_REMINDED, list(people), reverse("desks:behind"))
