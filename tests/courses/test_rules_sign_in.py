"""The sign-in code: its steps, its window and what a changed code is worth."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules import sign_in
from courses.rules.sign_in import Timing, Token

TIMING = Timing(step_seconds=15, accept_seconds=45, finish_seconds=600)
SESSION = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
HASH = "0123456789abcdef" * 4
ISSUED = 1_800_000_000  # a multiple of 15


@pytest.mark.parametrize(("second", "step"), [(0, 0), (14, 0), (15, 1), (ISSUED, 120_000_000)])
def test_a_step_holds_fifteen_seconds(second: int, step: int) -> None:
    assert sign_in.step_at(second, timing=TIMING) == step


@pytest.mark.parametrize(("age", "is_fresh"), [(-1, False), (0, True), (15, True), (45, True), (46, False)])
def test_a_code_is_accepted_until_45_seconds_after_it_was_first_shown(age: int, is_fresh: bool) -> None:
    token = Token(subject=SESSION, step=sign_in.step_at(ISSUED, timing=TIMING), proof="")
    assert sign_in.is_fresh(token, ISSUED + age, timing=TIMING) is is_fresh


@pytest.mark.parametrize(("age", "may"), [(-1, False), (0, True), (600, True), (601, False)])
def test_a_scan_in_time_may_be_finished_within_ten_minutes(age: int, may: bool) -> None:
    assert sign_in.may_finish(ISSUED, ISSUED + age, timing=TIMING) is may


@given(session=st.uuids(), step=st.integers(min_value=0, max_value=36**12 - 1))
def test_what_is_written_is_read_again(session: UUID, step: int) -> None:
    assert sign_in.read(sign_in.write(session, step, keyed_hash=HASH)) == Token(session, step, HASH[:16])


def test_a_code_is_short_and_needs_no_escaping_in_an_address() -> None:
    code = sign_in.write(SESSION, 120_000_000, keyed_hash=HASH)
    assert len(code) <= 45
    assert set(code) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "签到" * 30,
        "A" * 22,
        "A" * 38,
        "!" * 22 + HASH[:16] + "1zk",
        "A" * 22 + HASH[:16] + "1ZK",
        "A" * 400,
    ],
)
def test_what_cannot_be_a_code_is_nothing(text: str) -> None:
    assert sign_in.read(text) is None


@given(st.text(max_size=80))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert sign_in.read(text) is None or isinstance(sign_in.read(text), Token)


def test_a_proof_of_another_hash_is_not_genuine() -> None:
    token = Token(subject=SESSION, step=7, proof=HASH[:16])
    assert sign_in.is_genuine(token, keyed_hash=HASH)
    assert not sign_in.is_genuine(token, keyed_hash="f" + HASH[1:])


def test_session_and_step_are_both_under_the_hash() -> None:
    other = UUID("00000000-0000-4000-8000-000000000000")
    texts = {sign_in.signed_text(SESSION, 1), sign_in.signed_text(SESSION, 2), sign_in.signed_text(other, 1)}
    assert len(texts) == 3


@pytest.mark.parametrize(
    ("heads", "attending", "note", "needed"),
    [(38, 38, "", False), (38, 37, "", True), (38, 37, "  ", True), (38, 37, "一人没带手机", False)],
)
def test_a_difference_of_the_head_count_needs_a_word(
    heads: int, attending: int, note: str, needed: bool
) -> None:
    assert sign_in.difference_needs_a_note(head_count=heads, attending=attending, note=note) is needed
