"""The only writer of recordings."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cms.models import Recording
from cms.recording_querysets import pages_with
from cms.rules.files import extension_of
from cms.words import AUDIO_EXTENSIONS, RecordingKind
from core import events
from core.errors import RuleBroken
from organisations.authority import Authority
from organisations.roles import Permission


@transaction.atomic
def keep(*, recording: Recording, by: Authority, at: datetime) -> Recording:
    """Store a new or changed recording whose files were checked by `cms.recording_forms`.

    Raises RuleBroken for whoever is no editor.
    """
    _require_editor(by)
    is_audio = extension_of(recording.file.name or "") in AUDIO_EXTENSIONS
    recording.kind = RecordingKind.AUDIO if is_audio else RecordingKind.VIDEO
    recording.size_bytes = recording.file.size
    recording.save()
    events.record("cms.recording.kept", by=by, at=at, subject=recording)
    return recording


@transaction.atomic
def delete(*, recording: Recording, by: Authority, at: datetime) -> None:
    """Take away a recording that no page plays. Raises RuleBroken for whoever is no editor, and naming such pages."""
    _require_editor(by)
    locked = Recording.objects.select_for_update().get(pk=recording.pk)
    if pages := pages_with(locked):
        titles = "、".join(page.title for page in pages)
        raise RuleBroken(
            "recording.in_use", "这一段还在下面几页里：%(titles)s。请先从页面中删去，再删除。", titles=titles
        )
    events.record("cms.recording.deleted", by=by, at=at, subject=locked)
    locked.delete()


def _require_editor(by: Authority) -> None:
    if not by.scope(Permission.EDIT_CONTENT):
        raise RuleBroken("recording.not_yours", "上传音视频要有“编辑课程”的权限。请联系上级主管部门授权。")
