"""No text for people goes around the message catalogue."""

from collections.abc import Iterable
from fnmatch import fnmatch

from tests.architecture.source_tree import name_of, python_files
from tests.architecture.wording import Found, all_texts, read_python, read_template, template_files

# Chinese that is data or paper: where, and why it is the same in every language.
ALLOWED = {
    "site/config/settings/base.py": "the name of the site; languages under their own names",
    "site/people/words.py": "languages under their own names",
    "*/apps.py": "names of apps, which no page shows",
    "*/management/commands/*.py": "the console of whoever keeps the installation",
    "site/hours/services/seals.py": "what verify_ledger says on the console",
    "site/desks/services/demo/*.py": "sample data",
    "site/core/styleguide.py": "sample texts, for dev and tests only",
    "templates/styleguide/*": "sample texts, for dev and tests only",
    "site/reporting/rules/workbooks/*.py": "what people type into sheets",
    "courses/rules/receipts.py": "what stands on lists that come back, beside its own marked reasons",
    "site/reporting/rules/planning/schedule.py": "names of classes as sheets write them",
    "site/reporting/rules/received/grid.py": "how headings name a period",
    "site/reporting/rules/places.py": "what names of bureaus end with",
    "site/organisations/rules.py": "what names of stations end with",
    "site/people/services/persons.py": "family names with a reading of their own",
    "site/reporting/rules/filing_sheet.py": "the official form, the same bytes for every reader",
    "site/reporting/rules/filing_tables.py": "the official form, the same bytes for every reader",
    "site/core/sheets/writing.py": "fonts, and the foot of official forms",
    "site/core/sheets/csv_writing.py": "signs that a spreadsheet acts upon",
    "site/reporting/rules/official/shape.py": "the mark behind a heading",
    "certification/services/certificates.py": "the number on a certificate",
    "site/assessment/formats/*.py": "what people type into files of questions",
    "site/assessment/rules/wording.py": "the options of a true/false question, and the full stop of an answer",
    "site/core/text_guard.py": "what names, labels and schools look like in Chinese texts",
    "courses/forms/contracts.py": "usual items of a budget, stored as they are written",
    "courses/class_documents.py": "official letters, the same for every reader",
    "courses/class_handbook.py": "a draft on paper, the same for every reader",
    "site/reporting/class_briefs.py": "an official letter, the same for every reader",
    "courses/lecturer_fees.py": "the official form, the same for every reader",
    "courses/rules/lecturers.py": "how people write whose lecturer somebody is",
    "courses/rules/lecturer_fees.py": "what people write as a title",
    "courses/rules/timetables.py": "how people write days and times",
    "courses/rules/online.py": "what headings of exported lists say",
    "courses/rules/rubric.py": "the bars of a Chinese keyboard",
    "site/cms/fields.py": "the commas of a Chinese keyboard",
    "site/cms/rules/laws.py": "Chinese numerals",
    "site/cms/models/laws.py": "the marks around the name of a law",
    "site/cms/news_documents.py": "Chinese numerals",
    "site/cms/rules/ranking.py": "where Chinese sentences end",
    "site/cms/rules/rich_text.py": "the dot behind the number of a list",
    "site/cms/rules/searching.py": "what people type around what they look for",
    "site/core/documents.py": "fonts, and the dot behind the number of a list",
    "templates/500.html": "drawn when nothing else works",
}  # fmt: skip


def _is_allowed(found: Found) -> bool:
    return any(fnmatch(name_of(found.path), pattern) for pattern in ALLOWED)


def _unmarked(texts: Iterable[Found]) -> list[Found]:
    """A literal that is a message id somewhere else is a name of that text, not a text of its own."""
    every = list(texts)
    known = {found.message.msgid for found in every if found.message}
    return [found for found in every if found.message is None and found.text not in known]


def test_every_chinese_text_is_marked_for_translation() -> None:
    around = [str(found) for found in _unmarked(all_texts()) if not _is_allowed(found)]
    assert around == [], "mark them with gettext, say or {% translate %}, or allow them with a reason"


def test_no_text_is_put_together_inside_a_marker() -> None:
    faults = [str(fault) for path in python_files(with_tests=False) for fault in read_python(path).faults]
    assert faults == [], "the catalogue knows literals only: use %(name)s and values"


def test_nothing_is_allowed_that_is_not_there() -> None:
    names = {name_of(found.path) for found in _unmarked(all_texts())}
    assert [pattern for pattern in ALLOWED if not any(fnmatch(name, pattern) for name in names)] == []


def test_the_readers_find_what_they_are_for(tmp_path) -> None:
    python = tmp_path / "x.py"
    python.write_text(
        'x = "没标"\ny = _("标了")\nz = RuleBroken("a.b", "有%(count)s个", count=1)\nf = _(f"拼{x}")\n"""说明"""\n'
    )
    found = read_python(python)
    assert [one.text for one in found.found if one.message is None] == ["没标", "拼"]
    assert [(one.message.msgid, one.message.plural) for one in found.found if one.message] == [
        ("标了", ""),
        ("有%(count)s个", "有%(count)s个"),
    ]
    assert len(found.faults) == 1
    page = tmp_path / "x.html"
    page.write_text(
        '<p title="没标">{% translate "标了" %}{{ x|default:"空" }}{% status _("好") %}{# 注 #}'
        "{% blocktranslate count n=n %}有{{ n }}个{% plural %}有{{ n }}个{% endblocktranslate %}</p>"
    )
    texts = read_template(page)
    assert {one.message.msgid for one in texts if one.message} == {"标了", "好", "有%(n)s个"}
    assert [one.text for one in texts if one.message is None] == ['<p title="没标">', 'x|default:"空"']


def test_every_template_is_read() -> None:
    assert len(template_files()) > 100
