"""持证与登记台账: whoever holds a professional certificate, and how the registration stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models.query import QuerySet

from certification.words import RegistrationKind, RegistrationLevel, WindowState
from core.sentences import say
from people.models import Posting
from people.querysets import all_people, all_postings
from people.words import PostKind, QualificationLevel
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.by_unit import by_unit
from reporting.querysets.official.classes import post_label, split_note
from reporting.querysets.official.identities import IDENTITY, identity_texts
from reporting.querysets.official.registered import Registered, registered
from reporting.querysets.places import gazetteer
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Table, Value, numbered, row
from reporting.rules.places import Gazetteer
from reporting.rules.quantities import People, Share, hours_number
from reporting.rules.table_rows import TOTAL_LABEL

_HELD = [RegistrationLevel.ASSISTANT, RegistrationLevel.WORKER, RegistrationLevel.SENIOR]
_NONE = say("没有登记周期")


@dataclass(frozen=True)
class _Holder:
    """Somebody with a certificate, the post of the closing day and the last registration that began by then."""

    post: Posting
    registered: Registered | None
    on: date

    @property
    def state(self) -> WindowState | None:
        """None without a registration."""
        return self.registered.window.state(self.on) if self.registered else None

    @property
    def is_short(self) -> bool:
        """Re-registration may be asked for now, and the hours do not suffice."""
        return self.state is WindowState.OPEN and bool(self.registered and self.registered.missing)


def compute(question: Question) -> Computed:
    holders = _holders(question)
    places, people = question.form.table("places"), question.form.table("people")
    identity = identity_texts(question, [one.post.person for one in holders])
    parts = (
        Part(places, places.caption, _summary(places, holders, gazetteer(question.scope))),
        Part(
            people, people.caption,
            numbered(people, (_person(one) | {IDENTITY: identity(one.post.person)} for one in holders)),
        ),
    )  # fmt: skip
    behind = tuple((one.post.organisation.name, one.post.person.name) for one in holders if one.is_short)
    return Computed(
        question.form, question.title, question.facts(), parts, question.at,
        (split_note(one.post for one in holders), *_NOTES), behind=behind,
    )  # fmt: skip


_NOTES = (
    say("证书等级按统计时的登记，没有历史；登记周期为截止日正在有效的一个，没有的取此前最近的一个。"),
    say("再登记受理期和继续教育小时按登记周期开始那天的规则计算；只计本平台台账里计入继续教育的种类。"),
    say("证书管理号、通过日期、首次登记期限平台没有登记，请对照证书手填；登记在国家系统办理。"),
)


def _posts(question: Question) -> QuerySet[Posting]:
    held = all_postings().held_on(question.closing_day).primary().in_scope(question.scope)
    held = held.filter(person__in=all_people().visible_to(question.by, on=question.closing_day).values("pk"))
    if question.post is not None:
        held = held.filter(post_kind=question.post)
    return (
        held.filter(person__qualification__in=_HELD)
        .select_related("person", "organisation")
        .order_by("organisation__area_code", "organisation__name", "person__sort_key", "person")
    )


def _holders(question: Question) -> list[_Holder]:
    posts = list(_posts(question))
    found = registered([post.person_id for post in posts], on=question.closing_day)
    return [_Holder(post, found.get(post.person_id), question.closing_day) for post in posts]


def _summary(table: Table, holders: list[_Holder], places: Gazetteer) -> tuple[Row, ...]:
    """By unit in the order of area codes, and the whole."""
    units = by_unit(holders, lambda one: one.post.organisation_id, places)
    found = [row(table, _counts(name, held, opens)) for name, opens, held in units]
    return (*found, row(table, _counts(TOTAL_LABEL, holders, None), is_total=True))


def _counts(label: str, holders: Sequence[_Holder], opens: Opens | None) -> dict[str, Value | Plain]:
    counted = Counter(one.post.person.qualification for one in holders)
    counted.update(one.post.post_kind for one in holders)
    counted.update(one.state.value if one.state else "none" for one in holders)
    counted["holders"], counted["short"] = len(holders), sum(one.is_short for one in holders)
    keys = (*_HELD, *PostKind, *WindowState, "holders", "none", "short")  # of columns
    found: dict[str, Value | Plain] = {
        str(key): Value(counted[key], opens if counted[key] else None) for key in keys
    }
    running = [one.registered for one in holders if one.registered and one.registered.runs_on(one.on)]
    enough = sum(not one.missing for one in running)
    return found | {"place": label, "enough_rate": Share(People(enough), People(len(running))).shown()}


def _person(one: _Holder) -> dict[str, Value | Plain]:
    person = one.post.person
    found: dict[str, Value | Plain] = {
        "name": Value(person.name, Opens.of("registration", public_id=str(person.public_id))),
        "organisation": one.post.organisation.name,
        "post": post_label(one.post),
        "level": QualificationLevel(person.qualification).label,
        "state": one.state.label if one.state else _NONE,
    }
    if one.registered is None:
        return found
    period, window = one.registered.period, one.registered.window
    return found | {
        "registered": RegistrationLevel(period.level).label, "kind": RegistrationKind(period.kind).label,
        "from": day_text(period.starts_on), "to": day_text(period.ends_on),
        "opens": day_text(window.opens_on), "closes": day_text(window.closes_on),
        "required": hours_number(one.registered.required), "done": hours_number(one.registered.done),
        "missing": hours_number(one.registered.missing),
    }  # fmt: skip
