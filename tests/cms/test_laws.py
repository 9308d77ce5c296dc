"""Laws as data: loaded once, kept as editors changed them, amended by a row that follows."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from cms.law_querysets import all_articles
from cms.models import Law, LawArticle
from cms.rules.laws import BadReference, has_lapsed, place_of, split_reference
from cms.services import laws
from cms.services.laws import ArticleDetails
from core.errors import RuleBroken
from core.models import Event
from organisations.authority import NOBODY, SYSTEM

SEVENTEEN = "minors-protection#第十七条"
DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("number", "place"),
    [("第四条", 400), ("第十七条", 1700), ("第十七条之二", 1702), ("第一百零三条", 10300), ("第一百一十条", 11000),
     ("第20条", 2000), ("第二百八十六条", 28600), ("全文", 0)],
)  # fmt: skip
def test_articles_stand_in_the_order_of_their_numbers(number: str, place: int) -> None:
    assert place_of(number) == place


def test_the_last_day_is_the_first_one_without_it() -> None:
    assert not has_lapsed(None, on=DAY)
    assert not has_lapsed(date(2026, 6, 2), on=DAY)
    assert has_lapsed(DAY, on=DAY)


@pytest.mark.parametrize("reference", ["", "minors-protection", "#第十七条", "minors-protection#"])
def test_a_reference_names_a_law_and_an_article(reference: str) -> None:
    with pytest.raises(BadReference):
        split_reference(reference)


@pytest.mark.django_db
def test_the_products_file_is_loaded_once(at: datetime) -> None:
    assert laws.load(by=SYSTEM, at=at) > 100
    assert laws.load(by=SYSTEM, at=at) == 0
    assert Event.objects.filter(name="cms.laws.loaded").count() == 1
    assert all_articles().named(SEVENTEEN).get().in_force_from == date(2021, 6, 1)


def law_file(
    tmp_path: Path, *articles: dict[str, object], title: str = "中华人民共和国未成年人保护法"
) -> Path:
    law = {
        "code": "minors-protection", "title": title, "short_title": "未成年人保护法",
        "issuer": "全国人民代表大会常务委员会", "kind": "law", "articles": list(articles),
    }  # fmt: skip
    path = tmp_path / "laws.json"
    path.write_text(json.dumps([law]), encoding="utf-8")
    return path


def article(gist: str, *, since: str = "2021-06-01", until: str | None = None) -> dict[str, object]:
    return {
        "number": "第十七条", "in_force_from": since, "in_force_to": until, "gist": gist, "is_verified": True,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_changed_file_changes_what_no_editor_touched(tmp_path: Path, at: datetime) -> None:
    laws.load(path=law_file(tmp_path, article("旧")), by=SYSTEM, at=at)
    assert laws.load(path=law_file(tmp_path, article("新")), by=SYSTEM, at=at) == 1
    kept = all_articles().get()
    kept.gist = "编辑写的"
    laws.write_article(article=kept, by=SYSTEM, at=at)
    assert laws.load(path=law_file(tmp_path, article("更新"), title="另一个名字"), by=SYSTEM, at=at) == 1
    assert all_articles().get().gist == "编辑写的"
    assert Law.objects.get().title == "另一个名字"


@pytest.mark.django_db
def test_an_amendment_in_the_file_follows_the_old_row(tmp_path: Path, at: datetime) -> None:
    laws.load(path=law_file(tmp_path, article("旧")), by=SYSTEM, at=at)
    rows = (article("旧", until="2026-06-01"), article("新", since="2026-06-01"))
    assert laws.load(path=law_file(tmp_path, *rows), by=SYSTEM, at=at) == 2
    old, new = all_articles().order_by("in_force_from")
    assert (new.follows_id, old.in_force_to) == (old.pk, DAY)


@pytest.mark.django_db
def test_an_editors_amendment_goes_before_that_of_the_file(tmp_path: Path, at: datetime) -> None:
    laws.load(path=law_file(tmp_path, article("旧")), by=SYSTEM, at=at)
    laws.amend(article=all_articles().get(), details=details(DAY), by=SYSTEM, at=at)
    rows = (article("旧", until="2026-06-01"), article("文件里的", since="2026-06-01"))
    laws.load(path=law_file(tmp_path, *rows), by=SYSTEM, at=at)
    assert [one.gist for one in all_articles().order_by("in_force_from")] == ["旧", "修改后的大意"]


def details(since: date) -> ArticleDetails:
    return ArticleDetails(number="第十七条", in_force_from=since, gist="修改后的大意")


@pytest.fixture
def seventeen(db: None, at: datetime) -> LawArticle:
    return laws.article_for(reference=SEVENTEEN, on=at.date(), by=SYSTEM, at=at)


def test_an_article_that_is_asked_for_brings_its_law_and_no_other(seventeen: LawArticle) -> None:
    assert seventeen.reference == SEVENTEEN
    assert Law.objects.get().code == "minors-protection"


@pytest.mark.django_db
def test_an_article_that_nobody_knows_is_refused(at: datetime) -> None:
    for reference in ("minors-protection#第九百条", "no-such-law#第一条"):
        with pytest.raises(RuleBroken, match="法规库里没有"):
            laws.article_for(reference=reference, on=DAY, by=SYSTEM, at=at)


def test_an_amended_article_is_a_new_row(seventeen: LawArticle, at: datetime) -> None:
    new = laws.amend(article=seventeen, details=details(DAY), by=SYSTEM, at=at)
    seventeen.refresh_from_db()
    assert (seventeen.in_force_to, new.follows_id, new.place) == (DAY, seventeen.pk, seventeen.place)
    with pytest.raises(RuleBroken, match="已经有修改后的条文"):
        laws.amend(article=seventeen, details=details(date(2027, 1, 1)), by=SYSTEM, at=at)


def test_texts_of_the_product_go_on_naming_the_wording_they_were_written_with(
    seventeen: LawArticle, at: datetime
) -> None:
    laws.amend(article=seventeen, details=details(DAY), by=SYSTEM, at=at)
    found = laws.article_for(reference=SEVENTEEN, on=date(2027, 1, 1), by=SYSTEM, at=at)
    assert found == seventeen


def test_an_article_lapses_once_and_never_before_it_began(seventeen: LawArticle, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="晚于施行日期"):
        laws.lapse(article=seventeen, on=seventeen.in_force_from, by=SYSTEM, at=at)
    laws.lapse(article=seventeen, on=DAY, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="已经失效"):
        laws.lapse(article=seventeen, on=date(2026, 7, 1), by=SYSTEM, at=at)
    laws.lapse(article=seventeen, on=date(2026, 5, 1), by=SYSTEM, at=at)  # earlier than first said


def test_a_number_is_in_force_once_on_a_day(seventeen: LawArticle, at: datetime) -> None:
    second = LawArticle(law=seventeen.law, number="第十七条", in_force_from=DAY, gist="又一条")
    with pytest.raises(RuleBroken, match="这段时间已有记录"):
        laws.write_article(article=second, by=SYSTEM, at=at)


def test_only_editors_write(seventeen: LawArticle, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="编辑课程"):
        laws.lapse(article=seventeen, on=DAY, by=NOBODY, at=at)
