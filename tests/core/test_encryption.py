"""Sealed columns: unreadable without their key, refused when changed, sealed again with a new key."""

from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from core.encryption import decrypt, encrypt, key_id_of, lookup_hash
from core.keys import KeyStore, MissingKey
from core.models import ImportBatch, ImportFile
from core.services import rotation


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> KeyStore:
    """Keys of this test's own."""
    settings.KEYS = KeyStore(tmp_path / "keys", may_create=True)
    settings.KEYS.make_all()
    return settings.KEYS


@given(st.binary(max_size=200))
def test_what_was_sealed_reads_back_and_never_looks_the_same(plain: bytes) -> None:
    assert decrypt(encrypt(plain)) == plain
    assert encrypt(plain) != encrypt(plain)
    assert len(plain) < 8 or plain not in encrypt(plain)


@given(st.binary(max_size=40), st.data())
def test_one_changed_bit_is_refused(plain: bytes, data: st.DataObject) -> None:
    sealed = encrypt(plain)
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    changed = bytearray(sealed)
    changed[place // 8] ^= 1 << place % 8
    with pytest.raises((InvalidTag, MissingKey)):
        decrypt(bytes(changed))


def test_a_lookup_hash_depends_on_the_purpose_and_on_the_key(keys: KeyStore, settings: Settings) -> None:
    here = lookup_hash("990000", purpose="identity")
    assert here == lookup_hash("990000", purpose="identity")
    assert here != lookup_hash("990000", purpose="action")
    settings.KEYS = KeyStore(keys.folder.with_name("other"), may_create=True)
    assert here != lookup_hash("990000", purpose="identity")


def _file(content: bytes) -> ImportFile:
    batch = ImportBatch.objects.create(kind="probe", staged_at="2026-03-16T10:00:00+08:00")
    return ImportFile.objects.create(batch=batch, name="x", digest="x", content=content)


def _stored(file: ImportFile) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM core_importfile WHERE id = %s", [file.pk])
        return bytes(cursor.fetchone()[0])


def test_rotation_seals_every_column_again_and_may_be_repeated(db: None, keys: KeyStore) -> None:
    files = [_file(f"第{number}号".encode()) for number in range(rotation.BATCH + 3)]
    assert b"\xe7\xac\xac" not in _stored(files[0])
    call_command("rotate_field_key")
    assert {key_id_of(_stored(file)) for file in files} == {2}
    assert rotation.key_ids_in_use() == {2}
    (keys.folder / "field-1.key").unlink()
    for number, file in enumerate(files):
        file.refresh_from_db()
        assert file.content == f"第{number}号".encode()
    assert rotation.seal_again() == 0


def test_rotation_knows_every_sealed_column_of_every_app() -> None:
    known = {f"{model._meta.label_lower}.{field.name}" for model, field in rotation.encrypted_columns()}
    assert {"core.importfile.content", "people.person.identity_number"} <= known


def test_a_running_process_uses_a_key_that_another_one_made(keys: KeyStore) -> None:
    assert key_id_of(encrypt(b"x")) == 1
    KeyStore(keys.folder, may_create=False).add_field_key()
    assert key_id_of(encrypt(b"x")) == 2


def test_a_backup_without_its_keys_says_so(db: None, keys: KeyStore, settings: Settings) -> None:
    file = _file(b"x")
    keys.add_field_key()
    assert not run_checks(tags=["database"], databases=["default"])
    (keys.folder / "field-1.key").unlink()
    with pytest.raises(MissingKey, match="readable only with its keys"):
        file.refresh_from_db()
    [error] = run_checks(tags=["database"], databases=["default"])
    assert error.id == "core.E001"
    assert "field key 1" in error.msg


def test_where_keys_may_not_be_made_a_missing_one_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MissingKey, match="restore it"):
        KeyStore(tmp_path, may_create=False).text("lookup")


def test_key_files_are_for_their_owner_only(keys: KeyStore) -> None:
    assert keys.folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in keys.folder.iterdir())
