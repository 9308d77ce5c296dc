"""Set papers: write a draft, choose and draw its questions, publish it. A published version never changes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from assessment.models import Paper, PaperItem, PaperVersion, QuestionVersion
from assessment.paper_querysets import drawable, questions_of, versions_asked, wordings_of
from assessment.querysets import all_questions
from assessment.words import QuestionKind, ReviewTime, TagKind
from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.models import Organisation
from organisations.permissions import require
from organisations.roles import Permission

MOST_QUESTIONS = 200


@dataclass(frozen=True)
class PaperDetails:
    """What stands above the questions; `minutes` and `tries` may be without limit (None)."""

    title: str
    pass_percent: int
    minutes: int | None = None
    tries: int | None = None
    review: ReviewTime = ReviewTime.HANDED_IN
    is_open: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True)
class Draw:
    """One line of a blueprint: so many questions of a kind, a tag, or both."""

    count: int
    kind: QuestionKind | None = None
    tag: str = ""
    tag_kind: TagKind | None = None


@transaction.atomic
def add(*, details: PaperDetails, owner: Organisation, by: Authority, at: datetime) -> Paper:
    """A paper with a first draft, without questions as yet."""
    require(by, Permission.SET_PAPERS, owner)
    paper = Paper.objects.create(code=f"paper-{uuid.uuid4().hex[:12]}", owner=owner)
    _check(details)
    PaperVersion.objects.create(paper=paper, number=1, **asdict(details))
    events.record("assessment.paper.added", by=by, at=at, subject=paper)
    return paper


@transaction.atomic
def edit(*, paper: Paper, details: PaperDetails, by: Authority, at: datetime) -> PaperVersion:
    """Change what stands above the questions of the draft. Raises RuleBroken where there is no draft."""
    draft = _draft(paper, by=by)
    _check(details)
    for name, value in asdict(details).items():
        setattr(draft, name, value)
    draft.save(update_fields=list(asdict(details)))
    events.record("assessment.paper.edited", by=by, at=at, subject=paper)
    return draft


def _check(details: PaperDetails) -> None:
    if details.opens_at and details.closes_at and details.closes_at <= details.opens_at:
        raise RuleBroken("paper.window", "截止时间要晚于开放时间。请修改其中一个。")


@transaction.atomic
def choose(*, paper: Paper, numbers: Sequence[int], by: Authority, at: datetime) -> int:
    """Put the current wordings of these questions (ids) at the end of the draft; how many were not there yet."""
    draft = _draft(paper, by=by)
    standing = set(questions_of(draft))
    found = drawable().filter(pk__in=[number for number in numbers if number not in standing])
    current = wordings_of(found)
    wanted = [current[number] for number in dict.fromkeys(numbers) if number in current]
    _append(draft, wanted)
    events.record("assessment.paper.chosen", by=by, at=at, subject=paper, data={"count": len(wanted)})
    return len(wanted)


@transaction.atomic
def draw(*, paper: Paper, wanted: Draw, by: Authority, at: datetime) -> int:
    """Draw questions by chance that are not in the draft yet. Raises RuleBroken where there are not as many."""
    draft = _draft(paper, by=by)
    found = drawable().exclude(pk__in=questions_of(draft))
    if wanted.kind is not None:
        found = found.of_kind(wanted.kind)
    if wanted.tag:
        found = found.tagged(wanted.tag, wanted.tag_kind)
    drawn = list(wordings_of(found.order_by("?")[: wanted.count]).values())
    if len(drawn) < wanted.count:
        raise RuleBroken(
            "paper.too_few",
            "符合条件、还没有选进来的题只有%(found)s道。请减少题数，或放宽条件。",
            found=len(drawn),
        )
    _append(draft, drawn)
    events.record("assessment.paper.drawn", by=by, at=at, subject=paper, data={"count": len(drawn)})
    return len(drawn)


def _append(draft: PaperVersion, versions: Sequence[int]) -> None:
    last = draft.items.aggregate(last=Max("position"))["last"] or 0
    if last + len(versions) > MOST_QUESTIONS:
        raise RuleBroken("paper.too_many", "一份试卷最多%(most)s道题。请少选一些。", most=MOST_QUESTIONS)
    PaperItem.objects.bulk_create(
        PaperItem(asked_in=draft, position=position, version_id=version)
        for position, version in enumerate(versions, last + 1)
    )


@transaction.atomic
def take_out(*, paper: Paper, position: int, by: Authority, at: datetime) -> PaperVersion:
    """Take the question at a place out of the draft; those behind it move up."""
    draft = _draft(paper, by=by)
    draft.items.filter(position=position).delete()
    _number_anew(draft)
    events.record("assessment.paper.taken_out", by=by, at=at, subject=paper)
    return draft


@transaction.atomic
def move_up(*, paper: Paper, position: int, by: Authority, at: datetime) -> PaperVersion:
    """Let a question change places with the one before it; the first stays where it is."""
    draft = _draft(paper, by=by)
    pair = list(draft.items.filter(position__in=[position - 1, position]))
    if len(pair) == 2:
        pair[0].position, pair[1].position = position, position - 1
        PaperItem.objects.bulk_update(pair, ["position"])
    events.record("assessment.paper.moved", by=by, at=at, subject=paper)
    return draft


def _number_anew(draft: PaperVersion) -> None:
    items = list(draft.items.all())
    for position, item in enumerate(items, 1):
        item.position = position
    PaperItem.objects.bulk_update(items, ["position"])


@transaction.atomic
def publish(*, paper: Paper, by: Authority, at: datetime) -> PaperVersion:
    """From now on the draft is what is sat; it never changes again. Raises RuleBroken without questions."""
    draft = _draft(paper, by=by)
    if not draft.items.exists():
        raise RuleBroken("paper.empty", "试卷里还没有题。请先选题或抽题。")
    draft.published_at, draft.published_by = at, by.person_id
    draft.save(update_fields=["published_at", "published_by"])
    events.record("assessment.paper.published", by=by, at=at, subject=paper, data={"version": draft.number})
    return draft


@transaction.atomic
def renew(*, paper: Paper, by: Authority, at: datetime) -> PaperVersion:
    """A new draft like the last version, with today's wording of each question that is still live."""
    locked = _locked(paper, by=by)
    last = locked.versions.order_by("-number").first()
    if last is None or last.published_at is None:
        raise RuleBroken("paper.has_draft", "这份试卷已经有草稿。请在草稿上修改。")
    asked = [version.question_id for version in versions_asked(last)]
    current = wordings_of(drawable().filter(pk__in=asked))
    draft = PaperVersion.objects.create(
        paper=locked, number=last.number + 1,
        **{name: getattr(last, name) for name in PaperDetails.__dataclass_fields__},
    )  # fmt: skip
    _append(draft, [version for number in asked if (version := current.get(number)) is not None])
    events.record("assessment.paper.renewed", by=by, at=at, subject=paper, data={"version": draft.number})
    return draft


