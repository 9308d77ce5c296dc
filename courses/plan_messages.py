"""What people are told of their training plans: what an officer entered, never what a rule asks by itself."""

from __future__ import annotations

from django.urls import reverse

from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells

CHANGED = _("您的培训计划有变动。")
WAIVED = register(Kind("courses.plan.waived", _("主管为您登记了培训计划的豁免。"), CHANGED))
PAUSED = register(Kind("courses.plan.paused", _("主管为您登记了培训计划的暂停。"), CHANGED))
ACCEPTED = register(Kind("courses.plan.accepted", _("主管为您登记了培训计划的材料。"), CHANGED))


@tells("courses.plan.waived")
def waived(event: Event) -> Told:
    return _told(WAIVED, event)


@tells("courses.plan.paused")
def paused(event: Event) -> Told:
    return _told(PAUSED, event)


@tells("courses.plan.accepted")
def accepted(event: Event) -> Told:
    return _told(ACCEPTED, event)


def _told(kind: Kind, event: Event) -> Told:
    return Told(kind=kind, people=[event.data["person"]], url=reverse("learning:plan"), data={})
