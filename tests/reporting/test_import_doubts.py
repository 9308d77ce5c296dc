"""Rows that wait: what is held back, with which reason, and that it stops nobody else."""

from datetime import date, datetime

import pytest

from core.errors import RuleBroken
from courses.models import TrainingClass
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Posting
from people.services.persons import identity_hash
from reporting.services import training_import
from tests.cast import Cast, Places
from tests.reporting.grids import identity
from tests.reporting.uploads import (
    OTHER_STATION,
    STATION,
    Upload,
    counted,
    doubts,
    sign_in,
    standing_minutes,
    state_of,
    verdicts,
)

pytestmark = pytest.mark.django_db


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


def test_an_unreadable_row_of_a_known_person_makes_no_double(upload: Upload, bring) -> None:
    bring(upload)
    upload.set("人员花名册", 0, "身份证号", 9.90000197311260e17)
    upload.set("人员花名册", 1, "入职日期", "去年")
    upload.wide(("王芳", "青石镇", "√", "√"), ("李强", "青石镇", "√", "√"))
    batch = bring(upload)
    assert verdicts(batch, "人员花名册") == {4: "doubtful", 5: "doubtful", 6: "same", 7: "same"}
    assert counted(batch)["签到表"] == {"same": 4}


def test_an_unreadable_row_beside_a_listed_namesake_may_be_a_double(upload: Upload, bring) -> None:
    upload.set("人员花名册", 1, "姓名", "王芳")
    upload.set("人员花名册", 1, "身份证号", "12")
    upload.wide(("王芳", "青石镇", "√", "√"))
    found = [reason for sheet, _, _, reason in doubts(bring(upload)) if sheet == "签到表"]
    assert len(found) == 2
    assert "2个同名的人" in found[0]


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
    notes = [row for row in batch.rows.filter(sheet="课程安排表") if "另一个班也有课" in row.reason]
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


def test_a_person_registered_elsewhere_is_not_moved_by_a_roster(upload: Upload, bring) -> None:
    bring(upload)
    upload.set("人员花名册", 0, "社工站", OTHER_STATION)
    found = doubts(bring(upload))
    assert [(sheet, row, column) for sheet, row, column, _ in found if sheet == "人员花名册"] == [
        ("人员花名册", 4, "F")
    ]
    assert "调动" in found[0][3]
    assert Posting.objects.get(person__identity_hash=identity_hash(identity(1))).organisation.name == STATION


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


def test_an_unreadable_file_names_itself(upload: Upload, at: datetime) -> None:
    with pytest.raises(RuleBroken, match=r"花名册\.xlsx"):
        training_import.stage(files={"花名册.xlsx": b"name,id\n"}, by=SYSTEM, at=at)


def test_a_day_without_a_rule_and_a_day_to_come_are_not_credited(upload: Upload, bring) -> None:
    for offset, day in enumerate((date(2008, 5, 12), date(2026, 4, 1))):
        row = [*upload["培训班台账"][0]]
        upload["培训班台账"].append(row)
        upload["课程安排表"].append([*upload["课程安排表"][0]])
        for column, value in (("班次编号", f"X{offset}"), ("开班日期", day), ("结班日期", day)):
            upload.set("培训班台账", offset + 1, column, value)
        upload.set("课程安排表", offset + 2, "班次编号", f"X{offset}")
        upload.set("课程安排表", offset + 2, "日期", day)
        upload["签到表"].append(sign_in(1, "上午", 班次编号=f"X{offset}", 日期=day))
        upload["签到表"].append(sign_in(2, "上午", 班次编号=f"X{offset}", 日期=day, 状态="请假"))
    found = {row: reason for sheet, row, _, reason in doubts(bring(upload)) if sheet == "签到表"}
    assert set(found) == {12, 14}
    assert "2009-01-01" in found[12]
    assert "还没有到上课日期" in found[14]
    assert standing_minutes() == 8 * 180


def test_a_running_class_keeps_its_places(upload: Upload, bring) -> None:
    bring(upload)
    TrainingClass.objects.update(is_historical=False, capacity=9)
    upload.set("培训班台账", 0, "计划人数", 3)
    found = doubts(bring(upload))
    assert [(sheet, column) for sheet, _, column, _ in found] == [("培训班台账", "O")]
    assert TrainingClass.objects.get().capacity == 9


def test_more_people_than_places_make_a_running_class_history(upload: Upload, bring) -> None:
    upload["签到表"].clear()
    bring(upload)
    TrainingClass.objects.update(is_historical=False, capacity=2)
    upload["签到表"].extend(sign_in(serial, "上午") for serial in range(1, 5))
    assert not doubts(bring(upload))
    assert (TrainingClass.objects.get().is_historical, TrainingClass.objects.get().seats_taken) == (True, 4)
