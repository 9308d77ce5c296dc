"""An upload through the services: staged, confirmed, repeated, and what then stands."""

from datetime import date, datetime

import pytest
from django.db import connection

from core.errors import RuleBroken
from core.models import Event, ImportBatch
from core.words import ImportState, Verdict
from courses.models import Attendance, ClassSession, Enrolment, TrainingClass
from courses.words import ClassState
from hours.models import HourEntry, LockedPeriod
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
    STATION,
    Upload,
    counted,
    doubts,
    standing_minutes,
    state_of,
)

pytestmark = pytest.mark.django_db


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


def test_blanks_take_nothing_away(upload: Upload, bring) -> None:
    bring(upload)
    for column in ("证书等级", "手机号", "专业", "入职日期", "岗位"):
        upload.set("人员花名册", 0, column, None)
    upload.set("培训班台账", 0, "地点", None)
    assert {verdict for found in counted(bring(upload)).values() for verdict in found} == {"same"}


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


def test_a_batch_is_confirmed_once(upload: Upload, bring, at: datetime) -> None:
    batch = bring(upload)
    with pytest.raises(RuleBroken):
        training_import.confirm(batch=batch, by=SYSTEM, at=at)
    assert standing_minutes() == 8 * 180


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


def test_whoever_may_import_nowhere_stages_nothing(
    upload: Upload, cast: Cast, places: Places, at: datetime
) -> None:
    by = cast.by(cast.worker("学员", places.station))
    with pytest.raises(RuleBroken):
        training_import.stage(files=upload.files(), by=by, at=at)
    assert not ImportBatch.objects.exists()


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
