"""File figures, correct a filing by another one, and prove that a filing still is what it was."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from core import clock, events, records
from core.errors import RuleBroken
from core.progress import Count, Progress, unwatched
from core.sheets.writing import VERSION, write_workbook
from core.words import gettext_noop
from hours.querysets import all_entries, all_seals
from hours.services import locks, seals
from hours.words import SealOccasion
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission
from organisations.scope import scope_of
from reporting.models import Filing, FilingDraft
from reporting.querysets.claims import conflicts
from reporting.querysets.contents import contents
from reporting.querysets.duties import all_returns, due_on
from reporting.querysets.filing_rules import needs_second_officer, tables_for
from reporting.querysets.filings import all_filings
from reporting.querysets.questions import doubts
from reporting.rules.differences import line_changes
from reporting.rules.filing_document import Contents, Document, Heading, compose, counted, days_of
from reporting.rules.filing_sheet import LAYOUT, plans
from reporting.rules.lateness import Lateness
from reporting.rules.periods import Period
from reporting.rules.questions import Answer, carried, questions_record, unanswered
from reporting.services import filing_drafts
from reporting.services.filing_codes import SHORTEST_CODE, code_of
from reporting.services.filing_steps import hold
from reporting.words import QuestionKind, Recipient, VisitsUnit

RENDERER = f"{LAYOUT} {VERSION}"
Answers = Mapping[QuestionKind, Answer]
NO_ANSWERS: Answers = {}
# What is told while a filing is made: claims, rows, seals, questions, figures, sheets.
STEPS, STEP = 6, gettext_noop("步")
_LOCK = 0x66696C65  # "file": one filing at a time takes the next number


@dataclass(frozen=True)
class Reproduction:
    """The filing made again: its bytes, and whether they are the filed ones."""

    record: bytes
    workbook: bytes
    record_is_equal: bool
    workbook_is_equal: bool

    @property
    def is_equal(self) -> bool:
        return self.record_is_equal and self.workbook_is_equal


@transaction.atomic
def file(
    *,
    organisation: Organisation,
    period: Period,
    unit: VisitsUnit | None = None,
    recipient: Recipient | None = None,
    answers: Answers = NO_ANSWERS,
    by: Authority,
    at: datetime,
    progress: Progress = unwatched,
) -> Filing:
    """Freeze the figures of an organisation and a period, nothing to report included, for a recipient: the body above
    on the own line where none is named. A draft of it is gone with the filing.

    Raises RuleBroken where this period is filed already (then only a correction is possible), where a question about the
    facts has no answer, where somebody else has filed one of the classes as the own, or without the right to.
    """
    require(by, Permission.FILE_FIGURES, organisation)
    filing_drafts.hold(organisation)
    _one_at_a_time()
    recipient = recipient or Recipient.of_line(organisation.line)
    filed = all_filings().first_of(organisation, period, recipient).light().first()
    if filed is not None:
        raise RuleBroken(
            "filing.filed_already",
            "这个统计期已经报送，编号%(number)s。如数字有变，请在那份报送的页面办理更正。",
            number=filed.number,
        )
    wish = _Wish(organisation, period, unit, recipient, answers)
    return _freeze(wish, Count(progress, total=STEPS, unit=STEP), by=by, at=at)


@transaction.atomic
def correct(
    *,
    filing: Filing,
    reason: str,
    answers: Answers = NO_ANSWERS,
    by: Authority,
    at: datetime,
    progress: Progress = unwatched,
) -> Filing:
    """File the same period again as it stands now; the corrected filing stays as it was.

    A filing that came back may be answered where nothing differs: the reason is the answer. Raises RuleBroken without a
    reason, where it was corrected already, or where no figure and no line of a filing that stands differs.
    """
    require(by, Permission.FILE_FIGURES, filing.organisation)
    if not reason.strip():
        raise RuleBroken("filing.reason_missing", "更正要写明理由。")
    filing_drafts.hold(filing.organisation)
    _one_at_a_time()
    hold(filing)
    newer = all_filings().light().filter(corrects=filing).first()
    if newer is not None:
        raise RuleBroken(
            "filing.corrected_already", "这份报送已由%(number)s更正。请在那一份上办理。", number=newer.number
        )
    wish = _Wish(
        filing.organisation, filing.period, filing.unit, filing.goes_to, answers, filing, reason.strip()
    )
    return _freeze(wish, Count(progress, total=STEPS, unit=STEP), by=by, at=at)


def file_draft(*, draft: FilingDraft, by: Authority, at: datetime, progress: Progress) -> Filing:
    """File what the draft says, or correct by it. Raises RuleBroken as `file` and `correct` do."""
    answers = draft.answered()
    if draft.corrects is not None:
        return correct(
            filing=draft.corrects, reason=draft.reason, answers=answers, by=by, at=at, progress=progress
        )
    return file(
        organisation=draft.organisation, period=draft.period, unit=draft.unit, recipient=draft.goes_to,
        answers=answers, by=by, at=at, progress=progress,
    )  # fmt: skip


def draft(filing: Filing) -> Document:
    """What a correction of this filing would freeze now; it has no number and changes nothing."""
    on = clock.date_of(filing.filed_at)
    found, _ = contents(scope_of(filing.organisation), filing.period, filing.unit, on=on)
    return compose(found, _heading(filing.organisation, number="", at=filing.filed_at))


def document_of(filing: Filing) -> Document:
    """The frozen value as it was filed."""
    return filing.document


def reproduce(filing: Filing) -> Reproduction:
    """Count the figures again from the frozen rows and lay the workbook out again; nothing else is read."""
    again = records.canonical_json(counted(document_of(filing)))
    sha256 = records.digest(again)
    workbook = render(json.loads(again), sha256, code_of(sha256, length=len(filing.check_code)))
    return Reproduction(
        record=again,
        workbook=workbook,
        record_is_equal=records.digest(again) == filing.sha256 == records.digest(bytes(filing.record)),
        workbook_is_equal=records.digest(workbook)
        == filing.workbook_sha256
        == records.digest(bytes(filing.workbook)),
    )


def render(document: Document, sha256: str, code: str) -> bytes:
    """The workbook of a frozen value."""
    grouped = records.grouped(code)
    return write_workbook(plans(document, sha256=sha256, code=grouped), title=document["number"])


@dataclass(frozen=True)
class _Wish:
    organisation: Organisation
    period: Period
    unit: VisitsUnit | None
    recipient: Recipient
    answers: Answers
    corrects: Filing | None = None
    reason: str = ""


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _freeze(wish: _Wish, count: Count, *, by: Authority, at: datetime) -> Filing:
    _refuse_claimed(wish, at=at)
    count.add(1)
    # The first seal also keeps every writer out of the ledger until this transaction ends: what is counted is sealed.
    seals.seal(bureau=wish.organisation, occasion=SealOccasion.FILING, by=by, at=at)
    found, bureaus = contents(scope_of(wish.organisation), wish.period, wish.unit, on=clock.date_of(at))
    count.add(1)
    links = _seal_all(bureaus, by=by, at=at)
    count.add(1)
    questions = _questions(wish, by=by, at=at)
    count.add(1)
    document = compose(found, _heading_of(wish, links, at=at), questions)
    count.add(1)
    if (
        wish.corrects
        and not _is_returned(wish.corrects)
        and not line_changes(wish.corrects.document, document)
    ):
        raise RuleBroken("filing.no_difference", "现在的数与已报送的没有差异，不需要更正。")
    filing = _save(wish, found, document, by=by, at=at)
    first_day, last_day = days_of(document)
    locks.lock(
        organisation=wish.organisation, first_day=first_day, last_day=last_day, filing_number=filing.number, by=by, at=at
    )  # fmt: skip
    events.record(
        "reporting.filing.corrected" if wish.corrects else "reporting.filing.filed",
        by=by, at=at, subject=filing, data={"number": filing.number, "sha256": filing.sha256},
    )  # fmt: skip
    filing_drafts.forget(filing_drafts.Target.of(filing))
    count.add(1)
    return filing


def _refuse_claimed(wish: _Wish, *, at: datetime) -> None:
    """One real class has one owner of its totals. Called with the lock of `_one_at_a_time` held: of two who claim it at
    the same moment the second finds the first one's filing."""
    found = next(iter(conflicts(wish.organisation, wish.period, on=clock.date_of(at))), None)
    if found is None:
        return
    names = {"name": found.own.name, "number": found.own.filing_number, "owner": found.other.organiser.name}
    if found.filing is None:
        raise RuleBroken(
            "filing.claimed_twice",
            "%(mine)s和%(owner)s各登记了同一个班“%(name)s”，备案号%(number)s。请先核定由谁主办，另一家取消后再报送。",
            mine=found.own.organiser.name,
            **names,
        )
    raise RuleBroken(
        "filing.claimed",
        "班次“%(name)s”（备案号%(number)s）已由%(owner)s主办并报送，报送编号%(filing)s。请和对方核定主办单位，一个班只报一次。",
        filing=found.filing.number,
        **names,
    )


