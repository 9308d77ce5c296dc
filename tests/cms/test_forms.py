"""Forms of the library: complete, printable, safe against a wrong file, the same bytes twice."""

import io
from collections.abc import Callable

import docx
import pytest
from django.test import Client
from django.urls import reverse

from cms import form_registry, tasks
from cms.form_documents import form_document
from cms.form_library import all_forms, form_of
from cms.models import SearchEntry
from cms.rules.form_sheets import FormWrong, read
from cms.search import search
from organisations.authority import NOBODY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.code)
def test_every_form_is_a_page_and_a_document_with_all_its_parts(form: object, client: Client) -> None:
    page = client.get(reverse("forms:sheet", args=[form.code])).content.decode()
    answer = client.get(reverse("forms:document", args=[form.code]))
    opened = docx.Document(io.BytesIO(answer.content))
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    written = "\n".join([one.text for one in opened.paragraphs] + sorted(cells))
    for text in [form.title, *(part.title for part in form.parts), *form.words(), *form.foot]:
        assert text in page
        assert text in written
    assert form_document(form) == answer.content


def test_a_lesson_finds_a_form_by_its_code_and_nothing_by_another(client: Client) -> None:
    found = form_registry.find("visit-record")
    assert found is not None
    assert client.get(found.url).status_code == 200
    assert form_registry.find("no-such-form") is None
    assert client.get(reverse("forms:sheet", args=["no-such-form"])).status_code == 404


def test_the_list_names_them_all_without_a_question(
    client: Client, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(2):
        page = client.get(reverse("forms:list")).content.decode()
    assert all(form.title in page for form in all_forms())


@pytest.mark.parametrize(
    "part",
    [{"kind": "grid", "title": "x"}, {"kind": "fields", "title": "x"}, {"kind": "room", "title": "x"}],
    ids=["unknown kind", "no names", "no lines"],
)
def test_a_file_that_cannot_be_printed_is_refused(part: dict) -> None:
    content = {"code": "c", "title": "t", "purpose": "p", "how_to": [], "foot": ["f"], "parts": [part]}
    with pytest.raises(FormWrong, match="c: x"):
        read(content)
    assert form_of("c") is None


def test_a_new_version_brings_its_forms_into_the_search_when_its_worker_starts() -> None:
    gone = SearchEntry.objects.create(kind="form", object_id=10_000, url="/", title="旧表")
    SearchEntry.objects.create(kind="lesson", object_id=1, url="/", title="一节课")
    tasks.index_forms()
    found = SearchEntry.objects.filter(kind="form")
    assert sorted(found.values_list("title", flat=True)) == sorted(form.title for form in all_forms())
    assert not found.filter(pk=gone.pk).exists()
    assert SearchEntry.objects.filter(kind="lesson").exists(), "other kinds are left alone"
    tasks.index_forms()
    assert found.count() == len(all_forms())
    assert search(all_forms()[0].title, by=NOBODY)[0].entry.kind == "form"
