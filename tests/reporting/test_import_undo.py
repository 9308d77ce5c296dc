"""Corrections by a second upload, and the way back."""

from datetime import date, datetime, timedelta

import pytest

from core.errors import RuleBroken
from core.models import ImportBatch, ImportFile, ImportRow
from core.words import ImportState
from courses.models import Attendance, ClassSession, Enrolment, Programme, TrainingClass
from courses.words import AttendanceState
from hours.models import HourEntry
from organisations.authority import SYSTEM
from organisations.models import Organisation
from organisations.roles import Role
from people.models import Person, Posting
from people.services.persons import identity_hash
from reporting.services import training_import
from tests.cast import Cast, Places
from tests.reporting.grids import identity
from tests.reporting.uploads import (
    MONDAY,
    OTHER_STATION,
    STATION,
    Upload,
    counted,
    sign_in,
    standing_minutes,
    state_of,
    verdicts,
)

pytestmark = pytest.mark.django_db


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


def test_a_discarded_batch_keeps_nothing_personal(upload: Upload, at: datetime) -> None:
    batch = training_import.stage(files=upload.files(), by=SYSTEM, at=at)
    training_import.discard(batch=batch, by=SYSTEM, at=at)
    assert not ImportFile.objects.exists()
    assert not ImportRow.objects.exclude(payload=None).exists()


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
