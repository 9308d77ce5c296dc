"""The figures of a scope by place, and split by what classes and people are: all of it in one question."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from hours.showing import XueshiRule
from people.words import PostKind
from reporting.querysets.figures import COUNTED
from reporting.querysets.sql import Selection
from reporting.rules.counts import Counts
from reporting.rules.figures import TOTAL, Figures, Tier
from reporting.words import Dimension, Side

# A line under what its class and its person are; the post is that of the day.
SPLIT = """
, split AS MATERIALIZED (
    SELECT sided.*, held.tier, held.audience, held.kind, held.delivery_mode AS mode, human.qualification,
        coalesce(posting.post_kind, 'other') AS post,
        CASE WHEN human.hired_on > day - 365 AND human.hired_on <= day THEN 'new' ELSE 'other' END AS new,
        least(%(xueshi_most)s, sided.minutes / %(xueshi_minutes)s) AS xueshi
    FROM sided
    JOIN courses_trainingclass held ON held.id = sided.class
    JOIN people_person human ON human.id = sided.person
    JOIN hours_hourentry credit ON credit.id = sided.entry
    LEFT JOIN people_posting posting ON posting.id = credit.posting_id
    WHERE (%(post)s::text IS NULL OR coalesce(posting.post_kind, 'other') = %(post)s)
        AND (%(side)s::text IS NULL OR sided.side = %(side)s)
)
"""
_KEYS = ("county", "unit", *(dimension.value for dimension in Dimension))
_TABLE = """
SELECT side, {keys}, grouping({names}), {counted}, count(DISTINCT session), coalesce(sum(xueshi), 0)
FROM split GROUP BY GROUPING SETS ((side), (side, county), (side, county, unit), {dimensions})
"""


@dataclass(frozen=True, slots=True)
class Group:
    """One row of one side: a place, or a value of a dimension over the whole scope."""

    side: Side
    tier: Tier = TOTAL
    dimension: Dimension | None = None
    value: str = ""


def matrix(selection: Selection, *, xueshi: XueshiRule, post: PostKind | None = None) -> dict[Group, Counts]:
    """Rows without a line are not in it. With a post only the lines of people who held one of that kind."""
    question = _TABLE.format(
        keys=", ".join(_KEYS), names=", ".join(_KEYS), counted=COUNTED,
        dimensions=", ".join(f"(side, {dimension.value})" for dimension in Dimension),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            selection.sided + SPLIT + question, selection.parameters | split_parameters(xueshi, post)
        )
        rows = cursor.fetchall()
    return dict(_entry(*row) for row in rows)


def split_parameters(
    xueshi: XueshiRule, post: PostKind | None, side: Side | None = None
) -> dict[str, int | str | None]:
    """Without a post or a side: all of them."""
    return {
        "side": side.value if side else None,
        "xueshi_minutes": xueshi.minutes_each,
        "xueshi_most": xueshi.most_per_half_day,
        "post": post.value if post else None,
    }


def _entry(side: str, county: str | None, unit: int | None, *rest: object) -> tuple[Group, Counts]:
    values, mask, numbers = rest[: len(Dimension)], int(str(rest[len(Dimension)])), rest[len(Dimension) + 1 :]
    *figures, sessions, xueshi = (int(str(number)) for number in numbers)
    counts = Counts(Figures(*figures), sessions, xueshi)
    grouped = [name for at, name in enumerate(_KEYS) if not mask >> (len(_KEYS) - 1 - at) & 1]
    dimension = next((one for one in Dimension if one.value in grouped), None)
    if dimension is None:
        tier = Tier(county if "county" in grouped else None, unit if "unit" in grouped else None)
        return Group(Side(side), tier), counts
    return Group(Side(side), TOTAL, dimension, str(values[list(Dimension).index(dimension)])), counts


_BY_CLASS = """
SELECT class, {counted}, count(DISTINCT session), coalesce(sum(xueshi), 0),
    {posts}
FROM split GROUP BY class
"""


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """What the register says of one class; `posts` are distinct people by the kind of their post."""

    counts: Counts
    posts: dict[PostKind, int]


def by_class(
    selection: Selection, *, xueshi: XueshiRule, post: PostKind | None = None
) -> dict[int, ClassCounts]:
    """By class, of those organised in the scope that anybody attended."""
    posts = ", ".join(f"count(DISTINCT person) FILTER (WHERE post = '{kind.value}')" for kind in PostKind)
    question = _BY_CLASS.format(counted=COUNTED, posts=posts)
    with connection.cursor() as cursor:
        cursor.execute(
            selection.sided + SPLIT + question,
            selection.parameters | split_parameters(xueshi, post, Side.ORGANISER),
        )
        rows = cursor.fetchall()
    found: dict[int, ClassCounts] = {}
    for pk, *numbers in rows:
        whole = [int(number) for number in numbers]
        *figures, sessions, received = whole[: -len(PostKind)]
        people = dict(zip(PostKind, whole[-len(PostKind) :], strict=True))
        found[pk] = ClassCounts(Counts(Figures(*figures), sessions, received), people)
    return found
