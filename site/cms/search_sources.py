"""What can be searched. Each app registers its sources in `apps.ready`; the search asks them all and knows none of them.

A source yields a text for everything of its kind that is published now. What it no longer yields leaves the index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from organisations.roles import Role


@dataclass(frozen=True)
class SearchText:
    """One thing as the index takes it. `open_to`: the roles that may find it, empty for whoever is logged in.

    `tree_path` is the treebeard path where the thing is a page of Wagtail: the index then follows the tree by itself.
    `facets` hold scalars and lists of them, no personal data.
    """

    object_id: int
    url: str
    title: str
    headings: str = ""
    body: str = ""
    context: str = ""
    tree_path: str = ""
    facets: Mapping[str, Any] = field(default_factory=dict)
    open_to: Collection[Role] = ()


class SearchSource(Protocol):
    """`kind` is the stored code, `label` a marked Chinese word for what is found: 课程, 节, 表单."""

    @property
    def kind(self) -> str: ...

    @property
    def label(self) -> str: ...

    def texts(self, *, under: str = "", object_ids: Collection[int] | None = None) -> Iterable[SearchText]:
        """What is published: everything, or only what stands in the tree below `under`, or only these objects.

        A source of no pages yields nothing where `under` is given.
        """
        ...


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> SearchSource:
    _sources[source.kind] = source
    return source


def all_sources() -> list[SearchSource]:
    """In the order of registration, which is the order of their words in the filter."""
    return list(_sources.values())


def source_of(kind: str) -> SearchSource | None:
    return _sources.get(kind)
