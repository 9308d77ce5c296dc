"""Who completes a class: every missing condition is named, and no rounding helps or harms anybody."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from courses.rules.completion import Held, Record, Terms, described, judge

TERMS = Terms(attendance_percent=80, needs_test=True, needs_assignments=True)
HELD = Held(minutes=720, tests=1, assignments=2)
FULL = Record(minutes=720, tests_sat=1, test_percent=90, has_passed_tests=True, assignments_passed=2)

terms = st.builds(Terms, st.integers(0, 100), st.booleans(), st.booleans())
helds = st.builds(Held, st.integers(0, 6000), st.integers(0, 3), st.integers(0, 3))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Record, Held, Terms]:
    held = draw(helds)
    sat = draw(st.integers(0, held.tests))
    record = Record(
        minutes=draw(st.integers(0, held.minutes)),
        tests_sat=sat,
        test_percent=draw(st.integers(0, 100)) if sat else None,
        has_passed_tests=bool(sat) and sat == held.tests and draw(st.booleans()),
        assignments_passed=draw(st.integers(0, held.assignments)),
    )
    return record, held, draw(terms)


def test_who_did_everything_completes() -> None:
    assert judge(FULL, held=HELD, terms=TERMS).completes


def test_every_missing_condition_is_named() -> None:
    verdict = judge(Record(minutes=540), held=HELD, terms=TERMS)
    assert verdict.missing == ("出勤75%，要求80%", "没有参加考核", "作业2份，合格0份")
    failed = Record(minutes=720, tests_sat=1, test_percent=55, assignments_passed=1)
    assert judge(failed, held=HELD, terms=TERMS).missing == ("考核未通过，最好成绩55%", "作业2份，合格1份")
    half = Record(minutes=720, tests_sat=1, test_percent=0, assignments_passed=2)
    two = Held(minutes=720, tests=2, assignments=2)
    assert judge(half, held=two, terms=TERMS).missing == ("考核2次，只参加1次",)


def test_just_below_is_below_and_looks_like_it() -> None:
    verdict = judge(Record(minutes=799), held=Held(minutes=1000), terms=TERMS)
    assert (verdict.percent, verdict.missing) == (79, ("出勤79%，要求80%",))
    assert judge(Record(minutes=800), held=Held(minutes=1000), terms=TERMS).completes


def test_what_the_class_does_not_have_is_not_asked() -> None:
    assert judge(Record(minutes=600), held=Held(minutes=720), terms=TERMS).completes
    assert described(TERMS, Held(minutes=720))[1:] == [
        "班次考核通过（本班没有布置考核，不作要求）",
        "作业合格（本班没有布置作业，不作要求）",
    ]


def test_a_class_without_sessions_proves_no_attendance() -> None:
    assert judge(Record(minutes=0), held=Held(minutes=0), terms=TERMS).missing == ("没有课次，无法计算出勤",)
    assert judge(Record(minutes=0), held=Held(minutes=0), terms=Terms(0, False, False)).completes


@given(cases())
def test_the_rule_is_what_a_slow_reading_of_it_says(case: tuple[Record, Held, Terms]) -> None:
    record, held, asked = case
    share = Fraction(record.minutes, held.minutes) if held.minutes else None
    enough = asked.attendance_percent == 0 if share is None else share * 100 >= asked.attendance_percent
    tested = not asked.needs_test or not held.tests or record.has_passed_tests
    worked = not asked.needs_assignments or record.assignments_passed == held.assignments
    verdict = judge(record, held=held, terms=asked)
    assert verdict.completes is (enough and tested and worked)
    assert len(verdict.missing) == [enough, tested, worked].count(False)
    if verdict.percent is not None and not enough:
        assert verdict.percent < asked.attendance_percent


@given(cases(), st.integers(0, 600))
def test_more_minutes_never_take_a_completion_away(case: tuple[Record, Held, Terms], more: int) -> None:
    record, held, asked = case
    longer = Record(
        min(record.minutes + more, held.minutes), record.tests_sat, record.test_percent,
        record.has_passed_tests, record.assignments_passed,
    )  # fmt: skip
    before, after = (judge(one, held=held, terms=asked) for one in (record, longer))
    assert not before.completes or after.completes


@given(cases())
def test_asking_less_never_takes_a_completion_away(case: tuple[Record, Held, Terms]) -> None:
    record, held, asked = case
    if judge(record, held=held, terms=asked).completes:
        assert judge(record, held=held, terms=Terms(0, False, False)).completes
        easier = Terms(max(asked.attendance_percent - 1, 0), asked.needs_test, asked.needs_assignments)
        assert judge(record, held=held, terms=easier).completes
