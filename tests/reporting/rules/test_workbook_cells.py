"""Single cells: numbers, dates, months, times, identity numbers and words as people type them."""

import datetime

import pytest

from courses.words import Audience
from people.words import QualificationLevel
from reporting.rules.workbooks import cells, moments, vocabulary
from reporting.rules.workbooks.cells import TimeUnit, Unreadable
from reporting.rules.workbooks.identity import identity_number
from reporting.rules.workbooks.moments import DateSpan
from tests.reporting.grids import identity

DAY = datetime.date(2022, 12, 5)
SCANNED = datetime.datetime.fromisoformat("2022-12-05T08:52")
OVER_NEW_YEAR = DateSpan(datetime.date(2022, 12, 26), datetime.date(2023, 1, 6))


def test_text_is_made_plain_and_keeps_chinese_punctuation():
    assert cells.text(" 云浮市（云城区）　第２期\u200b\n岗前班 ") == "云浮市（云城区） 第2期 岗前班"
    assert cells.text(445300.0) == "445300"
    assert cells.text(None) == ""


def test_two_spellings_of_one_name_have_one_key():
    assert cells.match_key("云浮市（云城区） A班") == cells.match_key("云浮市(云城区)ａ班")
    assert cells.match_key("阿卜杜拉•买买提") == cells.match_key("阿卜杜拉·买买提")
    assert cells.match_key("王芳") != cells.match_key("王方")


def test_a_name_loses_the_spaces_that_line_it_up_but_not_those_of_other_scripts():
    assert cells.person_name("王　芳") == "王芳"
    assert cells.person_name("John  Smith") == "John Smith"
    assert cells.person_name("  ") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (44, 44), (44.0, 44), ("４４人", 44), ("第1期", 1), ("第一期", 1), ("十二", 12), ("二十一期", 21), ("2022年度", 2022),
        (None, None), (" ", None), ("-", None),
    ],
)  # fmt: skip
def test_whole_numbers(typed, value):
    assert cells.integer(typed) == value


@pytest.mark.parametrize("typed", [1.5, "abc", "四十四个人左右", True, DAY, "44/45"])
def test_what_is_no_whole_number_is_said_so(typed):
    assert isinstance(cells.integer(typed), Unreadable)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        (180, None, 180), (180.0, TimeUnit.MINUTE, 180), ("180分钟", None, 180), ("１８０ 分", None, 180),
        ("3小时", None, 180), (3, TimeUnit.HOUR, 180), (1.5, TimeUnit.HOUR, 90), ("2小时30分", None, 150),
        ("45分钟", TimeUnit.HOUR, 45), (datetime.time(3, 0), None, 180), (None, None, None),
    ],
)  # fmt: skip
def test_minutes(typed, unit, value):
    assert cells.minutes(typed, unit) == value


@pytest.mark.parametrize(
    ("typed", "unit", "says"),
    [
        (3, None, "单位"), (4, TimeUnit.CREDIT_HOUR, "学时"), ("4学时", TimeUnit.MINUTE, "学时"), ("半天", None, "看不懂"),
        (0, TimeUnit.MINUTE, "不合理"), (721, None, "不合理"), (90.5, None, "不合理"), (DAY, None, "看不懂"),
        (True, None, "看不懂"),
    ],
)  # fmt: skip
def test_unclear_durations_are_never_guessed(typed, unit, says):
    assert says in cells.minutes(typed, unit).reason


@pytest.mark.parametrize(
    "typed",
    [
        DAY, SCANNED, "2022-12-5", "2022年12月5日", "2022/12/5", "2022.12.5", "20221205", 20221205, 44900,
        44900.37, "44900",
        "２０２２－１２－５", "2022—12—05", "2022。12。5", "2022-12-05 00:00:00", "2022-12-5（周一）", "22年12月5日",
        " 2022 - 12 - 5 ",
    ],
)  # fmt: skip
def test_dates(typed):
    assert moments.date(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12月30日", datetime.date(2022, 12, 30)), ("1月3日", datetime.date(2023, 1, 3)), ("12.30", datetime.date(2022, 12, 30)),
        ("1/6", datetime.date(2023, 1, 6)), (12.3, datetime.date(2022, 12, 30)), (1.3, datetime.date(2023, 1, 3)),
    ],
)  # fmt: skip
def test_a_date_without_a_year_takes_it_from_the_class(typed, day):
    assert moments.date(typed, OVER_NEW_YEAR) == day


def test_a_date_without_a_year_and_without_a_class_is_unclear():
    assert "没有年份" in moments.date("12月5日").reason
    assert "起止日期" in moments.date("12月5日", OVER_NEW_YEAR).reason


def test_a_decimal_that_could_be_two_days_is_unclear():
    december = DateSpan(datetime.date(2022, 12, 1), datetime.date(2022, 12, 20))
    assert isinstance(moments.date(12.1, december), Unreadable), "the 1st, or the 10th without its zero"
    assert moments.date(12.5, december) == DAY


