"""Records: one byte form, signatures that fail on any change, and codes that find a typing mistake."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core import records
from core.keys import KeyStore

bodies = st.text(alphabet=records.ALPHABET, min_size=1, max_size=records.CODE_LENGTH)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(bodies)
def test_every_single_wrong_character_is_found(body: str) -> None:
    code = body + records.check_character(body)
    assert records.is_well_formed(code)
    for place, right in enumerate(code):
        for wrong in set(records.ALPHABET) - {right}:
            assert not records.is_well_formed(code[:place] + wrong + code[place + 1 :])


@given(bodies)
def test_every_swapped_pair_is_found(body: str) -> None:
    code = body + records.check_character(body)
    for place in range(len(code) - 1):
        first, second = code[place : place + 2]
        if first != second:
            assert not records.is_well_formed(code[:place] + second + first + code[place + 2 :])


@given(bodies)
def test_a_code_is_recognised_as_people_type_it(body: str) -> None:
    code = body + records.check_character(body)
    typed = f" {records.grouped(code).lower()} ".replace("0", "o").replace("1", "l")
    assert records.normalise_code(typed) == code


def test_new_codes_are_well_formed_and_long() -> None:
    codes = {records.new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) == 16 and records.is_well_formed(code) for code in codes)


@given(st.binary(), st.integers(min_value=4, max_value=15))
def test_a_code_of_a_digest_is_the_same_each_time(content: bytes, length: int) -> None:
    code = records.code_from_digest(records.digest(content), length=length)
    assert code == records.code_from_digest(records.digest(content), length=length)
    assert records.is_well_formed(code)
    assert len(code) == length + 1


@given(values)
def test_canonical_json_reads_back_and_ignores_the_order_of_keys(value: Any) -> None:
    form = records.canonical_json(value)
    assert json.loads(form) == value
    assert records.canonical_json(_turned(value)) == form


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(list(value))}
    return [_turned(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        {"hours": [1, 2.0]},
        {"a": {"b": float("nan")}},
        {1: "x", "1": "y"},
        {"a": {2: 3}},
        {"at": object()},
    ],
)
def test_what_has_two_forms_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        records.canonical_json(value)


@given(st.binary(min_size=1, max_size=40), st.data())
def test_a_signature_fails_on_any_change(content: bytes, data: st.DataObject) -> None:
    key_id, signature = records.sign(content)
    assert records.is_signed(content, key_id=key_id, signature=signature)
    place = data.draw(st.integers(0, len(content) - 1))
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert not records.is_signed(changed, key_id=key_id, signature=signature)
    assert not records.is_signed(
        content, key_id=key_id, signature=signature[:-1] + bytes([signature[-1] ^ 1])
    )
    assert not records.is_signed(content, key_id=key_id + 1, signature=signature)


def test_an_old_key_goes_on_verifying_after_a_new_one_came(tmp_path: Any, settings: Settings) -> None:
    settings.KEYS = KeyStore(tmp_path, may_create=True)
    key_id, signature = records.sign(b"record")
    newer = KeyStore(tmp_path / "newer", may_create=True)
    assert newer.signing_keys
    (tmp_path / "signing-2.pem").write_bytes((tmp_path / "newer/signing-1.pem").read_bytes())
    assert records.sign(b"record")[0] == 2
    assert records.is_signed(b"record", key_id=key_id, signature=signature)
