"""Every number of a report as a declared definition: what it is called, what it counts, whether its parts may be added.

Nothing else in the product says what a figure means: pages, official forms, filings and the cells of a higher body's
workbook name a metric by its code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.sentences import Sentence, say
from core.words import Word, gettext_noop
from reporting.rules.quantities import (
    Classes,
    DeliveredMinutes,
    Deliveries,
    Fen,
    People,
    PersonClasses,
    PersonCourses,
    PersonDays,
    PersonMinutes,
    PersonSessions,
    Quantity,
    Ratio,
    Rounds,
    Share,
    Stations,
    Summable,
    Xueshi,
    summed,
)
from reporting.words import Figure, Side, VisitsUnit

VERSION = "figures@1"  # of the figures that filings freeze
FURTHER_VERSION = "metrics@1"  # of all others

UNIT_TEXTS: dict[VisitsUnit, Sentence] = {
    VisitsUnit.PERSON_DAY: say("一人一天计1人次（当天到过任何一课次即计）"),
    VisitsUnit.SESSION: say("一人到一课次（半天）计1人次"),
    VisitsUnit.COURSE: say("一人在一个班次里学一门课程计1人次，不论这门课分几次上"),
    VisitsUnit.CLASS: say("一人到一个班次计1人次，不论到了几天"),
}


class NotSummable(Exception):
    """The parts of this metric overlap: the whole is counted anew, never added."""


class Source(Word):
    """What a metric is counted from."""

    LEDGER = "ledger", gettext_noop("学时台账")
    SIGN_INS = "sign_ins", gettext_noop("签到记录")
    SESSIONS = "sessions", gettext_noop("课程安排")
    CLASSES = "classes", gettext_noop("培训班台账")
    POSTINGS = "postings", gettext_noop("任职记录")
    QUALIFICATIONS = "qualifications", gettext_noop("证书等级")
    COURSES = "courses", gettext_noop("课程完成记录")
    MEETINGS = "meetings", gettext_noop("带教小组活动记录")
    TESTS = "tests", gettext_noop("班次考核")
    EVALUATIONS = "evaluations", gettext_noop("班次评价")
    BUDGETS = "budgets", gettext_noop("班次经费")
    DOSSIERS = "dossiers", gettext_noop("一期一档")


@dataclass(frozen=True, slots=True)
class Metric:
    """`counts` is the kind of its number. `adds_up` names the sides on which the rows of a table may be added.

    `rules` are the keys of the rule rows that it is counted by, beside those under which the lines were credited.
    """

    code: str
    name: Sentence
    unit: Sentence
    text: Sentence
    counts: type[Quantity] | type[Ratio]
    sources: tuple[Source, ...]
    adds_up: frozenset[Side] = frozenset()
    rules: tuple[str, ...] = ()
    figure: Figure | None = None

    @property
    def version(self) -> str:
        return VERSION if self.figure else FURTHER_VERSION

    @property
    def is_distinct(self) -> bool:
        """Whether it is counted anew in each row, whoever counts."""
        return not self.adds_up

    def as_record(self) -> dict[str, str | list[str]]:
        """As a filing freezes it."""
        return {
            "name": self.name,
            "unit": self.unit,
            "text": self.text,
            "adds_up": sorted(side.value for side in self.adds_up),
        }

    def whole(self, parts: Iterable[Summable], side: Side) -> Summable:
        """The sum of the rows of one side.

        Raises:
            NotSummable: the rows of that side overlap.
            UnitsDiffer: a part is of another kind.
        """
        if side not in self.adds_up or not issubclass(self.counts, Summable):
            raise NotSummable(self.code)
        return summed(parts, self.counts)


_OWNED = frozenset({Side.ORGANISER})
_BOTH = frozenset(Side)
_HELD = (Source.LEDGER, Source.SIGN_INS, Source.SESSIONS, Source.CLASSES)
_RECEIVED = (Source.LEDGER, Source.SIGN_INS, Source.SESSIONS)
_VISITS: dict[VisitsUnit, tuple[type[Summable], frozenset[Side]]] = {
    VisitsUnit.PERSON_DAY: (PersonDays, frozenset()),
    VisitsUnit.SESSION: (PersonSessions, _BOTH),
    VisitsUnit.COURSE: (PersonCourses, _OWNED),
    VisitsUnit.CLASS: (PersonClasses, _OWNED),
}


def _visits(unit: VisitsUnit) -> Metric:
    counts, adds_up = _VISITS[unit]
    return Metric(
        f"visits.{unit.value}", Figure.VISITS.label, unit.label, UNIT_TEXTS[unit], counts, _RECEIVED, adds_up,
        ("visits.unit",), Figure.VISITS,
    )  # fmt: skip


_DECLARED = (
    Metric(
        "rounds", Figure.ROUNDS.label, say("期"),
        say("有人到课的不同的期：同一主办、同一年度、同一期号计1期；没有期号的班次合计1期"),
        Rounds, _HELD, _OWNED, figure=Figure.ROUNDS,
    ),
    Metric(
        "classes", Figure.CLASSES.label, say("个"), say("有人到课的班次数"), Classes, _HELD, _OWNED,
        figure=Figure.CLASSES,
    ),
    Metric(
        "people", Figure.PEOPLE.label, say("人"),
        say("不同的人，一个人不论参加几次只计1人；各级分别重新去重，下级相加不等于上级；并档的人员按1人计"),
        People, _RECEIVED, figure=Figure.PEOPLE,
    ),
    *(_visits(unit) for unit in VisitsUnit),
    Metric(
        "half_day_sign_ins", Figure.HALF_DAY_SIGN_INS.label, say("人·课次"), say("一人到一课次（半天）计1次"),
        PersonSessions, _RECEIVED, _BOTH, figure=Figure.HALF_DAY_SIGN_INS,
    ),
    Metric(
        "hours_delivered", Figure.HOURS_DELIVERED.label, say("小时"),
        say("授课时长：有人到课的课次的排定时长之和，每课次只计一次，不乘人数；按参训人员统计时为这些人员到过的课次"),
        DeliveredMinutes, _HELD, _OWNED, figure=Figure.HOURS_DELIVERED,
    ),
    Metric(
        "person_hours", Figure.PERSON_HOURS.label, say("小时"), say("每人到课的课次时长之和（时长乘以到课的人）"),
        PersonMinutes, _RECEIVED, _BOTH, figure=Figure.PERSON_HOURS,
    ),
    Metric(
        "sessions", say("课次"), say("次"), say("有人到课的课次数，每课次只计一次"), Deliveries, _HELD, _OWNED,
    ),
    Metric(
        "xueshi", say("学时"), say("学时"),
        say("每人到课的课次折算成学时再相加。逐课次舍去零头，每半天不超过规则的上限，不是授课学时"),
        Xueshi, _RECEIVED, _BOTH, ("xueshi.minutes", "xueshi.max_per_half_day"),
    ),
    Metric(
        "hours_per_person", say("人均时长"), say("小时每人"), say("人时除以人数，不能由各行的人均再平均"), Ratio, _RECEIVED,
    ),
    Metric(
        "xueshi_per_person", say("人均学时"), say("学时每人"), say("学时除以人数，不能由各行的人均再平均"), Ratio,
        _RECEIVED, rules=("xueshi.minutes", "xueshi.max_per_half_day"),
    ),
    Metric(
        "staff", say("在岗人数"), say("人"), say("截止日主要岗位在统计范围内的人员，一人只计一次"), People, (Source.POSTINGS,),
    ),
    Metric(
        "coverage", say("覆盖率"), say("百分比"), say("截止日在岗的人员中，统计期内参训过的人数除以在岗人数"), Share,
        (*_RECEIVED, Source.POSTINGS),
    ),
    Metric(
        "certified", say("持证人数"), say("人"), say("截止日在岗的人员中，持有社会工作者职业资格证书的人数"), People,
        (Source.POSTINGS, Source.QUALIFICATIONS),
    ),
    Metric(
        "certified_rate", say("持证率"), say("百分比"), say("持证人数除以在岗人数；证书等级按统计时的登记，没有历史"), Share,
        (Source.POSTINGS, Source.QUALIFICATIONS),
    ),
    Metric(
        "attendance_rate", say("出勤率"), say("百分比"), say("签到表上记为到课的课次除以签到表上的全部课次（含请假、缺勤）"),
        Share, (Source.SIGN_INS,),
    ),
    Metric(
        "new_workers", say("应训人数"), say("人"), say("截止日主要岗位在统计范围内、入职不满一年的人员，一人只计一次"),
        People, (Source.POSTINGS,),
    ),
    Metric(
        "pre_service_rate", say("岗前完成率"), say("百分比"), say("应训人员中，学完岗前培训全部章节的人数除以应训人数"), Share,
        (Source.POSTINGS, Source.COURSES),
    ),
    Metric(
        "passed_tests", say("合格人数"), say("人"), say("通过了班次全部考核的不同的人；没有布置考核的班次不填"),
        People, (Source.TESTS,),
    ),
    Metric(
        "satisfaction", say("满意度"), say("分"), say("评价截止后全部答卷四项评分的平均，满分5分；答卷不足5份的不公布"), Ratio,
        (Source.EVALUATIONS,),
    ),
    Metric(
        "completion_rate", say("结业率"), say("百分比"), say("结业的人数除以本班学员人数，外单位学员不判定"), Share,
        (Source.SIGN_INS, Source.TESTS),
    ),
    Metric("budget", say("预算"), say("元"), say("班次经费明细的预算之和"), Fen, (Source.BUDGETS,), _OWNED),
    Metric("spent", say("决算"), say("元"), say("班次经费明细的支出之和，没有支出的不填"), Fen, (Source.BUDGETS,), _OWNED),
    Metric(
        "dossier", say("档案完整度"), say("百分比"), say("一期一档里已有的项数除以已到时候的项数，未到时候和可以没有的不计"), Share,
        (Source.DOSSIERS,),
    ),
    Metric(
        "hours_taught", say("授课小时"), say("小时"), say("师资库的授课人在已上的课次里讲课的时长，每课次只计一次"),
        DeliveredMinutes, (Source.SESSIONS,),
    ),
    Metric(
        "lecturer_rating", say("授课评分"), say("分"), say("评价已截止、单独满5份评分的班次合起来的平均，满分5分"), Ratio,
        (Source.EVALUATIONS,),
    ),
    Metric(
        "supervisors", say("督导人数"), say("人"), say("统计期内担任工作室领衔人或核心成员的不同的人"), People, (Source.MEETINGS,),
    ),
    Metric(
        "supervised", say("被督导人数"), say("人"),
        say("统计期内至少确认过一次带教活动的不同的人，一个人只计1人；岗位按活动当天的任职，期内换岗的各计一次"),
        People, (Source.MEETINGS, Source.POSTINGS),
    ),
    Metric(
        "supervision_sessions", say("督导次数"), say("次"), say("统计期内至少有一人确认的带教活动，一次活动只计一次"), Deliveries,
        (Source.MEETINGS,),
    ),
    Metric(
        "supervision_hours", say("督导时长"), say("小时"), say("每次活动的时长只计一次，不乘人数"), DeliveredMinutes,
        (Source.MEETINGS,),
    ),
    Metric(
        "supervision_person_hours", say("督导人时"), say("小时"), say("每名参加人确认的时长之和"), PersonMinutes,
        (Source.MEETINGS,),
    ),
    Metric(
        "supervised_stations", say("覆盖社工站数"), say("个"),
        say("被督导人员活动当天任职的不同的社工站，站下的社工点计入所属的站"),
        Stations, (Source.MEETINGS, Source.POSTINGS),
    ),
)  # fmt: skip

METRICS: dict[str, Metric] = {metric.code: metric for metric in _DECLARED}
FURTHER = tuple(metric for metric in _DECLARED if metric.figure is None)


def of_figure(figure: Figure, unit: VisitsUnit) -> Metric:
    """The metric of a column of the figures; 人次 is another one for each unit."""
    return METRICS[f"visits.{unit.value}" if figure is Figure.VISITS else figure.value]