@pytest.mark.parametrize(
    "typed", ["12月35日", "2022-02-30", "昨天", True, 5, 99999999, "1850-01-01", "2022-13-01", 12.5]
)
def test_what_is_no_date_is_said_so(typed):
    assert isinstance(moments.date(typed), Unreadable)


def test_a_message_never_repeats_a_long_number():
    assert "1990000" not in moments.date("19900000001").reason


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("1973-11", "1973-11"), ("1973年11月", "1973-11"), (1973.11, "1973-11"), (197311, "1973-11"), ("197311", "1973-11"),
        (datetime.date(1973, 11, 1), "1973-11"), ("1973.1", "1973-01"), ("1973年11月26日", "1973-11"), ("1973.11.26", "1973-11"),
        (1973.1, None), ("不详", None), (None, None), ("1973-13", None),
    ],
)  # fmt: skip
def test_birth_months(typed, month):
    assert moments.month(typed) == month


@pytest.mark.parametrize(
    "typed",
    [
        "08:52", "8：52", "8:52:30", 0.369444444, SCANNED, datetime.time(8, 52, 10), "8点52分", "上午8:52", "8:52AM",
        "2022-12-05 08:52", 44900.369444444,
    ],
)  # fmt: skip
def test_times(typed):
    assert moments.time(typed) == datetime.time(8, 52)


def test_afternoon_times_and_halves():
    assert moments.time("下午2:30") == datetime.time(14, 30)
    assert moments.time("9点半") == datetime.time(9, 30)
    assert moments.time("/") is None
    assert moments.time_range("09:00－12：00") == (datetime.time(9), datetime.time(12))


@pytest.mark.parametrize("typed", ["25:00", "八点", 5, "8", True, DAY, "12:75"])
def test_what_is_no_time_is_said_so(typed):
    assert isinstance(moments.time(typed), Unreadable)


@pytest.mark.parametrize(
    "typed",
    [
        "2022-12-05至2022-12-09",
        "2022年12月5日—9日",
        "2022.12.5-12.9",
        "2022-12-05-2022-12-09",
        "2022/12/5~2022/12/9",
    ],
)
def test_first_and_last_day_in_one_cell(typed):
    assert moments.date_range(typed) == DateSpan(DAY, datetime.date(2022, 12, 9))


def test_a_range_that_ends_before_it_begins_is_unclear():
    assert isinstance(moments.date_range("2022-12-09至2022-12-05"), Unreadable)
    assert moments.date_range("2022.12.30-1.6") == DateSpan(
        datetime.date(2022, 12, 30), datetime.date(2023, 1, 6)
    )


NUMBER = "990000197311260119"


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        " 990000 19731126 0119 ",
        "９９００００１９７３１１２６０１１９",
        "'" + NUMBER,
        "‘" + NUMBER,
        NUMBER + "\u200b",
        NUMBER + "\n",
    ],
)  # fmt: skip
def test_identity_numbers_are_read_through_dirt(typed):
    assert identity_number(typed) == NUMBER


def test_the_check_letter_is_read_in_its_many_shapes():
    for cross in "xXｘＸ×х":
        assert identity_number("99000019800715050" + cross) == "99000019800715050X"


@pytest.mark.parametrize(
    "typed", [9.90000197311260e17, 990000197311260119, "9.9E+17", "9.90000197311260E17", "990000197311260000"]
)
def test_a_number_spoilt_by_excel_has_its_own_reason(typed):
    assert "设为“文本”" in identity_number(typed).reason


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("990000197311260118", "校验码"), ("990000197302300113", "出生日期"), ("99000019731126011", "17位"),
        ("990000731126011", "15位旧"),
        ("护照E1234567", "以外的字符"), ("990000-19731126", "以外的字符"),
    ],
)  # fmt: skip
def test_a_wrong_number_says_what_is_wrong_and_never_itself(typed, says):
    reason = identity_number(typed).reason
    assert says in reason
    assert typed not in reason


def test_a_number_that_truly_ends_in_zeros_is_accepted():
    true_zeros = next(
        number
        for day in range(1, 29)
        for number in [identity(0, born=f"197311{day:02d}")]
        if number.endswith("0000")
    )
    assert identity_number(true_zeros) == true_zeros


def test_words_that_move_no_figure_never_block():
    assert vocabulary.word("站长/副站长", vocabulary.AUDIENCES, blank=Audience.OTHER) is Audience.STATION_HEAD
    assert (
        vocabulary.word("中级", vocabulary.QUALIFICATIONS, blank=QualificationLevel.NONE)
        is QualificationLevel.WORKER
    )
    assert (
        vocabulary.word("无", vocabulary.QUALIFICATIONS, blank=QualificationLevel.NONE)
        is QualificationLevel.NONE
    )
    assert vocabulary.word("三级心理咨询师", vocabulary.QUALIFICATIONS, blank=QualificationLevel.NONE) is None
