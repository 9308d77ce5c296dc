"""The case library: loaded once, read by whoever is logged in, by kind."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cms.services import search_index
from courses.case_querysets import all_cases
from courses.services import case_content
from courses.words import CaseKind
from organisations.authority import SYSTEM
from tests.cast import Cast, Places


@pytest.fixture
def reader(client: Client, cast: Cast, places: Places) -> Client:
    client.force_login(cast.account(cast.worker("陈小燕", places.station)))
    return client


@pytest.fixture
def loaded(db: None, at: datetime) -> int:
    return case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at)


def test_every_kind_of_juvenile_case_is_there_and_loading_again_changes_nothing(
    loaded: int, at: datetime
) -> None:
    kinds = set(all_cases().published().values_list("case_kind", flat=True))
    assert kinds >= set(CaseKind) - {CaseKind.OTHER}
    assert case_content.load(folder=case_content.CONTENT, by=SYSTEM, at=at) == 0
    assert all_cases().count() == loaded


def test_a_case_that_names_an_article_cites_its_row(db: None, at: datetime, tmp_path: Path) -> None:
    shipped = sorted(case_content.CONTENT.glob("*.json"))[0]
    content = json.loads(shipped.read_text(encoding="utf-8"))
    law = {"type": "law", "value": {"article": "minors-protection#第十七条", "note": "要报告"}}
    content["body"].append(law)
    (tmp_path / "one.json").write_text(json.dumps(content), encoding="utf-8")
    assert case_content.load(folder=tmp_path, by=SYSTEM, at=at) == 1
    cited = all_cases().get().body[-1].value["article"]
    assert (cited.law.code, cited.number) == ("minors-protection", "第十七条")


def test_a_case_shows_its_text_and_what_to_talk_about(reader: Client, loaded: int) -> None:
    found = all_cases().published()[0]
    page = reader.get(found.home_address()).content.decode()
    assert found.title in page
    assert str(found.talk[0].value) in page
    assert "编写的情境" in page
    found.unpublish()
    assert reader.get(found.home_address()).status_code == 404
    assert Client().get(found.home_address()).status_code == 302


def test_the_list_filters_by_kind_with_the_same_few_questions(
    reader: Client, loaded: int, django_assert_max_num_queries: Callable
) -> None:
    with django_assert_max_num_queries(10):
        everything = reader.get(reverse("cases:list")).content.decode()
    assert all(one.title in everything for one in all_cases())
    only = reader.get(reverse("cases:list") + "?kind=victim_help").content.decode()
    assert [one.title in only for one in all_cases().filter(case_kind="victim_help")] == [True]
    assert all(one.title not in only for one in all_cases().exclude(case_kind="victim_help"))


def test_search_finds_a_case_by_words_of_its_text(reader: Client, loaded: int, at: datetime) -> None:
    search_index.rebuild(by=SYSTEM, at=at)
    found = all_cases().get(case_kind="social_inquiry")
    page = reader.get(reverse("cms:search"), {"q": found.title}).content.decode()
    assert found.home_address() in page
