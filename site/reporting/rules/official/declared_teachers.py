"""师资库、督导库: who may be asked to teach, and who supervises."""

from __future__ import annotations

from core.sentences import say
from organisations.roles import Permission
from reporting.rules.official.columns import NAME, NUMBER, ORGANISATION, POST, REMARK, by_hand, number, text
from reporting.rules.official.shape import Asks, OfficialForm, Table

TEACHERS = OfficialForm(
    "teachers", 13, say("师资库和督导库"),
    say("统计范围内登记的授课人和在任的督导：领域、职称、统计期内授课小时、授课评分。"), Asks.PERIOD,
    (
        Table("lecturers", say("师资库"), (
            NUMBER, NAME, text("title", say("职称"), 12), text("unit", say("所在单位"), 22), text("field", say("授课领域"), 24),
            text("fee_class", say("讲课费级别"), 16), text("owner", say("登记单位"), 20),
            number("sessions", say("课次"), say("统计期内授课")), number("hours", say("小时"), say("统计期内授课"), "hours_taught"),
            number("rating", say("授课评分（5分制）"), metric="lecturer_rating"), REMARK,
        )),
        Table("supervisors", say("督导库"), (
            NUMBER, NAME, text("role", say("身份"), 12), text("studio", say("工作室"), 22), ORGANISATION, POST,
            text("level", say("证书等级"), 14), text("since", say("起任日期"), 12), by_hand("grade", say("督导级别")),
            by_hand("field", say("专长领域"), width=16), REMARK,
        )),
    ),
    permission=Permission.MANAGE_CLASSES,
)  # fmt: skip
