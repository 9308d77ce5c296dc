"""Synonyms: the product's own stand from the beginning, editors change them, and the next search goes by them."""

from datetime import datetime

import pytest
from django.test import Client

from cms.models import SynonymGroup
from cms.rules.searching import group_of
from cms.search import known_synonyms
from cms.search_querysets import all_synonyms
from cms.services import synonyms
from core.errors import RuleBroken
from core.models import Event
from organisations.authority import NOBODY, SYSTEM
from organisations.roles import Role
from tests.cast import Cast, Places

ADMIN = "/cms/synonyms/"


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("周编辑", Role.EDITOR, places.city)))
    return client


def added(words: str, at: datetime) -> SynonymGroup:
    return synonyms.keep(group=SynonymGroup(words=words), by=SYSTEM, at=at)


def test_the_products_own_stand_from_the_beginning(db: None) -> None:
    assert "家访" in known_synonyms()["走访"]
    assert all_synonyms().count() > 40


def test_a_group_is_kept_as_words_are_compared(db: None, at: datetime) -> None:
    assert added(" 长护险＝长期护理保险 = ＬＴＣ = 长护险 # 说明", at).words == "长护险 = 长期护理保险 = ltc"
    assert known_synonyms()["长护险"] == ["长期护理保险", "ltc"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("走访", "synonyms.too_few"),
        ("走访 = 走访", "synonyms.too_few"),
        ("# 走访 = 家访", "synonyms.too_few"),
        ("=".join(f"很长的叫法{number}" for number in range(30)), "synonyms.too_long"),
        ("双百=双百工程=双百计划", "synonyms.twice"),
    ],
)
def test_what_is_no_group_is_refused(db: None, at: datetime, words: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        added(words, at)
    assert refused.value.code == code
    assert not Event.objects.filter(name="cms.synonyms.kept").exists()


def test_only_editors_change_synonyms(db: None, at: datetime) -> None:
    with pytest.raises(RuleBroken):
        synonyms.keep(group=SynonymGroup(words="一 = 二"), by=NOBODY, at=at)
    with pytest.raises(RuleBroken):
        synonyms.delete(group=all_synonyms()[0], by=NOBODY, at=at)


def test_an_editor_adds_changes_and_deletes_a_group_in_the_admin(editor: Client) -> None:
    assert "走访 = 入户" in editor.get(ADMIN).content.decode()
    refused = editor.post(f"{ADMIN}new/", {"words": "长护险"}).content.decode()
    assert "同义词至少要有两个" in refused
    editor.post(f"{ADMIN}new/", {"words": "长护险=长期护理保险"})
    assert known_synonyms()["长护险"] == ["长期护理保险"]
    group = all_synonyms().get(words="长护险 = 长期护理保险")
    editor.post(f"{ADMIN}edit/{group.pk}/", {"words": "长护险=长护保险"})
    assert known_synonyms()["长护险"] == ["长护保险"]
    editor.post(f"{ADMIN}delete/{group.pk}/")
    assert "长护险" not in known_synonyms()
    names = list(Event.objects.filter(name__startswith="cms.synonyms").values_list("name", flat=True))
    assert sorted(names) == ["cms.synonyms.deleted", "cms.synonyms.kept", "cms.synonyms.kept"]


def test_nobody_else_comes_to_the_list(client: Client, places: Places, cast: Cast) -> None:
    client.force_login(cast.account(cast.worker("林晓雯", places.station)))
    assert client.get(ADMIN).status_code == 403
    client.post(f"{ADMIN}new/", {"words": "长护险=长期护理保险"})
    assert "长护险" not in known_synonyms()


def test_a_line_may_be_typed_with_wide_signs() -> None:
    assert group_of("ＡＢＣ＝甲 = 乙＝甲#丙") == ["abc", "甲", "乙"]
