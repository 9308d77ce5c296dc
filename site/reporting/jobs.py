"""The long work of this app: training imports, official forms of many people, and large tables of higher bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from django.urls import reverse

from core.errors import RuleBroken
from core.models import ImportBatch
from core.progress import Progress
from core.words import ImportState, gettext_noop
from inbox.jobs import Kind, Work
from organisations.authority import SYSTEM, Authority
from organisations.roles import Permission
from reporting.querysets.filing_drafts import all_drafts
from reporting.querysets.imports import import_batches
from reporting.querysets.received_tables import all_received
from reporting.rules.periods import Period
from reporting.services import filings, official, received_tables, training_import

OFFICIAL_FORM = "reporting.official_form"
FILL_TABLE = "reporting.fill_table"
FILE = "reporting.filing"
READ, CONFIRM, UNDO = "reporting.import_read", "reporting.import_confirm", "reporting.import_undo"


class Step(Protocol):
    def __call__(
        self, *, batch: ImportBatch, by: Authority, at: datetime, progress: Progress
    ) -> ImportBatch: ...


def _on_batch(step: Step) -> Callable[[Work], str]:
    """The step on the batch that the parameters name, which asks for the owner's rights; the result is its page."""

    def run(work: Work) -> str:
        batch = import_batches(SYSTEM).get(pk=work.parameters["batch"])
        step(batch=batch, by=work.by, at=work.at, progress=work.progress)
        return reverse("reporting:import_page", args=[batch.public_id])

    return run


def _forget(parameters: Mapping[str, Any], at: datetime) -> None:
    """A batch that was not read is of no use: its files go at once."""
    batch = import_batches(SYSTEM).get(pk=parameters["batch"])
    if batch.state == ImportState.RECEIVED:
        training_import.discard(batch=batch, by=SYSTEM, at=at)


def _official_form(work: Work) -> str:
    """The parameters are those of `official.Asked`; the result is the file."""
    made = official.prepare(asked=work.parameters, by=work.by, at=work.at)
    return reverse("reporting:prepared_file", args=[made.public_id])


def _fill_table(work: Work) -> str:
    """The parameters are a received table and a period; the result is the page of the filled one, with its file."""
    table = all_received().select_related("organisation").get(pk=work.parameters["table"])
    period = Period.from_record(dict(work.parameters["period"]))
    made = received_tables.fill(table=table, period=period, by=work.by, at=work.at, progress=work.progress)
    return reverse("reporting:received_filled", args=[made.public_id])


def _file(work: Work) -> str:
    """The draft that the parameters name, with the rights that its owner has now; the result is the page of the filing."""
    related = all_drafts().select_related("organisation", "corrects__organisation")
    draft = related.filter(pk=work.parameters["draft"]).first()
    if draft is None:
        raise RuleBroken("draft.gone", "这份草稿已经报送或者删除。请打开报送列表查看。")
    filing = filings.file_draft(draft=draft, by=work.by, at=work.at, progress=work.progress)
    return reverse("reporting:filing", args=[filing.public_id])


KINDS = (
    Kind(name=FILE, label=gettext_noop("报送"), run=_file, seconds=10, permission=Permission.FILE_FIGURES),
    Kind(name=OFFICIAL_FORM, label=gettext_noop("生成官方表式"), run=_official_form, seconds=20),
    Kind(
        name=FILL_TABLE,
        label=gettext_noop("填上级来表"),
        run=_fill_table,
        seconds=20,
        permission=Permission.FILE_FIGURES,
    ),
    Kind(
        name=READ,
        label=gettext_noop("读取工作簿"),
        run=_on_batch(training_import.read),
        seconds=5,
        permission=Permission.IMPORT_TRAINING,
        clear_up=_forget,
    ),
    Kind(
        name=CONFIRM,
        label=gettext_noop("导入培训台账"),
        run=_on_batch(training_import.confirm),
        seconds=10,
        permission=Permission.IMPORT_TRAINING,
    ),
    Kind(
        name=UNDO,
        label=gettext_noop("撤销导入"),
        run=_on_batch(training_import.undo),
        seconds=10,
        permission=Permission.IMPORT_TRAINING,
    ),
)
