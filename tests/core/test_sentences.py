"""Sentences remember how they were made and are said in the language of whoever reads them."""

import pickle
from collections.abc import Iterator
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real

from core.errors import RuleBroken
from core.language import shown
from core.models import ImportBatch, ImportRow
from core.sentences import NOTHING, Sentence, full_date, listed, quote, say, together
from core.templatetags.ui import day, hours
from core.words import ImportState, Verdict

ENGLISH = {
    "待确认": "waiting",
    "共%(n)s行，状态“%(state)s”": "%(n)s rows, state “%(state)s”",
    ("有%(count)s个单位", 0): "%(count)s organisation",
    ("有%(count)s个单位", 1): "%(count)s organisations",
    "%(one)s；%(more)s": "%(one)s; %(more)s",
    "%(one)s、%(more)s": "%(one)s, %(more)s",
}


@pytest.fixture
def english() -> Iterator[None]:
    """A small catalogue in the place of the whole one."""
    with translation.override("en"):
        catalog = trans_real.catalog()._catalog
        known = dict(catalog.items())
        catalog._catalogs.insert(0, ENGLISH)
        yield
        catalog._catalogs.remove(ENGLISH)
        assert dict(catalog.items()) == known


def test_a_sentence_is_its_chinese_text() -> None:
    said = say("共%(n)s行，状态“%(state)s”", n=3, state=ImportState.STAGED)
    assert said == "共3行，状态“待确认”"
    assert said.msgid == "共%(n)s行，状态“%(state)s”"
    assert shown(said) == str(said)


def test_percent_signs_of_a_sentence_without_values_stand() -> None:
    assert say("完成率100%") == "完成率100%"


@pytest.mark.usefixtures("english")
def test_words_and_sentences_inside_are_said_in_the_same_language() -> None:
    said = say("共%(n)s行，状态“%(state)s”", n=3, state=ImportState.STAGED)
    assert shown(said) == "3 rows, state “waiting”"
    assert shown(together([said, NOTHING, quote("张三说的话")])) == "3 rows, state “waiting”; 张三说的话"
    assert shown(listed(["待确认", "未知"])) == "waiting, 未知"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("count", "text"), [(1, "1 organisation"), (2, "2 organisations")])
def test_a_count_chooses_the_plural(count: int, text: str) -> None:
    assert shown(say("有%(count)s个单位", count=count)) == text


@pytest.mark.usefixtures("english")
def test_a_broken_rule_speaks_the_language_of_the_reader_and_chinese_in_the_log() -> None:
    broken = RuleBroken("import.state", "共%(n)s行，状态“%(state)s”", n=1, state=ImportState.STAGED)
    assert broken.message == "1 rows, state “waiting”"
    assert str(broken) == "共1行，状态“待确认”"
    assert RuleBroken("import.state", say("待确认")).message == "waiting"


def test_what_somebody_typed_is_no_message_id() -> None:
    assert quote("100% %(x)s") == "100% %(x)s"
    assert quote("") == ""
    assert quote(said := say("待确认")) is said


@pytest.mark.parametrize(
    "said",
    [
        NOTHING,
        say("待确认"),
        say("共%(n)s行，状态“%(state)s”", n=3, state=ImportState.STAGED),
        together([say("待确认"), quote("甲"), say("有%(count)s个单位", count=2)]),
    ],
)
def test_a_sentence_survives_being_packed_and_pickled(said: Sentence) -> None:
    for again in (Sentence.unpacked(said.packed()), pickle.loads(pickle.dumps(said))):  # noqa: S301
        assert (again, again.msgid, again.values) == (said, said.msgid, said.values)
        assert again.packed() == said.packed()


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
def test_the_reason_of_an_import_row_is_read_in_the_readers_language(at) -> None:
    batch = ImportBatch.objects.create(kind="test", staged_at=at)
    said = together([say("待确认"), say("有%(count)s个单位", count=1)])
    ImportRow.objects.create(batch=batch, sheet="表", row=1, verdict=Verdict.DOUBTFUL, reason=said)
    ImportRow.objects.create(batch=batch, sheet="表", row=2, verdict=Verdict.NEW)
    first, second = batch.rows.order_by("row")
    assert first.reason == "待确认；有1个单位"
    assert shown(first.reason) == "waiting; 1 organisation"
    assert second.reason == ""


@pytest.mark.usefixtures("english")
def test_a_template_says_sentences_and_words_in_the_language_of_the_request() -> None:
    page = Template(
        "{{ said }}|{{ word.label }}|{% blocktranslate with x=word.label %}{{ x }}{% endblocktranslate %}"
    )
    said = together([quote("<b>"), ImportState.STAGED.label])
    assert (
        page.render(Context({"said": said, "word": ImportState.STAGED}))
        == "&lt;b&gt;; waiting|waiting|waiting"
    )
    with translation.override("zh-hans"):
        assert Template("{{ said }}").render(Context({"said": said})) == "&lt;b&gt;；待确认"


def test_a_date_in_a_text_is_written_as_chinese_write_it() -> None:
    assert full_date(date(2026, 11, 30)) == "2026年11月30日"
    assert "2026年3月6日" in day(date(2026, 3, 6))
    assert "19.5小时" in hours(1170)
