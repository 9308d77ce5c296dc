"""The editors' admin speaks the language of the account, in its scripts as well."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from organisations.roles import Role
from tests.cast import Cast, Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, places: Places, cast: Cast) -> Client:
    client.force_login(cast.account(cast.with_role("苏文清", Role.EDITOR, places.city)))
    return client


def script_texts(client: Client) -> dict[str, object]:
    """The catalogue that Wagtail's scripts ask, as the page gets it."""
    script = client.get("/cms/jsi18n/").content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    return json.loads(found[1]) if found else {}


OURS = "要给已有的站点添加页面，请添加在首页下面。"
ENGLISH_PHRASE = re.compile(r">\s*([A-Z][a-z]+(?: [a-z]+)+)[.:…]?\s*<")


def test_the_admin_is_chinese_until_somebody_chooses_english(editor: Client) -> None:
    page = editor.get("/cms/pages/").content.decode()
    assert '<html lang="zh-hans"' in page
    assert OURS in page
    editor.post("/language/", {"language": "en"})
    page = editor.get("/cms/pages/").content.decode()
    assert '<html lang="en"' in page
    assert OURS not in page
    assert ENGLISH_PHRASE.search(page)


@pytest.mark.parametrize(
    "address", ["", "pages/", "pages/1/", "images/", "images/add/", "documents/", "documents/add/"]
)
def test_no_english_is_left_in_the_chinese_admin(editor: Client, address: str) -> None:
    page = editor.get(f"/cms/{address}", follow=True).content.decode()
    assert '<html lang="zh-hans"' in page
    assert ENGLISH_PHRASE.findall(page) == []


def test_the_scripts_are_chinese_with_what_wagtail_leaves_out(editor: Client) -> None:
    texts = script_texts(editor)
    assert texts["Write something or type ‘/’ to insert a block"] == "开始写，或输入“/”插入内容块"  # ours
    assert texts["Close"] == "关闭"  # Wagtail's own
    editor.post("/language/", {"language": "en"})
    assert "Write something or type ‘/’ to insert a block" not in script_texts(editor)
