"""Drafts that a bureau writes around a class, with everything filled in that is on record: notice and summary.

What the notice still lacks stands in it as a marked blank; what only the bureau can say of a course that is over is
left as room to write in. The same class gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from core.documents import Heading, Line, Paragraph, Part, Run, Table, Title, write_document
from courses.models import ClassNotice, ClassSession, TrainingClass
from courses.notice_querysets import check_in_of, notice_fields
from courses.place_querysets import quotas_of
from courses.querysets import all_attendances, all_enrolments
from courses.words import Audience, HalfDay
from hours.rules import shown_hours

BLANK = "　　　　　　"
RECEIPT_ROWS = 6
TIMETABLE = ("日期", "时段", "时间", "课程", "授课人")
RECEIPT = ("姓名", "性别", "单位", "职务", "手机", "是否住宿", "备注")


@dataclass(frozen=True)
class Course:
    """What a summary says of a class: people on the list, who of anybody came, and marks of the sessions held."""

    listed: int
    came: int
    held: int
    minutes: int
    expected: int
    attended: int

    @property
    def rate(self) -> str:
        """到课率: attended sessions of the people on the list over those expected of them; one decimal."""
        return f"{100 * self.attended / self.expected:.1f}%" if self.expected else "—"


def notice_of(training_class: TrainingClass) -> bytes:
    """培训通知 with its annexes."""
    sessions, notice = sessions_of(training_class), notice_fields(training_class)
    quotas = list(quotas_of(training_class).order_by("pk"))
    places = "、".join(one.organisation.name for one in quotas) or "各有关单位"
    annexes = ["课程安排", *(["名额分配表"] if quotas else []), "报名回执"]
    parts: list[Part] = [
        Title(f"关于举办{training_class.name}的通知"),
        Line(notice.document_number or open_blank("文号"), side="centre"),
        Line(f"{places}："),
        text(f"{held_by(training_class)}将举办{named(training_class)}，现将有关事项通知如下。"),
        Heading("一、培训对象和名额"),
        text(f"{audience_of(training_class, notice)}。{_seats(training_class)}"),
        Heading("二、培训时间和地点"),
        text(f"时间：{days_of(training_class)}。地点：{training_class.venue or open_blank('地点')}。"),
        Heading("三、培训内容"),
        text(_topics(sessions)),
        Heading("四、报名和报到"),
        text(
            f"请于{_reply_by(notice)}前在平台的班次页面报名，或填写报名回执。{check_in(training_class, notice, sessions)}"
        ),
        Heading("五、联系人"),
        text(contact_of(notice)),
        *(Line(f"附件{number}：{name}") for number, name in enumerate(annexes, start=1)),
        Line(training_class.organiser.name, side="right"),
        Line("　　年　　月　　日", side="right"),
        Heading("附件1　课程安排"),
        timetable(sessions),
    ]
    if quotas:
        parts += [
            Heading("附件2　名额分配表"),
            _shares([(one.organisation.name, one.seats) for one in quotas]),
        ]
    parts += [
        Heading(f"附件{len(annexes)}　报名回执"),
        Table((RECEIPT, *[("",) * len(RECEIPT)] * RECEIPT_ROWS), (2, 1, 3, 2, 3, 2, 2), heading_rows=1),
    ]
    return write_document(parts, title=f"关于举办{training_class.name}的通知")


def summary_of(training_class: TrainingClass) -> bytes:
    """培训总结: the figures, and headings for what only the bureau can say."""
    sessions, found = sessions_of(training_class), course_of(training_class)
    planned = f"计划{training_class.capacity}人，" if training_class.capacity else ""
    figures = (
        f"{held_by(training_class)}于{days_of(training_class)}在{training_class.venue or BLANK}举办"
        f"{named(training_class)}。{planned}录取{found.listed}人，实到{found.came}人；"
        f"上课{found.held}个课次，共{shown_hours(found.minutes)}小时；到课率{found.rate}"
        f"（录取学员到课{found.attended}人次，应到{found.expected}人次）。"
    )
    parts: list[Part] = [
        Title(f"{training_class.name}培训总结"),
        Heading("一、基本情况"),
        text(figures),
        Heading("二、课程和授课人"),
        timetable(sessions),
    ]
    for heading in ("三、主要做法", "四、学员反映", "五、存在的问题和下一步打算"):
        parts += [Heading(heading), text(BLANK)]
    parts += [Line(training_class.organiser.name, side="right"), Line("　　年　　月　　日", side="right")]
    return write_document(parts, title=f"{training_class.name}培训总结")


def course_of(training_class: TrainingClass) -> Course:
    """Four questions. A session was held once it is closed or somebody attended; leave shortens nothing."""
    listed = set(
        all_enrolments().standing().filter(training_class=training_class).values_list("person", flat=True)
    )
    marks = list(all_attendances().credited().of_class(training_class).values_list("session", "person"))
    attended_sessions = {session for session, _person in marks}
    held = [
        session
        for session in training_class.sessions.all()
        if session.closed_at is not None or session.pk in attended_sessions
    ]
    return Course(
        listed=len(listed),
        came=len({person for _session, person in marks}),
        held=len(held),
        minutes=sum(session.minutes for session in held),
        expected=len(listed) * len(held),
        attended=sum(person in listed for _session, person in marks),
    )


def sessions_of(training_class: TrainingClass) -> list[ClassSession]:
    return list(training_class.sessions.all())


def text(words: str) -> Paragraph:
    return Paragraph((Run(words),))


def held_by(training_class: TrainingClass) -> str:
    """The organiser, with whoever does the work and whoever helps in brackets."""
    provider = training_class.provider
    helpers = "、".join(training_class.co_organisers.values_list("name", flat=True))
    others = [f"{provider.name}承办" if provider else "", f"{helpers}协办" if helpers else ""]
    behind = "，".join(part for part in others if part)
    return f"{training_class.organiser.name}{f'（{behind}）' if behind else ''}"


def named(training_class: TrainingClass) -> str:
    number = training_class.round_number
    return f"{training_class.name}{f'（第{number}期）' if number else ''}"


def days_of(training_class: TrainingClass) -> str:
    first, last = training_class.starts_on, training_class.ends_on
    begin = f"{first.year}年{first.month}月{first.day}日"
    days = (last - first).days + 1
    return begin if days == 1 else f"{begin}至{last.month}月{last.day}日，共{days}天"


def _seats(training_class: TrainingClass) -> str:
    return f"名额{training_class.capacity}人。" if training_class.capacity else ""


def _topics(sessions: Sequence[ClassSession]) -> str:
    topics = "、".join(dict.fromkeys(session.topic for session in sessions))
    hours = shown_hours(sum(session.minutes for session in sessions))
    return f"{topics}，共{hours}小时，课程安排见附件1。" if topics else f"课程安排另行通知。{BLANK}"


def check_in(training_class: TrainingClass, notice: ClassNotice, sessions: Sequence[ClassSession]) -> str:
    """When and where one reports, as a sentence; empty while no day stands."""
    found = check_in_of(notice, training_class, sessions)
    if found is None:
        return ""
    before = f"{found.before:%H:%M}前" if found.before else ""
    return f"请于{_day(found.day)}{before}到{found.place or open_blank('报到地点')}报到。"


def contact_of(notice: ClassNotice) -> str:
    name, phone = notice.contact_name or open_blank("联系人"), notice.contact_phone or open_blank("办公电话")
    return f"联系人：{name}，办公电话：{phone}。"


def audience_of(training_class: TrainingClass, notice: ClassNotice) -> str:
    return notice.audience.rstrip("。") or f"{Audience(training_class.audience).label}社会工作者"


def open_blank(what: str) -> str:
    """A blank that nobody reads over."""
    return f"【待填：{what}】"


def _reply_by(notice: ClassNotice) -> str:
    return _day(notice.reply_by) if notice.reply_by else open_blank("报名截止日期")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def timetable(sessions: Iterable[ClassSession]) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            f"{session.held_on:%m-%d}",
            str(HalfDay(session.half_day).label),
            f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}",
            session.topic,
            " ".join(part for part in (session.lecturer, session.lecturer_title) if part),
        )
        for session in sessions
    ]
    return Table((TIMETABLE, *(rows or [("",) * len(TIMETABLE)])), (2, 2, 3, 6, 4), heading_rows=1)


def _shares(shares: Iterable[tuple[str, int]]) -> Table:
    return Table((("单位", "名额"), *((name, str(seats)) for name, seats in shares)), (5, 2), heading_rows=1)
