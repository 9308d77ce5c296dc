"""The page of a search: a question in the address, answers of every kind below it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from cms.rules.searching import LONGEST_QUERY
from cms.search import search
from cms.search_sources import all_sources, source_of
from people.access import member_required
from people.requests import BanyanRequest

PER_PAGE = 10


@dataclass(frozen=True)
class KindLink:
    """One way to narrow the answers."""

    label: str
    url: str
    is_current: bool


@member_required
def results(request: BanyanRequest) -> HttpResponse:
    """Answers of all kinds, or of the kind in the address, ten a page."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_QUERY]
    source = source_of(request.GET.get("kind", ""))
    kind = source.kind if source else ""
    page = Paginator(search(asked, by=request.by, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    labels = {one.kind: gettext(one.label) for one in all_sources()}
    context = {
        "asked": asked,
        "kind": kind,
        "kinds": _kinds(asked, kind, labels) if asked else [],
        "page": page,
        "hits": [(hit, labels.get(hit.entry.kind, "")) for hit in page.object_list],
        "longest": LONGEST_QUERY,
    }
    return render(request, "cms/search.html", context)


def _kinds(asked: str, current: str, labels: dict[str, str]) -> list[KindLink]:
    chosen = {"": gettext("全部"), **labels}
    return [
        KindLink(label, "?" + urlencode({"q": asked} | ({"kind": kind} if kind else {})), kind == current)
        for kind, label in chosen.items()
    ]
