"""督导统计表: confirmed meetings of mentoring groups by studio, and by the unit of whoever took part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models import Value as Given
from django.db.models.functions import Coalesce

from core.sentences import say
from mentorship.models import Studio
from mentorship.querysets import StudioQuerySet, all_confirmations, all_members, all_studios
from mentorship.words import MeetingFormat, StudioRole
from organisations.querysets import all_organisations
from organisations.words import OrganisationKind
from people.querysets import all_postings
from people.words import PostKind
from reporting.querysets.official.asked import Question, day_text
from reporting.querysets.official.by_unit import by_unit
from reporting.querysets.places import gazetteer, units_by_id
from reporting.rules.metrics import METRICS
from reporting.rules.official.shape import Computed, Opens, Part, Plain, Row, Value, row
from reporting.rules.places import Gazetteer
from reporting.rules.quantities import DeliveredMinutes, People, PersonMinutes, Ratio, summed
from reporting.rules.table_rows import TOTAL_LABEL

_SUPERVISING = (StudioRole.LEAD, StudioRole.CORE)
_METRICS = ("supervisors", "supervised", "supervision_sessions", "supervision_hours",
            "supervision_person_hours", "supervised_stations")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Share:
    """One participant's confirmed part of a meeting; unit and post are those of the meeting's day."""

    studio: int
    meeting: int
    format: str
    held_on: date
    meeting_minutes: int
    person: int
    minutes: int
    organisation: int | None
    post: str


def compute(question: Question) -> Computed:
    studios, places = question.form.table("studios"), question.form.table("places")
    overseen = list(_studios(question))
    shares = _shares(question)
    mine = {studio.pk for studio in overseen}
    parts = (
        Part(studios, studios.caption, _by_studio(question, overseen, [one for one in shares if one.studio in mine])),
        Part(places, places.caption, _by_place(question, shares)),
    )  # fmt: skip
    notes = (*_NOTES, *(METRICS[code].text for code in _METRICS))
    return Computed(question.form, question.title, question.facts(), parts, question.at, notes)


def totals(question: Question) -> dict[str, int | float]:
    """Of the scope's people, whoever mentored them: sessions, people, hours, person-hours, stations."""
    places = gazetteer(question.scope)
    shares = [one for one in _shares(question) if one.organisation in places.places]
    numbers = _studio_numbers(shares, set(), _stations(shares))
    return {"people": numbers["supervised"]} | {
        key: numbers[key] for key in ("sessions", "hours", "person_hours", "stations")
    }


_NOTES = (
    say("现有数据来自带教小组活动的记录，只计本人确认过的；督导和带教不计入培训学时。"),
    say(
        "按工作室的一张计统计范围内单位发起的工作室；按单位的一张计统计范围内单位的人员，不论哪个工作室带教。"
    ),
)


def _studios(question: Question) -> StudioQuerySet:
    """Those with a founding organisation in the scope."""
    founded = Studio.founders.through.objects.filter(question.scope.condition("organisation"))
    return all_studios().filter(pk__in=founded.values("studio"))


def _shares(question: Question) -> list[_Share]:
    """Of the scope's studios and of the scope's people, in one question."""
    first_day, last_day = question.period.days()
    held = (
        all_postings().standing().primary().filter(person=OuterRef("person"))
        .filter(starts_on__lte=OuterRef("meeting__held_on"))
        .filter(Q(ends_on=None) | Q(ends_on__gt=OuterRef("meeting__held_on")))
    )  # fmt: skip
    found = (
        all_confirmations().standing().confirmed()
        .filter(meeting__held_on__range=(first_day, last_day))  # both included
        .annotate(
            whose=Coalesce("person__merged_into", F("person")),
            place=Subquery(held.values("organisation")[:1]),
            post=Coalesce(Subquery(held.values("post_kind")[:1]), Given(PostKind.OTHER.value)),
        )
    )  # fmt: skip
    inside = all_organisations().in_scope(question.scope).values("pk")
    found = found.filter(Q(meeting__group__studio__in=_studios(question)) | Q(place__in=inside))
    if question.post is not None:
        found = found.filter(post=question.post)
    rows = found.order_by("meeting__held_on", "pk").values_list(
        "meeting__group__studio", "meeting", "meeting__format", "meeting__held_on", "meeting__minutes",
        "whose", "minutes", "place", "post",
    )  # fmt: skip
    return [_Share(*one) for one in rows]


