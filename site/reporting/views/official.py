"""Official forms: computed once, shown as a page, a sheet of paper, a workbook or CSV."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core import actions, clock
from core.documents import write_document
from core.downloads import attachment
from core.group_texts import MOST, group_text
from core.sentences import Sentence, say
from core.sheets.csv_writing import write_csv
from core.sheets.writing import write_workbook
from inbox.services import jobs
from people import proving
from people.access import member_required
from people.requests import BanyanRequest
from reporting.jobs import OFFICIAL_FORM
from reporting.querysets.official.asked import Question
from reporting.querysets.official.computing import compute
from reporting.querysets.prepared import all_prepared
from reporting.rules.official.declared import FORMS
from reporting.rules.official.layout import document, lines, plans
from reporting.rules.official.shape import Asks, Column, Computed, Part, Plain
from reporting.services import official
from reporting.views.official_asked import Ask, ask

PARTS_PER_PAGE = 10
ROWS_ON_SCREEN = 200


@dataclass(frozen=True)
class ShownCell:
    text: Plain
    url: str
    is_number: bool


@dataclass(frozen=True)
class ShownRow:
    cells: list[ShownCell]
    depth: int
    is_total: bool


@dataclass(frozen=True)
class Heading:
    text: Sentence
    mark: str = ""
    across: int = 1
    down: int = 1
    is_number: bool = False


@dataclass(frozen=True)
class ShownPart:
    """A table as a page draws it; `left_out` rows stand in the workbook alone."""

    caption: Sentence
    headings: list[list[Heading]]
    rows: list[ShownRow]
    left_out: int


@member_required
def form_list(request: BanyanRequest) -> HttpResponse:
    """The forms that the viewer may open."""
    found = [form for form in FORMS.values() if request.by.scope(form.permission)]
    if not found:
        raise Http404
    prepared = all_prepared().visible_to(request.by, at=clock.now()).defer("content")
    return render(request, "reporting/official_list.html", {"forms": found, "prepared": prepared})


@require_POST
@member_required
@actions.once
def form_prepare(request: BanyanRequest, code: str) -> HttpResponse:
    """Let a job make the workbook; the address carries what the page of the form was asked."""
    asked = ask(request, code)
    if asked.question is None or asked.form.asks is not Asks.PERIOD:
        raise Http404
    job = jobs.start(
        kind=OFFICIAL_FORM, parameters=asdict(official.Asked.of(asked.question)),
        subject=asked.question.organisation, origin=asked.url("official_form"), by=request.by, at=clock.now(),
    )  # fmt: skip
    return redirect("jobs:job", job.public_id)


@member_required
def prepared_file(request: BanyanRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(all_prepared().visible_to(request.by, at=clock.now()), public_id=public_id)
    if found.holds_identities and not proving.is_recent(request):
        return proving.ask_again(request)
    return attachment(found.content, name=found.name)


@member_required
def form_page(request: BanyanRequest, code: str) -> HttpResponse:
    asked = ask(request, code)
    context = {"official": asked.form, "form": asked.choice}
    if asked.question is None:
        status = 422 if asked.choice.is_bound else 200
        return render(request, "reporting/official_page.html", context, status=status)
    if official.is_long(asked.question):
        context["prepare_url"] = asked.url("official_form_prepare")
        return render(request, "reporting/official_page.html", context)
    return render(
        request, "reporting/official_page.html", context | _shown_form(request, asked, asked.question)
    )


def _shown_form(request: BanyanRequest, asked: Ask, question: Question) -> dict[str, Any]:
    computed = compute(question)
    page = Paginator(computed.parts, PARTS_PER_PAGE).get_page(request.GET.get("page"))
    files = ("print", "workbook", "csv", "document")
    found: dict[str, Any] = {
        "computed": computed,
        "copy_text": _copy_text(asked, computed),
        "page": page,
        "parts": [_shown(asked, part, most=ROWS_ON_SCREEN) for part in page],
        "urls": {name: asked.url(f"official_form_{name}") for name in files},
    }
    if official.may_disclose(question, question.by):
        found["identities_url"] = asked.url("official_form_identities")
    return found


@member_required
def form_print(request: BanyanRequest, code: str) -> HttpResponse:
    asked, computed = _computed(request, code)
    parts = [_shown(asked, part, most=None, links=False) for part in computed.parts]
    context = {"official": asked.form, "computed": computed, "parts": parts}
    return render(request, "reporting/official_print.html", context | {"back": asked.url("official_form")})


@member_required
def form_workbook(request: BanyanRequest, code: str) -> HttpResponse:
    asked, computed = _computed(request, code)
    content = write_workbook(plans(computed), title=computed.form.title)
    return _file(asked, computed, content, kind="xlsx")


@member_required
def form_csv(request: BanyanRequest, code: str) -> HttpResponse:
    asked, computed = _computed(request, code)
    return _file(asked, computed, write_csv(lines(computed)), kind="csv")


@member_required
def form_document(request: BanyanRequest, code: str) -> HttpResponse:
    """What a form says in words, to be written on. Raises Http404 for a form of tables alone."""
    asked, computed = _computed(request, code)
    if not computed.form.has_words:
        raise Http404
    return _file(asked, computed, write_document(document(computed), title=computed.title), kind="docx")


def _file(asked: Ask, computed: Computed, content: bytes, *, kind: str) -> HttpResponse:
    """The file, and who took it where it holds names."""
    question = asked.question
    assert question is not None  # noqa: S101 - a computed form was asked for
    official.taken_away(question=question, computed=computed, kind=kind, by=question.by, at=question.at)
    return attachment(content, name=f"{computed.title}.{kind}")


def _copy_text(asked: Ask, computed: Computed) -> list[Sentence]:
    """Who is behind, for a chat group; nothing where nobody is, or more than a group reads."""
    if asked.question is None or not 0 < len(computed.behind) <= MOST:
        return []
    title = say("%(form)s：还没完成的人", form=computed.form.title)
    return group_text(title, computed.behind, on=asked.question.closing_day)


def _computed(request: BanyanRequest, code: str) -> tuple[Ask, Computed]:
    """Raises Http404 where the choice is not whole or too much: those addresses are made by the page of the form."""
    asked = ask(request, code)
    if asked.question is None or official.is_long(asked.question):
        raise Http404
    return asked, compute(asked.question)


def _shown(asked: Ask, part: Part, *, most: int | None, links: bool = True) -> ShownPart:
    columns = part.table.columns
    rows = [
        ShownRow(
            [
                ShownCell(
                    value.shown,
                    asked.opened(value.opens) if links and value.opens else "",
                    column.is_number and not isinstance(value.shown, str),
                )
                for column, value in zip(columns, row.values, strict=True)
            ],
            row.depth,
            row.is_total,
        )
        for row in part.rows[:most]
    ]
    return ShownPart(part.caption, _headings(part), rows, len(part.rows) - len(rows))


def _headings(part: Part) -> list[list[Heading]]:
    columns = part.table.columns
    if not part.table.is_grouped:
        return [[_heading(column) for column in columns]]
    first: list[Heading] = []
    at = 0
    for group, across in part.table.groups:
        first.append(Heading(group, across=across) if group else _heading(columns[at], down=2))
        at += across
    return [first, [_heading(column) for column in columns if column.group]]


def _heading(column: Column, *, down: int = 1) -> Heading:
    return Heading(column.heading, column.mark, down=down, is_number=column.is_number)