def _questions(wish: _Wish, *, by: Authority, at: datetime) -> list[Document]:
    """What is asked of the facts, with what was said to it. A command that files has nobody to answer."""
    found = doubts(scope_of(wish.organisation), wish.period, on=clock.date_of(at))
    filed = wish.corrects.document.get("questions", []) if wish.corrects else []
    answers = {**carried(found, filed), **wish.answers}
    left = unanswered(found, answers)
    if left and not by.is_system:
        raise RuleBroken(
            "filing.questions_open",
            "还有%(count)s个核对问题没有答复，第一个是“%(first)s”。请逐个选好情况、写明备注再报送。",
            count=len(left),
            first=left[0].label,
        )
    return questions_record(found, answers)


def _save(wish: _Wish, found: Contents, document: Document, *, by: Authority, at: datetime) -> Filing:
    record = records.canonical_json(document)
    sha256 = records.digest(record)
    code = _free_code(sha256)
    workbook = render(document, sha256, code)
    return Filing.objects.create(
        number=document["number"], organisation=wish.organisation, report_year=wish.period.report_year,
        first_day=wish.period.first_day, last_day=wish.period.last_day, recipient=wish.recipient, visits=found.unit,
        record=record, sha256=sha256,
        check_code=code, workbook=workbook, workbook_sha256=records.digest(workbook), renderer=RENDERER,
        ledger_position=document["ledger"]["position"], chain_head=document["ledger"]["head"],
        filed_by=by.person_id, filed_at=at, corrects=wish.corrects, reason=wish.reason,
        needs_check=needs_second_officer(wish.organisation, on=clock.date_of(at)),
        is_nil=not document["rows"], late_days=document["late"]["days"] if document["late"] else 0,
    )  # fmt: skip


