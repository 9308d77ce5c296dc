"""An upload through the services: staged, confirmed, repeated, corrected, held back, undone."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from core.errors import RuleBroken
from core.models import Event, ImportBatch, ImportFile, ImportRow
from core.words import ImportState, Verdict
from courses.models import Attendance, ClassSession, Enrolment, Programme, TrainingClass
from courses.words import AttendanceState, ClassState
from hours.models import HourEntry, LockedPeriod
from hours.querysets import all_entries
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person, Posting
from people.services.persons import identity_hash
from reporting.services import training_import
from tests.cast import Cast, Places
from tests.reporting.grids import identity
from tests.reporting.uploads import (
    CODE,
    MONDAY,
    OTHER_STATION,
    STATION,
    Upload,
    counted,
    doubts,
    sign_in,
    verdicts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(places: Places) -> Upload:
    """The station of the cast is known already; the other one is new."""
    return Upload()


@pytest.fixture
def bring(at: datetime):
    """Stage and confirm."""

    def bring(upload: Upload, by=SYSTEM) -> ImportBatch:
        batch = training_import.stage(files=upload.files(), by=by, at=at)
        return training_import.confirm(batch=batch, by=by, at=at)

    return bring


def standing_minutes() -> int:
    return all_entries().standing().total_minutes()


def state_of(serial: int, half: str = "morning") -> str:
    person = Person.objects.get(identity_hash=identity_hash(identity(serial)), withdrawn_at=None)
    return Attendance.objects.get(person=person, session__half_day=half).state


def test_nothing_is_written_before_confirmation(upload: Upload, at: datetime) -> None:
    before = (Organisation.objects.count(), Person.objects.count())
    batch = training_import.stage(files=upload.files(), by=SYSTEM, at=at)
    assert batch.state == ImportState.STAGED
    assert counted(batch) == {
        "组织机构": {"same": 1, "new": 1}, "人员花名册": {"new": 4}, "培训班台账": {"new": 1}, "课程安排表": {"new": 2},
        "签到表": {"new": 8},
    }  # fmt: skip
    assert (Organisation.objects.count(), Person.objects.count()) == before
    assert not TrainingClass.objects.exists()


def test_a_confirmed_upload_stands_with_its_hours(upload: Upload, bring, places: Places) -> None:
    batch = bring(upload)
    assert batch.state == ImportState.CONFIRMED
    one = TrainingClass.objects.get()
    assert (one.code, one.organiser, one.report_year, one.round_number) == (CODE, places.county, 2026, 1)
    assert (one.capacity, one.seats_taken, one.is_historical, one.state) == (2, 4, True, ClassState.CLOSED)
    assert one.programme.name == "东湖县2026年度"
    assert ClassSession.objects.get(half_day="afternoon").topic == "伦理"
    assert Enrolment.objects.count() == 4
    assert Attendance.objects.count() == HourEntry.objects.count() == 8
    assert standing_minutes() == 8 * 180
    entry = HourEntry.objects.select_related("organisation", "bureau").order_by("pk").first()
    assert (entry.organisation.name, entry.bureau, entry.activity_on) == (STATION, places.county, MONDAY)
    person = Person.objects.get(identity_hash=identity_hash(identity(1)))
    assert (person.name, person.identity_number, person.phone) == ("王芳", identity(1), "19900000001")
    posting = Posting.objects.get(person=person)
    assert (posting.organisation, posting.starts_on, posting.title) == (
        places.station,
        date(2021, 12, 21),
        "副站长",
    )


def test_one_event_a_batch_and_kind_of_thing(upload: Upload, bring) -> None:
    bring(upload)
    names = list(Event.objects.filter(name__startswith="courses.").values_list("name", flat=True))
    assert sorted(names) == [
        "courses.attendances.recorded", "courses.classes.added", "courses.enrolments.listed", "courses.sessions.added"
    ]  # fmt: skip


def test_strangers_who_provide_or_teach_become_external_organisations(
    upload: Upload, bring, places: Places
) -> None:
    upload.set("培训班台账", 0, "承办", "榕江市委党校")
    bring(upload)
    one = TrainingClass.objects.get()
    assert one.provider == places.school, "known already: not added twice"
    unit = ClassSession.objects.first().lecturer_organisation
    assert (unit.name, unit.kind, unit.parent) == ("某理工学院社会工作系", "external", None)


def test_the_same_upload_again_changes_nothing(upload: Upload, bring) -> None:
    bring(upload)
    lines = HourEntry.objects.count()
    again = bring(upload)
    assert {verdict for found in counted(again).values() for verdict in found} == {"same"}
    assert HourEntry.objects.count() == lines
    assert not again.changes.exists()


def test_the_wide_sheet_says_the_same_as_the_long_one(upload: Upload, bring) -> None:
    bring(upload)
    upload.wide(
        ("王芳", STATION, "√", "√"), ("李强", "青石镇社工站", "√", "√"), ("陈小燕", "东湖县白塔镇", "√", "√"),
        ("周海", "白塔镇", "√", "√"),
    )  # fmt: skip
    assert counted(bring(upload))["签到表"] == {"same": 8}


def test_a_wide_sheet_alone_knows_its_class_by_name(upload: Upload, bring) -> None:
    upload["签到表"].clear()
    bring(upload)
    upload.lists = {name: [] for name in upload.lists}
    upload.wide(("王芳", "青石镇", "√", None))
    batch = bring(upload)
    assert counted(batch) == {"签到表": {"new": 2}}
    assert [state_of(1), state_of(1, "afternoon")] == ["present", "absent"]
    assert standing_minutes() == 180


def test_namesakes_are_told_apart_by_their_unit_and_asked_for_inside_one(upload: Upload, bring) -> None:
    upload.set("人员花名册", 2, "姓名", "王芳")
    upload.wide(("王芳", "青石镇", "√", "√"), ("王芳", "白塔镇", "假", "√"))
    assert not doubts(bring(upload))
    assert [state_of(1), state_of(3)] == ["present", "leave"]
    twins = Upload()
    twins.set("人员花名册", 1, "姓名", "王芳")
    twins.wide(("王芳", "青石镇", "√", "√"))
    found = doubts(bring(twins))
    assert ("人员花名册", 5) in [(sheet, row) for sheet, row, *_ in found], "another name for a known number"


def test_two_of_one_name_in_one_unit_need_their_numbers(upload: Upload, bring) -> None:
    upload.set("人员花名册", 1, "姓名", "王芳")
    upload.wide(("王芳", "青石镇", "√", "√"))
    found = doubts(bring(upload))
    assert [(sheet, row) for sheet, row, *_ in found] == [("签到表", 5), ("签到表", 5)]
    assert "请补身份证号" in found[0][3]


def test_a_bad_row_blocks_neither_its_list_nor_the_others(upload: Upload, bring) -> None:
    upload.set("人员花名册", 0, "身份证号", identity(1)[:-1] + "0")
    upload.set("人员花名册", 1, "社工站", "南山镇社工站")
    batch = bring(upload)
    assert verdicts(batch, "人员花名册") == {4: "doubtful", 5: "doubtful", 6: "new", 7: "new"}
    assert list(verdicts(batch, "签到表").values()) == ["doubtful"] * 4 + ["new"] * 4
    reasons = {(sheet, row): reason for sheet, row, _, reason in doubts(batch)}
    assert "校验码" in reasons[("人员花名册", 4)]
    assert "请先在组织机构表里加上" in reasons[("人员花名册", 5)]
    assert "花名册第4行" in reasons[("签到表", 4)]
    assert "花名册第5行" in reasons[("签到表", 6)]
    assert standing_minutes() == 4 * 180


def test_a_mended_file_brings_the_rest(upload: Upload, bring) -> None:
    right = upload["人员花名册"][0][3]
    upload.set("人员花名册", 0, "身份证号", "12")
    bring(upload)
    upload.set("人员花名册", 0, "身份证号", right)
    batch = bring(upload)
    assert counted(batch)["签到表"] == {"new": 2, "same": 6}
    assert standing_minutes() == 8 * 180


def test_what_nobody_knows_is_doubtful_with_a_way_out(upload: Upload, bring) -> None:
    upload.set("签到表", 7, "姓名", "黄丽")
    upload["签到表"].extend(
        [
            sign_in(1, "上午", 班次编号="DH-99"),
            sign_in(1, "上午", 日期=date(2026, 3, 3)),
            sign_in(1, "晚上"),
            sign_in(1, "上午", 姓名="黄丽", 身份证号=identity(77)),
        ]
    )
    upload.set("培训班台账", 0, "承办", None)
    upload["培训班台账"].append([*upload["培训班台账"][0]])
    upload.set("培训班台账", 1, "班次编号", "DH-02")
    upload.set("培训班台账", 1, "主办", "南山县民政局")
    found = {(sheet, row): reason for sheet, row, _, reason in doubts(bring(upload))}
    assert "台账里没有这个班次编号" in found[("签到表", 12)]
    assert "2026-03-03上午" in found[("签到表", 13)]
    assert "课程安排表里没有" in found[("签到表", 14)]
    assert "花名册里没有这个身份证号" in found[("签到表", 15)]
    assert "姓名与花名册" in found[("签到表", 11)]
    assert "没有找到主办单位" in found[("培训班台账", 5)]
    assert standing_minutes() == 7 * 180


def test_a_corrected_state_is_mirrored_in_the_ledger(upload: Upload, bring, at: datetime) -> None:
    bring(upload)
    upload.set("签到表", 0, "状态", "请假")
    upload.set("签到表", 2, "状态", "迟到")
    corrected = bring(upload)
    assert counted(corrected)["签到表"] == {"changed": 2, "same": 6}
    assert corrected.rows.get(sheet="签到表", row=4).reason == "由出勤改为请假"
    assert (state_of(1), state_of(2)) == ("leave", "late")
    assert standing_minutes() == 7 * 180
    assert HourEntry.objects.count() == 9, "one reversal; from present to late nothing moves"
    training_import.undo(batch=corrected, by=SYSTEM, at=at)
    assert (state_of(1), state_of(2)) == ("present", "present")
    assert standing_minutes() == 8 * 180


def test_a_changed_register_is_taken_over_and_given_back(upload: Upload, bring, at: datetime) -> None:
    bring(upload)
    upload.set("人员花名册", 0, "证书等级", "高级社会工作师")
    upload.set("人员花名册", 0, "职务", "站长")
    upload.set("培训班台账", 0, "地点", "县委党校")
    upload.set("课程安排表", 0, "授课人", "李教员")
    changed = bring(upload)
    assert counted(changed) == {
        "组织机构": {"same": 2}, "人员花名册": {"changed": 1, "same": 3}, "培训班台账": {"changed": 1},
        "课程安排表": {"changed": 1, "same": 1}, "签到表": {"same": 8},
    }  # fmt: skip
    person = Person.objects.get(identity_hash=identity_hash(identity(1)))
    said = lambda: (  # noqa: E731
        Person.objects.get(pk=person.pk).qualification,
        Posting.objects.get(person=person).title,
        TrainingClass.objects.get().venue,
        ClassSession.objects.get(half_day="morning").lecturer,
    )
    assert said() == ("senior", "站长", "县委党校", "李教员")
    training_import.undo(batch=changed, by=SYSTEM, at=at)
    assert said() == ("worker", "副站长", "云浮市委党校", "王教员")


def test_blanks_take_nothing_away(upload: Upload, bring) -> None:
    bring(upload)
    for column in ("证书等级", "手机号", "专业", "入职日期", "岗位"):
        upload.set("人员花名册", 0, column, None)
    upload.set("培训班台账", 0, "地点", None)
    assert {verdict for found in counted(bring(upload)).values() for verdict in found} == {"same"}


def test_the_length_of_a_session_with_sign_ins_is_not_moved(upload: Upload, bring) -> None:
    bring(upload)
    upload.set("课程安排表", 0, "时长(分钟)", 90)
    found = doubts(bring(upload))
    assert [(sheet, row, column) for sheet, row, column, _ in found] == [("课程安排表", 4, "F")]
    assert standing_minutes() == 8 * 180


def test_nobody_is_in_two_places(upload: Upload, bring) -> None:
    other = [*upload["培训班台账"][0]]
    upload["培训班台账"].append(other)
    upload.set("培训班台账", 1, "班次编号", "DH-02")
    upload.set("培训班台账", 1, "班次名称", "东湖县2026年度第1期督导班")
    upload["课程安排表"].append([*upload["课程安排表"][0]])
    upload.set("课程安排表", 2, "班次编号", "DH-02")
    upload.set("课程安排表", 2, "开始", "11:00")
    upload.set("课程安排表", 2, "结束", "14:00")
    upload["签到表"].append(sign_in(1, "上午", 班次编号="DH-02"))
    batch = bring(upload)
    held = {row: reason for sheet, row, _, reason in doubts(batch) if sheet == "签到表"}
    assert set(held) == {4, 12}
    assert "督导班" in held[4]
    assert "岗前培训班" in held[12]
    notes = batch.rows.filter(sheet="课程安排表", reason__contains="另一个班也有课")
    assert {(row.row, row.verdict) for row in notes} == {(4, "new"), (6, "new")}, (
        "a lecturer in two rooms is a note"
    )


def test_a_sign_in_against_what_stands_elsewhere_waits(upload: Upload, bring) -> None:
    bring(upload)
    later = Upload()
    later.lists = {name: [] for name in later.lists} | {
        name: later.lists[name][:1] for name in ("培训班台账", "课程安排表")
    }
    for name in ("培训班台账", "课程安排表"):
        later.set(name, 0, "班次编号", "DH-02")
    later["签到表"].append(sign_in(1, "上午", 班次编号="DH-02"))
    later["签到表"].append(sign_in(2, "上午", 班次编号="DH-02", 状态="请假"))
    found = doubts(bring(later))
    assert [(sheet, row) for sheet, row, *_ in found] == [("签到表", 4)]
    assert standing_minutes() == 8 * 180


def test_a_make_up_needs_no_place_on_the_list(upload: Upload, bring) -> None:
    upload.set("签到表", 0, "状态", "补课")
    upload.set("签到表", 1, "状态", "补课")
    upload.set("签到表", 0, "备注", "补第2期的课")
    bring(upload)
    person = Person.objects.get(identity_hash=identity_hash(identity(1)))
    assert not Enrolment.objects.filter(person=person).exists()
    assert Attendance.objects.get(person=person, session__half_day="morning").reason == "补第2期的课"
    assert standing_minutes() == 8 * 180


def test_leave_and_absence_count_nowhere(upload: Upload, bring) -> None:
    upload.set("签到表", 0, "状态", "病假")
    upload.set("签到表", 1, "状态", "旷课")
    bring(upload)
    assert (state_of(1), state_of(1, "afternoon")) == ("leave", "absent")
    assert standing_minutes() == 6 * 180
    assert not HourEntry.objects.filter(person__identity_hash=identity_hash(identity(1))).exists()


def test_hours_before_the_date_of_hire_belong_to_the_roster_s_unit(
    upload: Upload, bring, places: Places
) -> None:
    upload.set("人员花名册", 0, "入职日期", date(2026, 3, 10))
    upload.set("人员花名册", 1, "入职日期", None)
    batch = bring(upload)
    first, second = (
        Posting.objects.get(person__identity_hash=identity_hash(identity(serial))) for serial in (1, 2)
    )
    assert (first.starts_on, second.starts_on) == (MONDAY, date(2026, 1, 1))
    assert not HourEntry.objects.filter(organisation=None).exists()
    assert "2026-03-02" in batch.rows.get(sheet="人员花名册", row=4).reason
    assert "没有入职日期" in batch.rows.get(sheet="人员花名册", row=5).reason


def test_a_standing_posting_is_drawn_back_to_the_first_session(
    upload: Upload, bring, places: Places, at: datetime
) -> None:
    upload["签到表"].clear()
    upload.set("人员花名册", 0, "入职日期", date(2026, 3, 10))
    bring(upload)
    upload["签到表"].append(sign_in(1, "上午"))
    batch = bring(upload)
    assert verdicts(batch, "人员花名册")[4] == "changed"
    posting = Posting.objects.get(person__identity_hash=identity_hash(identity(1)))
    assert posting.starts_on == MONDAY
    assert HourEntry.objects.get().organisation == places.station
    training_import.undo(batch=batch, by=SYSTEM, at=at)
    posting.refresh_from_db()
    assert posting.starts_on == date(2026, 3, 10)


def test_a_person_registered_elsewhere_is_not_moved_by_a_roster(upload: Upload, bring) -> None:
    bring(upload)
    upload.set("人员花名册", 0, "社工站", OTHER_STATION)
    found = doubts(bring(upload))
    assert [(sheet, row, column) for sheet, row, column, _ in found if sheet == "人员花名册"] == [
        ("人员花名册", 4, "F")
    ]
    assert "调动" in found[0][3]
    assert Posting.objects.get(person__identity_hash=identity_hash(identity(1))).organisation.name == STATION


def test_a_filed_period_takes_late_lines_with_a_reason(
    upload: Upload, bring, places: Places, at: datetime
) -> None:
    LockedPeriod.objects.create(
        organisation=places.county,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 31),
        locked_at=at,
        filing_number="1",
    )
    bring(upload)
    assert set(HourEntry.objects.values_list("reason", flat=True)) == {"按导入的签到表记录"}


def test_undo_takes_everything_back_and_the_same_upload_comes_again(
    upload: Upload, bring, at: datetime
) -> None:
    upload.set("签到表", 6, "状态", "请假")
    upload.set("签到表", 7, "状态", "请假")
    batch = bring(upload)
    training_import.undo(batch=batch, by=SYSTEM, at=at)
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert (standing_minutes(), HourEntry.objects.count()) == (0, 12)
    for model in (TrainingClass, ClassSession, Attendance, Enrolment, Programme):
        assert not model.objects.exists()
    assert Organisation.objects.get(name=STATION).withdrawn_at is None, "it stood before"
    assert Organisation.objects.get(name=OTHER_STATION).withdrawn_at == at, "a line of the ledger names it"
    assert not Organisation.objects.filter(name="某理工学院社会工作系").exists(), "nothing names it any more"
    assert Person.objects.filter(identity_hash=identity_hash(identity(1))).get().withdrawn_at == at
    assert not Person.objects.filter(identity_hash=identity_hash(identity(4))).exists(), "never credited"
    again = bring(upload)
    assert counted(again)["人员花名册"] == {"new": 4}
    assert standing_minutes() == 6 * 180
    assert Organisation.objects.filter(name=OTHER_STATION).count() == 1
    assert Person.objects.filter(identity_hash=identity_hash(identity(1))).count() == 1


def test_undo_is_refused_where_something_later_hangs_on_the_batch(
    upload: Upload, bring, cast: Cast, at: datetime
) -> None:
    first = bring(upload)
    upload.set("签到表", 0, "状态", "请假")
    second = bring(upload)
    with pytest.raises(RuleBroken, match="签到"):
        training_import.undo(batch=first, by=SYSTEM, at=at)
    assert standing_minutes() == 7 * 180
    training_import.undo(batch=second, by=SYSTEM, at=at)
    cast.account(Person.objects.get(identity_hash=identity_hash(identity(2))))
    with pytest.raises(RuleBroken, match="账号"):
        training_import.undo(batch=first, by=SYSTEM, at=at)
    assert ImportBatch.objects.get(pk=first.pk).state == ImportState.CONFIRMED


def test_undo_is_refused_where_somebody_else_signed_in_later(
    upload: Upload, bring, cast: Cast, places: Places, at: datetime
) -> None:
    batch = bring(upload)
    guest = cast.worker("客人", places.other_station)
    Attendance.objects.create(
        session=ClassSession.objects.first(), person=guest, state=AttendanceState.ABSENT
    )
    with pytest.raises(RuleBroken, match="签到"):
        training_import.undo(batch=batch, by=SYSTEM, at=at)


def test_undo_is_refused_after_its_window(upload: Upload, bring, at: datetime) -> None:
    batch = bring(upload)
    with pytest.raises(RuleBroken, match="24小时"):
        training_import.undo(batch=batch, by=SYSTEM, at=at + timedelta(hours=25))


def test_a_batch_is_confirmed_once(upload: Upload, bring, at: datetime) -> None:
    batch = bring(upload)
    with pytest.raises(RuleBroken):
        training_import.confirm(batch=batch, by=SYSTEM, at=at)
    assert standing_minutes() == 8 * 180


def test_a_discarded_batch_keeps_nothing_personal(upload: Upload, at: datetime) -> None:
    batch = training_import.stage(files=upload.files(), by=SYSTEM, at=at)
    training_import.discard(batch=batch, by=SYSTEM, at=at)
    assert not ImportFile.objects.exists()
    assert not ImportRow.objects.exclude(payload=None).exists()


def test_what_changed_since_the_preview_is_planned_anew(upload: Upload, bring, at: datetime) -> None:
    early = training_import.stage(files=upload.files(), by=SYSTEM, at=at)
    bring(upload)
    late = training_import.confirm(batch=early, by=SYSTEM, at=at)
    assert counted(late)["签到表"] == {"same": 8}
    assert set(late.rows.exclude(verdict=Verdict.SKIPPED).values_list("verdict", flat=True)) == {"same"}
    assert HourEntry.objects.count() == 8


def test_an_officer_imports_inside_the_own_tree(upload: Upload, bring, cast: Cast, places: Places) -> None:
    by = cast.by(cast.with_role("黄局", Role.OFFICER, places.county))
    batch = bring(upload, by)
    assert not doubts(batch)
    assert batch.organisation_id == places.county.pk
    assert standing_minutes() == 8 * 180


def test_rows_outside_the_importer_s_tree_wait(upload: Upload, bring, cast: Cast, places: Places) -> None:
    by = cast.by(cast.with_role("何局", Role.OFFICER, places.other_county))
    upload["组织机构"].append(["西山县南坪镇社工站", "社工站", "西山县民政局", "990122102"])
    batch = bring(upload, by)
    assert verdicts(batch, "组织机构") == {4: "same", 5: "doubtful", 6: "new"}
    assert set(verdicts(batch, "人员花名册").values()) == {"doubtful"}
    assert set(verdicts(batch, "培训班台账").values()) == {"doubtful"}
    assert set(verdicts(batch, "签到表").values()) == {"doubtful"}
    assert "管理范围" in doubts(batch)[1][3]
    assert Organisation.objects.get(name="西山县南坪镇社工站").parent == places.other_county
    assert not TrainingClass.objects.exists()


def test_a_known_person_of_another_county_is_not_touched(
    upload: Upload, bring, cast: Cast, places: Places
) -> None:
    bring(upload)
    by = cast.by(cast.with_role("何局", Role.OFFICER, places.other_county))
    theirs = Upload()
    theirs.lists = {name: [] for name in theirs.lists}
    row = [*Upload()["人员花名册"][0]]
    theirs.lists["人员花名册"] = [row]
    theirs.set("人员花名册", 0, "社工站", places.other_station.name)
    theirs.set("人员花名册", 0, "职务", "站长")
    (found,) = doubts(bring(theirs, by))
    assert "转入" in found[3]
    assert Posting.objects.get(person__identity_hash=identity_hash(identity(1))).title == "副站长"


def test_another_county_neither_confirms_nor_undoes(
    upload: Upload, bring, cast: Cast, places: Places, at: datetime
) -> None:
    mine = cast.by(cast.with_role("黄局", Role.OFFICER, places.county))
    other = cast.by(cast.with_role("何局", Role.OFFICER, places.other_county))
    staged = training_import.stage(files=upload.files(), by=mine, at=at)
    with pytest.raises(RuleBroken):
        training_import.confirm(batch=staged, by=other, at=at)
    training_import.confirm(batch=staged, by=mine, at=at)
    with pytest.raises(RuleBroken):
        training_import.undo(batch=staged, by=other, at=at)
    assert standing_minutes() == 8 * 180


def test_whoever_may_import_nowhere_stages_nothing(
    upload: Upload, cast: Cast, places: Places, at: datetime
) -> None:
    by = cast.by(cast.worker("学员", places.station))
    with pytest.raises(RuleBroken):
        training_import.stage(files=upload.files(), by=by, at=at)
    assert not ImportBatch.objects.exists()


def test_an_unreadable_file_names_itself(upload: Upload, at: datetime) -> None:
    with pytest.raises(RuleBroken, match=r"花名册\.xlsx"):
        training_import.stage(files={"花名册.xlsx": b"name,id\n"}, by=SYSTEM, at=at)


def test_merged_people_keep_their_hours_in_one(
    upload: Upload, bring, cast: Cast, places: Places, at: datetime
) -> None:
    bring(upload)
    survivor = cast.worker("王芳", places.station)
    alias = Person.objects.get(identity_hash=identity_hash(identity(1)))
    Person.objects.filter(pk=alias.pk).update(merged_into=survivor)
    Posting.objects.filter(person=alias).update(withdrawn_at=at)
    assert counted(bring(upload))["签到表"] == {"same": 8}
    assert HourEntry.objects.count() == 8


def plain_columns() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea')"
        )
        return cursor.fetchall()


def test_no_plain_column_of_the_database_holds_an_identity_number(upload: Upload, bring) -> None:
    bring(upload)
    numbers = "|".join(identity(serial) for serial in range(1, 5))
    with connection.cursor() as cursor:
        for table, column in plain_columns():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~ %s'  # noqa: S608
                f" OR \"{column}\"::text ~ encode(convert_to(%s, 'UTF8'), 'hex')",
                [numbers, identity(1)],
            )
            assert cursor.fetchone() == (0,), (table, column)