def _by_studio(question: Question, studios: Sequence[Studio], shares: Sequence[_Share]) -> tuple[Row, ...]:
    table = question.form.table("studios")
    supervisors, stations = _supervisors(question, studios), _stations(shares)
    found = []
    for studio in studios:
        of_studio = [one for one in shares if one.studio == studio.pk]
        opens = Opens.of("studio", public_id=str(studio.public_id))
        numbers = _studio_numbers(of_studio, supervisors.get(studio.pk, set()), stations)
        found.append(row(table, {"studio": Value(studio.name, opens)} | _opened(numbers, opens)))
    every = set().union(*supervisors.values())
    whole = _opened(_studio_numbers(shares, every, stations), None)
    return (*found, row(table, {"studio": TOTAL_LABEL} | whole, is_total=True))


def _studio_numbers(
    shares: Sequence[_Share], supervisors: set[int], stations: dict[int, int]
) -> dict[str, int | float]:
    meetings = {one.meeting: one for one in shares}
    formats = Counter(one.format for one in meetings.values())
    hours = summed((DeliveredMinutes(one.meeting_minutes) for one in meetings.values()), DeliveredMinutes)
    people = People(len({one.person for one in shares}))
    numbers: dict[str, int | float] = {
        **_people_numbers(shares),
        "supervisors": len(supervisors),
        "ratio": Ratio(people, People(len(supervisors))).shown() or 0,
        "sessions": len(meetings),
        "hours": hours.shown(),
        "person_hours": _person_hours(shares),
        "stations": len({stations[one.organisation] for one in shares if one.organisation in stations}),
    }
    return numbers | {f"sessions_{one.value}": formats[one.value] for one in MeetingFormat}


def _opened(numbers: Mapping[str, int | float], opens: Opens | None) -> dict[str, Value | Plain]:
    return {key: Value(shown, opens if shown else None) for key, shown in numbers.items()}


def _people_numbers(shares: Iterable[_Share]) -> dict[str, int]:
    """Distinct people, and of which kind of post; who changed posts in the period counts under each."""
    posts: dict[str, set[int]] = {post.value: set() for post in PostKind}
    for one in shares:
        posts[one.post].add(one.person)
    found = {f"supervised_{post}": len(people) for post, people in posts.items()}
    return found | {"supervised": len(set().union(*posts.values()))}


def _person_hours(shares: Iterable[_Share]) -> int | float:
    return summed((PersonMinutes(one.minutes) for one in shares), PersonMinutes).shown()


def _supervisors(question: Question, studios: Sequence[Studio]) -> dict[int, set[int]]:
    """By studio whoever led it or was a core member at any time of the period; one question."""
    first_day, last_day = question.period.days()
    held = (
        all_members().filter(studio__in=studios, role__in=_SUPERVISING, starts_on__lte=last_day)
        .filter(Q(ends_on=None) | Q(ends_on__gt=first_day))
    )  # fmt: skip
    found: dict[int, set[int]] = {}
    for studio, person in held.order_by().values_list("studio", Coalesce("person__merged_into", F("person"))):
        found.setdefault(studio, set()).add(person)
    return found


def _stations(shares: Sequence[_Share]) -> dict[int, int]:
    """By organisation the station that it is or lies in; others are missing. Two questions."""
    units = units_by_id({one.organisation for one in shares if one.organisation})
    chain = {int(pk) for unit in units.values() for pk in unit.path.split("/") if pk}
    above = Gazetteer.of(units_by_id(chain).values())
    stations = {pk: above.places[pk].unit for pk in units}
    return {
        pk: station
        for pk, station in stations.items()
        if above.units[station].kind == OrganisationKind.STATION
    }


def _by_place(question: Question, shares: Sequence[_Share]) -> tuple[Row, ...]:
    """Units of the scope, and every station of it where nobody was supervised."""
    table, places = question.form.table("places"), gazetteer(question.scope)
    mine = [one for one in shares if one.organisation in places.places]
    stations = all_organisations().current().in_scope(question.scope).filter(kind=OrganisationKind.STATION)
    asked = {*stations.values_list("pk", flat=True), *(one.organisation or 0 for one in mine)}
    by_organisation: dict[int, list[_Share]] = {pk: [] for pk in asked}
    for one in mine:
        by_organisation[one.organisation or 0].append(one)
    found = [
        row(table, _place_numbers(name, [one for pk in held for one in by_organisation[pk]], opens))
        for name, opens, held in by_unit(asked, lambda pk: pk, places)
    ]
    return (*found, row(table, _place_numbers(TOTAL_LABEL, mine, None), is_total=True))


def _place_numbers(name: str, shares: Sequence[_Share], opens: Opens | None) -> dict[str, Value | Plain]:
    numbers = {
        **_people_numbers(shares),
        "sessions": len({one.meeting for one in shares}),
        "person_hours": _person_hours(shares),
    }
    last = max((one.held_on for one in shares), default=None)
    return _opened(numbers, opens) | {"place": name, "last": day_text(last)}
