"""Certificates of every format ever issued still verify. A file in `museum/` is never changed, only added."""

import base64
import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from certification.models import CompletionCertificate
from certification.rules import FORMAT
from people.models import Person
from tests.certification.conftest import keys_after_rotation

MUSEUM = Path(__file__).parent / "museum"


@pytest.mark.usefixtures("clock_at")
@pytest.mark.parametrize("name", sorted(path.name for path in MUSEUM.glob("*.json")))
def test_a_certificate_of_the_past_is_still_valid(
    worker: Person, client: Client, settings: object, tmp_path: Path, name: str
) -> None:
    kept = json.loads((MUSEUM / name).read_text())
    keys = keys_after_rotation(tmp_path, {kept["key_id"]: kept["public_key"].encode()})
    settings.KEYS = keys  # type: ignore[attr-defined]
    CompletionCertificate.objects.create(
        person=worker, course="gone", number=kept["number"], code=kept["code"],
        record=base64.b64decode(kept["record"]), sha256=kept["sha256"], key_id=kept["key_id"],
        signature=base64.b64decode(kept["signature"]), issued_on=date(2026, 3, 16),
    )  # fmt: skip
    page = client.get(reverse("verify:answer", args=[kept["code"]])).content.decode()
    for words in ("有效", "陈**", "东湖县青石镇社工站", "社工岗前培训", "1.6小时", kept["number"]):
        assert words in page
    assert "不符" not in page


def test_every_format_has_its_piece_in_the_museum() -> None:
    assert {path.name for path in MUSEUM.glob("*.json")} == {
        f"format-{number}.json" for number in range(1, FORMAT + 1)
    }
