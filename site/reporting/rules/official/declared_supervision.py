"""督导统计表: mentoring and supervision as counts and hours. What was said stays with those who took part."""

from __future__ import annotations

from core.sentences import say
from mentorship.words import MeetingFormat
from organisations.roles import Permission
from people.words import PostKind
from reporting.rules.official.columns import PLACE, REMARK, by_hand, distinct, number, text
from reporting.rules.official.shape import Asks, OfficialForm, Table

_SESSIONS, _SUPERVISED = say("次数"), say("被督导人数")
_FORMATS = tuple(number(f"sessions_{one.value}", one.label, _SESSIONS) for one in MeetingFormat)
_PEOPLE = (
    distinct("supervised", say("合计"), _SUPERVISED, "supervised"),
    *(distinct(f"supervised_{post.value}", post.label, _SUPERVISED, "supervised") for post in PostKind),
)
SUPERVISION = OfficialForm(
    "supervision", 9, say("督导统计表"),
    say("统计期内的带教和督导：督导人数、被督导人数、次数、时数、覆盖的社工站；没有谈话内容。"), Asks.PERIOD,
    (
        Table("studios", say("按工作室"), (
            text("studio", say("工作室"), 24), distinct("supervisors", say("督导人数"), metric="supervisors"),
            by_hand("grade", say("督导级别")), *_PEOPLE, distinct("ratio", say("每名督导带教人数")),
            *_FORMATS, number("sessions", say("合计"), _SESSIONS, "supervision_sessions"),
            number("hours", say("时长（小时）"), metric="supervision_hours"),
            number("person_hours", say("人时"), metric="supervision_person_hours"),
            distinct("stations", say("覆盖社工站数"), metric="supervised_stations"), by_hand("overdue", say("逾期未督导")),
            by_hand("rating", say("评价")), REMARK,
        )),
        Table("places", say("按被督导人员单位"), (
            PLACE, *_PEOPLE, distinct("sessions", say("次数")),
            number("person_hours", say("人时"), metric="supervision_person_hours"), text("last", say("最近一次"), 12),
        )),
    ),
    permission=Permission.VIEW_STUDIOS,
)  # fmt: skip
