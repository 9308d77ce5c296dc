"""The only writer of a class's file (一期一档): what is attached, why something is missing, and archiving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from core import events
from core.errors import RuleBroken
from core.uploads import Refused, kind_of
from courses.dossier_querysets import all_dossier_files, missing_of
from courses.dossier_words import DossierItem
from courses.models import DossierFile, DossierReason, TrainingClass
from courses.services import classes
from courses.words import ClassState
from organisations.authority import Authority

MOST_FILES = 60  # of a class: a folder, not a store


@transaction.atomic
def attach(
    *,
    training_class: TrainingClass,
    item: DossierItem,
    title: str,
    content: bytes,
    by: Authority,
    at: datetime,
) -> DossierFile:
    """Put a file under an item. Raises RuleBroken for a locked class, a full file and what `core.uploads` refuses."""
    locked = classes.lock(training_class, by=by)
    if all_dossier_files().filter(training_class=locked).count() >= MOST_FILES:
        raise RuleBroken(
            "dossier.full", "一个班次最多放%(most)s份材料。请先移除不需要的，或合并成一份。", most=MOST_FILES
        )
    made = DossierFile.objects.create(
        training_class=locked, item=item, title=title, file=content, file_kind=_kind(content),
        added_by=by.person_id, added_at=at,
    )  # fmt: skip
    events.record("courses.dossier.file_added", by=by, at=at, subject=locked, data={"item": item.value})
    return made


@transaction.atomic
def remove(*, file: DossierFile, by: Authority, at: datetime) -> None:
    """Take a file out again. Raises RuleBroken for a locked class and where that has been done already."""
    locked = classes.lock(file.training_class, by=by)
    gone, _by_model = all_dossier_files().filter(pk=file.pk).delete()
    if not gone:
        raise RuleBroken("dossier.gone", "这份材料已经移除。请刷新页面。")
    events.record("courses.dossier.file_removed", by=by, at=at, subject=locked, data={"item": file.item})


@transaction.atomic
def hand_out(*, file: DossierFile, to_learners: bool, by: Authority, at: datetime) -> None:
    """Let whoever has a place in the class read this courseware, or nobody but the organiser again.

    Raises RuleBroken for a locked class, for what is no courseware, and where the file has been removed.
    """
    locked = classes.lock(file.training_class, by=by)
    if file.item != DossierItem.COURSEWARE:
        raise RuleBroken("dossier.no_courseware", "只有课件可以发给学员。请把文件放在“课件”一项。")
    standing = all_dossier_files().filter(pk=file.pk)
    if not standing.exists():
        raise RuleBroken("dossier.gone", "这份材料已经移除。请刷新页面。")
    if standing.filter(is_handed_out=not to_learners).update(is_handed_out=to_learners):
        data = {"item": file.item, "to_learners": to_learners}
        events.record("courses.dossier.file_handed_out", by=by, at=at, subject=locked, data=data)


@transaction.atomic
def archive(
    *, training_class: TrainingClass, reasons: Mapping[DossierItem, str], by: Authority, at: datetime
) -> TrainingClass:
    """Say why what is missing is missing, and archive the class.

    Raises RuleBroken where an item that is due lacks both file and reason, and where the class is not completed.
    """
    locked = classes.lock(training_class, by=by)
    stated = {item: reason.strip() for item, reason in reasons.items() if reason.strip()}
    rows = [
        DossierReason(training_class=locked, item=line.item, reason=stated[line.item], stated_by=by.person_id, stated_at=at)
        for line in missing_of(locked)
        if line.item in stated
    ]  # fmt: skip
    DossierReason.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["training_class", "item"],
        update_fields=["reason", "stated_by", "stated_at"],
    )  # fmt: skip
    if unexplained := [line.label for line in missing_of(locked) if line.is_unexplained]:
        raise RuleBroken(
            "dossier.unexplained",
            "还有%(count)s项材料没有，也没有写明原因。请逐项写明。",
            count=len(unexplained),
        )
    data = {"explained": [row.item for row in rows]}
    events.record("courses.dossier.closed", by=by, at=at, subject=locked, data=data)
    return classes.set_state(training_class=locked, state=ClassState.ARCHIVED, by=by, at=at)


def _kind(content: bytes) -> str:
    try:
        return kind_of(content)
    except Refused as refused:
        raise RuleBroken("dossier.file", refused.said) from refused