def _free_code(sha256: str) -> str:
    """The shortest code of the digest that no filing has. Called with the lock of `_one_at_a_time` held."""
    codes = (code_of(sha256, length=length) for length in itertools.count(SHORTEST_CODE))
    return next(code for code in codes if not all_filings().filter(check_code=code).exists())


def _is_returned(filing: Filing) -> bool:
    return all_returns().filter(filing=filing).exists()


def _seal_all(bureaus: list[int | None], *, by: Authority, at: datetime) -> tuple[tuple[int, int, str], ...]:
    """Seal every chain that covers a line of the filing; the last link of each (bureau 0: people without one)."""
    known = Organisation.objects.in_bulk([pk for pk in bureaus if pk is not None])
    links = []
    for pk in bureaus:
        bureau = known[pk] if pk is not None else None
        seals.seal(bureau=bureau, occasion=SealOccasion.FILING, by=by, at=at)
        last = all_seals().chain(bureau).last()
        assert last is not None  # noqa: S101 - the chain covers a line, so it has a link
        links.append((pk or 0, last.number, last.chain_hash))
    return tuple(links)


def _heading_of(wish: _Wish, links: tuple[tuple[int, int, str], ...], *, at: datetime) -> Heading:
    on = clock.date_of(at)
    plain = _heading(wish.organisation, number=_next_number(wish.organisation, wish.period), at=at)
    return replace(
        plain, seals=links, chain_head=_head(links), corrects=wish.corrects.number if wish.corrects else "",
        reason=wish.reason, recipient=wish.recipient.value,
        tables=tables_for(wish.organisation, wish.recipient, on=on), lateness=_lateness(wish, on=on),
    )  # fmt: skip


def _lateness(wish: _Wish, *, on: date) -> Lateness | None:
    """A correction is as late as what it corrects: the period was filed then."""
    if wish.corrects is not None:
        record = wish.corrects.document.get("late")
        return Lateness.from_record(record) if record else None
    day = due_on(wish.organisation, wish.period, wish.recipient)
    return Lateness.of(day, on) if day else None


def _heading(organisation: Organisation, *, number: str, at: datetime) -> Heading:
    scope = scope_of(organisation)
    return Heading(
        number=number, filed_at=at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
        organisation_id=organisation.pk, organisation=organisation.name, paths=tuple(sorted(scope.paths)),
        areas=tuple(sorted(scope.areas)), position=all_entries().aggregate(last=Max("pk"))["last"] or 0,
    )  # fmt: skip


def _head(links: tuple[tuple[int, int, str], ...]) -> str:
    """One hash for the heads of all chains; empty where nothing was sealed."""
    text = "\n".join(f"{bureau}/{number}/{chain_hash}" for bureau, number, chain_hash in links)
    return records.digest(text.encode()) if text else ""


def _next_number(organisation: Organisation, period: Period) -> str:
    """Report year, area code (or the organisation's id), serial. Called with the lock of `_one_at_a_time` held."""
    prefix = f"{period.year}-{organisation.area_code or organisation.pk}"
    numbers = all_filings().numbered_from(prefix).values_list("number", flat=True)
    last = max((int(number.rsplit("-", 1)[1]) for number in numbers), default=0)
    return f"{prefix}-{last + 1:04d}"
