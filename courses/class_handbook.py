"""学员手册: what somebody who comes to a class wants to know, as a draft for Word. The same class gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.documents import Heading, Line, Listed, Paragraph, Part, Run, Table, Title, write_document
from courses.class_documents import (
    check_in,
    contact_of,
    days_of,
    held_by,
    named,
    open_blank,
    sessions_of,
    text,
    timetable,
)
from courses.models import TrainingClass
from courses.notice_querysets import groups_of, handbook_texts, notice_fields
from people.models import Person
from people.querysets import all_postings

# What stands in the form until an officer writes something else.
ROOMS = "本班不统一安排住宿。需要住宿的学员请提前与联系人说明。"
MEALS = "上课当天中午统一安排工作餐。有饮食禁忌的学员请提前告知联系人。"
RULES = (
    "请提前十分钟到场，扫会场屏幕上的码签到；手机不便的，请班主任代为登记。\n"
    "不能到课的，请在平台的班次页面请假，一个词说明事由即可。\n"
    "上课请将手机调为静音。\n"
    "课上提到的服务对象情况请勿外传，不拍摄、不转发含有服务对象信息的课件。\n"
    "结班前请在平台填写满意度评价，评价不记名。"
)
GROUPS = ("组别", "姓名", "单位")
ORDER = "一二三四五六七八九"


def handbook_of(training_class: TrainingClass) -> bytes:
    """Timetable, what to bring, groups, rooms, meals and rules; sections about which nothing stands are left out."""
    title = f"{named(training_class)}学员手册"
    parts: list[Part] = [Title(title), Line(training_class.organiser.name, side="centre")]
    for number, (heading, body) in zip(ORDER, _sections(training_class), strict=False):
        parts += [Heading(f"{number}、{heading}"), *body]
    return write_document(parts, title=title)


def _sections(training_class: TrainingClass) -> Iterator[tuple[str, list[Part]]]:
    sessions, notice = sessions_of(training_class), notice_fields(training_class)
    texts, groups = handbook_texts(training_class), groups_of(training_class)
    place = training_class.venue or open_blank("地点")
    about = f"本班由{held_by(training_class)}举办。时间：{days_of(training_class)}。地点：{place}。"
    yield (
        "班次信息",
        [text(about), text(check_in(training_class, notice, sessions)), text(contact_of(notice))],
    )
    yield "课程安排", [timetable(sessions)]
    if texts.bring:
        yield "带什么", _paragraphs(texts.bring)
    if groups:
        yield "分组名单", [_groups(training_class, groups)]
    if rooms := texts.rooms if texts.pk else ROOMS:
        yield "住宿安排", _paragraphs(rooms)
    if meals := texts.meals if texts.pk else MEALS:
        yield "用餐安排", _paragraphs(meals)
    if rules := texts.rules if texts.pk else RULES:
        yield "学员须知", [Listed(tuple((Run(line),) for line in _lines(rules)), is_numbered=True)]


def _groups(training_class: TrainingClass, groups: Mapping[int, list[Person]]) -> Table:
    people = [person for members in groups.values() for person in members]
    held = all_postings().held_on(training_class.starts_on).primary().filter(person__in=people)
    units = dict(held.values_list("person", "organisation__name"))
    rows = [
        (f"第{number}组" if position == 0 else "", person.name, units.get(person.pk, ""))
        for number, members in groups.items()
        for position, person in enumerate(members)
    ]
    return Table((GROUPS, *rows), (2, 3, 6), heading_rows=1)


def _paragraphs(texts: str) -> list[Part]:
    return [Paragraph((Run(line),)) for line in _lines(texts)]


def _lines(texts: str) -> list[str]:
    return [line.strip() for line in texts.splitlines() if line.strip()]