@transaction.atomic
def retire(*, paper: Paper, by: Authority, at: datetime) -> Paper:
    """Nobody begins it any more; what was sat stays."""
    locked = _locked(paper, by=by)
    locked.retired_at = at
    locked.save(update_fields=["retired_at"])
    events.record("assessment.paper.retired", by=by, at=at, subject=locked)
    return locked


def _locked(paper: Paper, *, by: Authority) -> Paper:
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    require(by, Permission.SET_PAPERS, locked.owner)
    if locked.retired_at is not None:
        raise RuleBroken("paper.retired", "这份试卷已经停用，不能再改。请另建一份。")
    return locked


def _draft(paper: Paper, *, by: Authority) -> PaperVersion:
    """The draft, its paper locked: two who change it wait for each other."""
    draft = _locked(paper, by=by).versions.filter(published_at=None).first()
    if draft is None:
        raise RuleBroken("paper.published", "已发布的试卷不能改。请先建新版本，再修改。")
    return draft


def current_wordings(codes: Sequence[str]) -> list[QuestionVersion]:
    """The current wordings of these questions, in this order. Raises KeyError for a code that the bank lacks."""
    found = all_questions().with_current().filter(code__in=codes)
    numbers = dict(found.values_list("code", "pk"))
    current = wordings_of(found)
    versions = QuestionVersion.objects.in_bulk(current.values())
    return [versions[current[numbers[code]]] for code in codes]
