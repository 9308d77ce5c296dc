"""The parts say the same words in the summary and at the field, and lose nothing that was typed."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse

from core import bound_fields
from core.forms import Chips, DateInParts, DatePicker
from core.styleguide import PARTS


class Form(forms.Form):
    name = forms.CharField(
        label="姓名", widget=forms.TextInput({"autocomplete": "name"}), help_text="与身份证一致"
    )
    minutes = forms.IntegerField(label="时长", min_value=1, max_value=480)
    station = forms.ChoiceField(label="社工站", choices=[("", "请选择"), ("1", "安塘")])
    notes = forms.CharField(label="要点", max_length=5, widget=forms.Textarea)
    topics = forms.MultipleChoiceField(label="主题", choices=[("a", "甲"), ("b", "乙")], widget=Chips)
    agreed = forms.BooleanField(label="我已核对")
    born_on = DateInParts(label="出生日期")
    held_on = forms.DateField(
        label="督导日期", widget=DatePicker, error_messages={"required": "请写督导是哪一天"}
    )
    file = forms.FileField(label="扫描件")


def render(text: str, **values: Any) -> str:
    return Template(text).render(
        Context(values | {"request": RequestFactory().get("/list/", {"q": "甲", "page": "2"})})
    )


def problems(**answers: Any) -> dict[str, str]:
    return {problem.target: problem.text for problem in bound_fields.problems(Form(answers))}


def test_a_missing_answer_is_asked_for_by_its_label() -> None:
    assert problems() == {
        "id_name": "请填写姓名",
        "id_minutes": "请填写时长",
        "id_station": "请选择社工站",
        "id_notes": "请填写要点",
        "id_topics_0": "请选择主题",
        "id_agreed": "请勾选“我已核对”",
        "id_born_on_year": "请填写出生日期",
        "id_held_on": "请写督导是哪一天",  # the form's own words stand
        "id_file": "请选择要上传的文件：扫描件",
    }


@pytest.mark.parametrize(
    ("answers", "target", "words"),
    [
        ({"minutes": "0"}, "id_minutes", "时长不能小于1"),
        ({"minutes": "481"}, "id_minutes", "时长不能大于480"),
        ({"minutes": "一小时"}, "id_minutes", "时长请填数字，例如45"),
        ({"notes": "一二三四五六七"}, "id_notes", "要点最多5字，现在有7字"),
        ({"station": "9"}, "id_station", "请在列表中选择社工站"),
        ({"held_on": "昨天"}, "id_held_on", "督导日期请写年、月、日，例如2026-11-30"),
    ],
)
def test_an_error_names_the_field_and_the_remedy(answers: dict[str, str], target: str, words: str) -> None:
    assert problems(**answers)[target] == words


def test_the_summary_links_to_inputs_that_exist_and_says_the_words_of_the_field() -> None:
    form = Form({})
    shown = render("{% for bound in form %}{% field bound %}{% endfor %}", form=form)
    summary = render("{% error_summary form %}", form=form)
    links = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    assert len(links) == len(form.fields)
    for target, words in links:
        assert shown.count(f'id="{target}"') == 1
        assert f'<span class="sr">错误：</span>{words}</p>' in shown


def test_a_field_is_described_by_its_hint_and_its_error() -> None:
    shown = render("{% field form.name %}", form=Form({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_helptext"' in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'autocomplete="name"' in shown


def test_no_summary_where_nothing_is_wrong_or_nothing_was_sent() -> None:
    assert render("{% error_summary form %}", form=Form()).strip() == ""
    assert render("{% error_summary form %}", form=None).strip() == ""


def test_a_long_text_is_counted_and_never_cut_off_by_the_browser() -> None:
    shown = render("{% textarea form.notes %}", form=Form({"notes": "一二三四五六七"}))
    assert "maxlength" not in shown
    assert "一二三四五六七" in shown
    assert "最多5字" in shown  # for whoever has no script


@pytest.mark.parametrize(
    ("typed", "day", "words"),
    [
        (("2026", "11", "30"), date(2026, 11, 30), ""),
        (("２０２６", " 3", "6 "), date(2026, 3, 6), ""),
        (("2026", "", ""), None, "请补上月、日"),
        (("2026", "2", "30"), None, "没有这一天，请核对年、月、日"),
        (("26", "2", "3"), None, "年份请写四位数字，例如2026"),
        (("2026", "二", "3"), None, "没有这一天，请核对年、月、日"),
    ],
)
def test_a_date_in_three_fields(typed: tuple[str, str, str], day: date | None, words: str) -> None:
    class Asking(forms.Form):
        on = DateInParts(label="日期")

    form = Asking(dict(zip(("on_year", "on_month", "on_day"), typed, strict=True)))
    assert form.is_valid() is (day is not None)
    assert form.cleaned_data.get("on") == day
    assert [problem.text for problem in bound_fields.problems(form)] == ([words] if words else [])
    shown = render("{% field form.on %}", form=form)
    assert all(f'value="{part.strip()}"' in shown for part in typed)  # what was typed stays


def test_a_date_in_three_fields_takes_a_whole_date_and_shows_the_one_it_has() -> None:
    class Asking(forms.Form):
        on = DateInParts(label="日期", required=False)

    assert Asking({"on": "2026-11-30"}).fields["on"].clean("2026-11-30") == date(2026, 11, 30)
    whole = Asking({"on": "2026-11-30"})
    assert whole.is_valid()
    assert whole.cleaned_data["on"] == date(2026, 11, 30)
    assert 'name="on_month" value="11"' in render(
        "{% field form.on %}", form=Asking(initial={"on": date(2026, 11, 30)})
    )
    assert Asking({}).is_valid()


def test_a_task_that_cannot_start_is_no_link_and_done_is_plain_text() -> None:
    items = [
        SimpleNamespace(title="测验", url="", status="暂不能开始", tone="plain", hint="先完成前面的章节"),
        SimpleNamespace(title="第一章", url="/a/", status="已完成", tone="done", hint=""),
        SimpleNamespace(title="面授", url="/b/", status="待签到", tone="due", hint=""),
    ]
    shown = render("{% task_list items %}", items=items)
    assert shown.count("<a ") == 2
    assert shown.count('class="status') == 1


def test_pagination_keeps_the_filters() -> None:
    page = SimpleNamespace(
        has_other_pages=True, has_previous=True, has_next=True, previous_page_number=1, next_page_number=3, number=2,
        paginator=SimpleNamespace(num_pages=3),
    )  # fmt: skip
    shown = render("{% pagination page %}", page=page)
    assert 'href="?q=%E7%94%B2&amp;page=3"' in shown
    assert shown.count("page=") == 2


@pytest.mark.parametrize(
    ("done", "target", "width"), [(0, 20, "0"), (13.5, 20, "67.5"), (30, 20, "100"), (5, 0, "0")]
)
def test_the_progress_line_stays_inside_its_bar(done: float, target: float, width: str) -> None:
    shown = render("{% progress_line done target '学时' %}", done=done, target=target)
    assert re.search(r'class="done" width="([\d.]+)"', shown)[1] in {width, f"{width}.0"}  # type: ignore[index]
    assert f"已有{done}学时，目标{target}学时" in shown


@pytest.mark.parametrize(
    "text",
    ['{% status "好" "green" %}', '{% button "好" kind="big" %}', '{% notice tone="x" %}{% endnotice %}'],
)
def test_a_variant_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is none of"):
        render(text)


def test_what_is_put_into_a_part_is_escaped() -> None:
    bad = "<script>"
    text = "{% card title=bad %}{{ bad }}{% endcard %}{% button bad %}{% status bad %}"
    assert bad not in render(text, bad=bad)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_page_where_settings_want_it(part: str, client: Client, db: None) -> None:
    answer = client.get(reverse("core:styleguide_part", kwargs={"part": part}))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_the_styleguide_is_not_found_elsewhere(client: Client, settings: Any, db: None) -> None:
    assert client.get(reverse("core:styleguide_part", kwargs={"part": "nothing"})).status_code == 404
    settings.STYLEGUIDE = False
    assert client.get(reverse("core:styleguide")).status_code == 404
    assert client.get(reverse("core:styleguide_part", kwargs={"part": "button"})).status_code == 404
