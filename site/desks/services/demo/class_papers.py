"""What the office keeps beside the demo's classes: a register of lecturers, and the papers of next week's class."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from courses.fee_words import FeeClass
from courses.models import TrainingClass
from courses.querysets import all_classes
from courses.services import class_papers, class_teachers, lecturers, outside_learners
from courses.services.class_papers import HandbookDetails, NoticeDetails
from courses.services.lecturers import LecturerDetails
from desks.services.demo.city import City, new_person
from organisations.authority import SYSTEM

CITY, COUNTY = "榕江市民政局", "东湖县民政局"
# Owner, then name, title, unit, field, class of the fee, whether what lies below may ask them.
REGISTER: tuple[tuple[str, LecturerDetails], ...] = (
    (CITY, LecturerDetails("温教员", "副教授", "榕江市委党校", "社会工作实务", FeeClass.ASSOCIATE, True)),
    (CITY, LecturerDetails("骆教授", "教授", "南岭师范学院", "社会政策", FeeClass.FULL, True)),
    (COUNTY, LecturerDetails("邱督导", "高级社会工作师", "东湖县社工总站", "督导", FeeClass.ASSOCIATE)),
)
GROUPS = 3
# Whoever comes from elsewhere to the class of today: name and unit are all that is kept.
OUTSIDERS = (("柳志愿", "东湖县义工联合会"), ("甘护士", "青石镇卫生院"))


def register(city: City, *, at: datetime) -> None:
    """Before the timetables, whose names it explains."""
    for owner, details in REGISTER:
        lecturers.add(owner=city.at(owner), details=details, by=SYSTEM, at=at)


def build(city: City, *, anchor: date, at: datetime) -> None:
    """Next week's class has its notice, handbook, groups and a class teacher of its own; today's has guests."""
    outside_learners.add_many(training_class=_class("RJ-IN-TODAY"), people=OUTSIDERS, by=SYSTEM, at=at)
    held = _class("RJ-NEXT")
    notice = NoticeDetails(
        document_number=f"榕民培〔{held.starts_on.year}〕12号",
        audience="各县（市、区）社工站负责个案的社工",
        check_in_on=held.starts_on,
        check_in_at=time(8, 30),
        check_in_place="榕江市委党校二号楼一楼大厅",
        reply_by=anchor,
        contact_name="谢海燕",
        contact_phone="5550123",
    )
    class_papers.set_notice(training_class=held, details=notice, by=SYSTEM, at=at)
    handbook = HandbookDetails(
        rooms="党校学员楼三楼，两人一间，报到时领房卡。",
        meals="早餐7:30，午餐12:10，晚餐17:50，在学员楼一楼。\n有忌口的请在报到时说明。",
        bring="身份证、笔、近期一份个案记录。\n个案记录请先隐去姓名和住址。",
        rules="上午、下午各签到一次。\n请假向班主任说明事由。\n讨论中的个案一律用代号。",
    )
    class_papers.set_handbook(training_class=held, details=handbook, by=SYSTEM, at=at)
    class_papers.deal_groups(training_class=held, count=GROUPS, by=SYSTEM, at=at)
    teacher = new_person(
        serial=953, name="莫晓岚", organisation=city.at("榕江市同行社会工作服务中心"),
        hired_on=anchor - timedelta(days=300), title="项目助理", at=at,
    )  # fmt: skip
    class_teachers.appoint(
        training_class=held, person=teacher, starts_on=anchor, last_on=held.ends_on, by=SYSTEM, at=at
    )


def _class(code: str) -> TrainingClass:
    return all_classes().select_related("organiser", "provider").get(code__startswith=code)
