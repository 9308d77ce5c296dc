"""What people are told of their own roles and of the ways into their account: what others did in their name."""

from django.conf import settings
from django.urls import reverse

from core.models import Event
from core.words import gettext_noop as _
from inbox.kinds import Kind, register
from inbox.services.messages import Told
from inbox.telling import tells
from organisations.roles import Role
from people.querysets import all_grants

GRANTED = register(
    Kind(
        "people.role.granted",
        _("您得到了%(place)s的“%(role)s”授权。"),
        _("您的授权有变动。"),
        words=("role",),
    )
)
ENDED = register(
    Kind(
        "people.role.ended",
        _("您在%(place)s的“%(role)s”授权有了结束日期，或已经结束。"),
        _("您的授权有变动。"),
        words=("role",),
    )
)

WAY_IN = _("您的账号有变动。")
PHONE_CHANGED = register(
    Kind(
        "people.account.phone_changed",
        _("您登录用的手机号换了。不是您申请的，请马上联系所在单位的主管。"),
        WAY_IN,
    )
)
PAPER_ISSUED = register(
    Kind("people.paper_code.issued", _("主管为您打印了一次性登录码。没有请主管打印的，请问一问。"), WAY_IN)
)
PAPER_USED = register(
    Kind("people.paper_code.used", _("您的账号用一次性登录码登录过。不是您本人的，请退出其他设备。"), WAY_IN)
)


@tells("people.role.granted")
def role_granted(event: Event) -> Told | None:
    return _told(event, GRANTED)


@tells("people.role.ended")
def role_ended(event: Event) -> Told | None:
    return _told(event, ENDED)


@tells("people.account.phone_changed")
def phone_changed(event: Event) -> Told | None:
    return _of_account(event, PHONE_CHANGED)


@tells("people.paper_code.issued")
def paper_code_issued(event: Event) -> Told | None:
    return _of_account(event, PAPER_ISSUED)


@tells("people.paper_code.used")
def paper_code_used(event: Event) -> Told | None:
    return _of_account(event, PAPER_USED)


def _of_account(event: Event, kind: Kind) -> Told | None:
    """The page of one's own log-in, where devices are signed out."""
    if not event.subject_id:
        return None
    return Told(kind=kind, people=[int(event.subject_id)], url=reverse("usersessions_list"))


def _told(event: Event, kind: Kind) -> Told | None:
    grant = all_grants().select_related("organisation").filter(pk=event.subject_id).first()
    if grant is None:
        return None
    return Told(
        kind=kind,
        people=[grant.person_id],
        url=settings.LOGIN_REDIRECT_URL,
        data={"place": grant.organisation.name, "role": Role(grant.role).label},
    )
