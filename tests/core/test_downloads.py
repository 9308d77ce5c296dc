"""A file that is handed out: saved under its name, taken for what it is, and unable to run."""

import uuid

import pytest
from django.http import Http404

from core.addresses import uuid_or_404
from core.downloads import attachment


def test_a_file_is_saved_under_its_own_name_and_can_not_run() -> None:
    answer = attachment(b"%PDF-1.7", name="豁免材料.pdf")
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E8%B1%81")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_last_ending_says_what_a_file_is() -> None:
    assert attachment(b"A", name="questions.gift.txt")["Content-Type"] == "text/plain; charset=utf-8"
    with pytest.raises(KeyError):
        attachment(b"<script>", name="page.html")


def test_a_text_that_is_no_id_leads_nowhere() -> None:
    known = uuid.uuid4()
    assert uuid_or_404(str(known)) == known
    with pytest.raises(Http404):
        uuid_or_404("1 OR 1=1")
