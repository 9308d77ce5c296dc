"""The list of a webinar becomes attendance: read and kept, looked at by a person where it is doubtful, then written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction

from core import clock, events
from core.errors import RuleBroken
from core.sheets.reading import read_workbook
from core.words import gettext_noop
from courses.models import ClassSession, OnlineList
from courses.querysets import all_attendances, people_of_class
from courses.rules import online as rules
from courses.rules.online import Candidate, Guest
from courses.rules.presence import Thresholds
from courses.services import attendance, presence
from courses.services.attendance import Mark
from courses.services.attendance_sheets import lock_for_sheet, postings_on, write_marks
from courses.sign_in_words import SignInWay
from organisations.authority import Authority
from people.models import Person, Posting

ONLINE = gettext_noop("线上参会时长导入")  # in the ledger
MAX_ROWS = 20_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
NOBODY = "nobody"


@transaction.atomic
def read_list(*, session: ClassSession, content: bytes, name: str, by: Authority, at: datetime) -> OnlineList:
    """Read a list and guess who is who; nothing is recorded yet. It replaces one of this session that still waits.

    Raises RuleBroken for what cannot be read, has no columns for name, joining and leaving, or nobody of that day.
    """
    attendance.require_running(session, by=by)
    rows = _rows_of(content, name=name)
    found = rules.columns_of(rows)
    if found is None:
        raise RuleBroken(
            "online.columns", "没有找到“姓名（昵称）”“加入时间”“离开时间”三列。请核对表头后再上传。"
        )
    head, columns = found
    guests, unread = rules.guests_of(rows[head + 1 :], columns, on=session.held_on)
    if not guests:
        raise RuleBroken("online.nobody", "名单里没有上课当天的参会记录。请核对日期和时间后再上传。")
    people = people_of_class(session.training_class)
    roster = [Candidate(str(one.public_id), one.name, (one.phone or "")[-4:]) for one in people]
    OnlineList.objects.filter(session=session, decided_at=None).delete()
    made = OnlineList.objects.create(
        session=session, guests=[_packed(guest, roster) for guest in guests], unread=len(unread),
        read_by=by.person_id, read_at=at,
    )  # fmt: skip
    data = {"session": session.pk, "guests": len(guests), "unread": len(unread)}
    events.record("courses.online_list.read", by=by, at=at, subject=made, data=data)
    return made


@transaction.atomic
def decide(*, found: OnlineList, choices: Mapping[int, str], by: Authority, at: datetime) -> int:
    """Record whom the list shows, by the numbers of its guests, and forget it. The number of people recorded.

    `choices`: for each guest the person's public id, or NOBODY. Whoever came by another way already stays as recorded.
    Raises RuleBroken where a guest has no choice, where it was decided already, or before the day of the session.
    """
    locked = (
        OnlineList.objects.select_for_update(of=("self",))
        .select_related("session__training_class__organiser", "session__training_class__provider")
        .get(pk=found.pk)
    )
    session = locked.session
    attendance.require_running(session, by=by)
    if locked.guests is None:
        raise RuleBroken("online.decided", "这份名单已经处理过了。如要更正，请用“更正”。")
    if clock.date_of(at) < session.held_on:
        raise RuleBroken("attendance.not_yet", "这一课次还没有到上课日期，不能先记到课。请到上课当天再记。")
    guests = [
        Guest(one["nickname"], one["phone_tail"], [(since, until) for since, until in one["spans"]])
        for one in locked.guests
    ]
    if set(choices) != set(range(len(guests))):
        raise RuleBroken("online.choice_missing", "还有人没有选定。请逐个选定学员，不是学员的选“不是学员”。")
    stays = rules.merged({place: key for place, key in choices.items() if key != NOBODY}, guests)
    marks = _marks(session, stays)
    write_marks(session, marks, reason=ONLINE, by=by, at=at)
    locked.guests, locked.people, locked.decided_at = None, len(marks), at
    locked.save(update_fields=["guests", "people", "decided_at"])
    data = {"session": session.pk, "people": len(marks)}
    events.record("courses.online_list.decided", by=by, at=at, subject=locked, data=data)
    return len(marks)


def _marks(session: ClassSession, stays: Mapping[str, Sequence[tuple[int, int]]]) -> list[Mark]:
    people = list(people_of_class(session.training_class).filter(public_id__in=stays))
    lock_for_sheet(session, people)
    came = set(all_attendances().came().filter(session=session).values_list("person", flat=True))
    people = [one for one in people if one.pk not in came]
    postings, thresholds = postings_on(people, session.held_on), presence.thresholds_for(session)
    return [_mark(session, one, postings, stays[str(one.public_id)], thresholds) for one in people]


def _mark(
    session: ClassSession,
    person: Person,
    postings: Mapping[int, Posting],
    spans: Sequence[tuple[int, int]],
    thresholds: Thresholds,
) -> Mark:
    judged = presence.judge_spans(session, spans, thresholds=thresholds)
    return Mark(
        session, person, postings.get(person.pk), judged.state,
        signed_in_at=_time(min(since for since, _ in spans)), signed_out_at=_time(max(until for _, until in spans)),
        reason=ONLINE, way=SignInWay.ONLINE, minutes_present=judged.minutes,
    )  # fmt: skip


def _time(minute: int) -> time:
    """A time of the day; what lies before or after it is its first or last minute."""
    hour, rest = divmod(min(max(minute, 0), 24 * 60 - 1), 60)
    return time(hour, rest)


def _packed(guest: Guest, roster: Sequence[Candidate]) -> dict[str, Any]:
    matched = rules.match(guest, roster)
    return {
        "nickname": guest.nickname, "phone_tail": guest.phone_tail, "spans": guest.spans, "key": matched.key,
        "is_certain": matched.is_certain,
    }  # fmt: skip


def _rows_of(content: bytes, *, name: str) -> list[Sequence[object]]:
    """The rows of the first sheet that has any, or of a text with commas or tabs."""
    if content.startswith(WORKBOOKS):
        sheets = read_workbook(content, name=name).sheets
        rows: list[Sequence[object]] = next((list(sheet.rows) for sheet in sheets if sheet.rows), [])
    else:
        text = _text_of(content)
        delimiter = "\t" if "\t" in text.split("\n")[0] else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if len(rows) > MAX_ROWS:
        raise RuleBroken("online.too_long", "名单超过20,000行。请只留这一课次的记录再上传。")
    return rows


def _text_of(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleBroken("online.unreadable", "这个文件读不出来。请另存为 .xlsx 或 .csv 再上传。")
