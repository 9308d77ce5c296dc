"""Every part of the design in every state, with sample data. For dev and tests; elsewhere there is no such page."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import charts
from core.clock import SHANGHAI
from core.conflicts import Difference
from core.forms import Chips, DateInParts, DatePicker, RadioChips

PARTS = (
    "header", "skip_link", "bottom_tabs", "side_menu", "desk_switch", "offline_bar", "conflict", "task_list", "summary_list",
    "card", "status", "button", "text_input", "textarea", "radios", "checkboxes", "date_input", "file_upload", "error_summary",
    "error_message", "inset", "notice", "confirmation", "scroll_table", "pagination", "progress_line", "chart", "timeline",
    "print_sheet",
)  # fmt: skip
LONG = "榕江市安塘区临江街道办事处社会工作服务站（与临江街道退役军人服务站、未成年人保护工作站合署办公）"
KINDS = (("home", "入户走访"), ("case", "个案会谈"), ("group", "小组活动"), ("other", LONG))
ADDRESS = "/styleguide/"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label="姓名", help_text="与身份证一致", widget=forms.TextInput({"autocomplete": "name"})
    )
    minutes = forms.IntegerField(label="时长（分钟）", min_value=1)
    station = forms.ChoiceField(
        label="社工站", choices=[("", "请选择"), ("1", "安塘街道社工站"), ("2", LONG)]
    )
    note = forms.CharField(label="备注", required=False)
    notes = forms.CharField(
        label="讨论要点",
        help_text="不要写服务对象的姓名、电话",
        max_length=200,
        widget=forms.Textarea({"rows": 4}),
    )
    reason = forms.CharField(label="说明", required=False, widget=forms.Textarea({"rows": 3}))
    kind = forms.ChoiceField(label="督导方式", choices=KINDS, widget=forms.RadioSelect)
    half_day = forms.ChoiceField(
        label="半天", choices=[("am", "上午"), ("pm", "下午")], widget=RadioChips, help_text="一次只选一个"
    )
    contents = forms.MultipleChoiceField(
        label="内容", choices=KINDS, widget=forms.CheckboxSelectMultiple, help_text="可以选多项"
    )
    topics = forms.MultipleChoiceField(label="主题", choices=KINDS, widget=Chips)
    agreed = forms.BooleanField(label="我已核对以上内容")
    born_on = DateInParts(label="出生日期", help_text="例如1990年3月16日")
    held_on = forms.DateField(label="督导日期", widget=DatePicker)
    file = forms.FileField(label="盖章扫描件", help_text="PDF或图片，不超过8 MB")


FILLED: dict[str, Any] = {
    "name": "陈小燕", "minutes": "45", "station": "2", "note": LONG, "notes": LONG * 2, "reason": LONG, "kind": "case",
    "half_day": "am", "contents": ["home", "case"], "topics": ["home", "group"], "agreed": "on", "born_on": "1990-03-16",
    "held_on": "2026-03-16",
}  # fmt: skip
WRONG = {"minutes": "0", "notes": LONG * 5, "born_on_year": "2026", "born_on_month": "", "born_on_day": "3"}


def index(request: HttpRequest) -> HttpResponse:
    """The list of all parts."""
    _only_where_it_is_wanted()
    return render(request, "styleguide/index.html", {"parts": PARTS, "dark": "dark" in request.GET})


def page(request: HttpRequest, part: str) -> HttpResponse:
    """One part in all its states; `?dark` shows it as learners see it at night."""
    _only_where_it_is_wanted()
    if part not in PARTS:
        raise Http404
    sample = _samples() | {"part": part, "parts": PARTS, "dark": "dark" in request.GET}
    return render(request, f"styleguide/{part}.html", sample)


def _only_where_it_is_wanted() -> None:
    if not settings.STYLEGUIDE:
        raise Http404


def _samples() -> dict[str, Any]:
    off = SampleForm(initial=FILLED, auto_id="off-%s")
    for sample in off.fields.values():
        sample.disabled = True
    return {
        "empty": SampleForm(auto_id="empty-%s"),
        "filled": SampleForm(FILLED, auto_id="filled-%s"),
        "wrong": SampleForm(WRONG, auto_id="wrong-%s"),
        "off": off,
        "long": LONG,
        "tabs": _links("学习", "培训班", "督导", "我的学时"),
        "menu": _links("待办", "培训班", "人员", "督导", "名师工作室", "考试与证书", "报送", "名册导入", "口径与规则", "操作记录"),
        "desks": [
            SimpleNamespace(key=key, label=label, is_current=key == "learner")
            for key, label in (("learner", "学员"), ("mentor", "督导员"), ("officer", "主管"))
        ],
        "tasks": _tasks(),
        "rows": _rows(),
        "events": _events(),
        "first_page": Paginator(range(60), 20).page(1),
        "middle_page": Paginator(range(60), 20).page(2),
        "last_page": Paginator(range(60), 20).page(3),
        "only_page": Paginator(range(6), 20).page(1),
        "crossed": SimpleNamespace(
            seen="0f", differences=[Difference("地点", "县党校302室", LONG), Difference("名额", "60", "45")]
        ),
        "charts": _charts(),
        "on": date(2026, 11, 30),
        "figures": [("安塘区", 465, 440), ("临江县", 312, 298), (LONG, 1280, 1104)],
        "signatures": [(number, name) for number, name in enumerate(("陈小燕", "黄志强", "林秀英"), start=1)],
    }  # fmt: skip


def _links(*labels: str) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(label=label, url=f"{ADDRESS}?{number}", is_current=number == 1)
        for number, label in enumerate(labels)
    ]


def _tasks() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(title="第一章 走进社会工作", url=ADDRESS, status="已完成", tone="done", hint=""),
        SimpleNamespace(
            title="第二章 入户走访", url=ADDRESS, status="学习中", tone="plain", hint="约12分钟 · 1学时"
        ),
        SimpleNamespace(
            title="面授第一天", url=ADDRESS, status="待签到", tone="due", hint="2026年11月30日 上午"
        ),
        SimpleNamespace(
            title="季度报送", url=ADDRESS, status="已退回", tone="problem", hint="第3行与上期不一致"
        ),
        SimpleNamespace(title="结业测验", url="", status="暂不能开始", tone="plain", hint="先完成前面的章节"),
        SimpleNamespace(title=LONG, url=ADDRESS, status="学习中", tone="due", hint=LONG),
    ]


def _rows() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(label="姓名", value="陈小燕", url=ADDRESS, action=""),
        SimpleNamespace(label="单位", value=LONG, url=ADDRESS, action="更换"),
        SimpleNamespace(label="入职日期", value="2026年3月16日", url="", action=""),
        SimpleNamespace(label="证书编号", value="", url="", action=""),
    ]


def _charts() -> dict[str, charts.Chart]:
    source = charts.Source("按课次的排定时长计", datetime(2026, 11, 30, 8, 27, tzinfo=SHANGHAI), "figures@1")
    sides = ("按主办统计", "按参训人员统计")
    few = [charts.Bar("安塘区", 465, 440), charts.Bar(LONG, 312, 0), charts.Bar("临江县", 0, 298)]
    many = [charts.Bar(f"{number}号单位", 1300 - 100 * number) for number in range(1, 13)]
    year = [0, 12.5, 3, 0, 0, 7.5, 21, 18, 0, 3, 9, None]
    hours: dict[str, Any] = {"unit": "小时", "source": source}
    return {
        "missing": charts.against_target(title="登记周期的继续教育", done=45.5, target=72, **hours),
        "enough": charts.against_target(title="登记周期的继续教育", done=90, target=72, **hours),
        "months": charts.months(title="2026年各月的培训时长（小时）", values=year, decimals=1, **hours),
        "few": charts.ranked(key="few", title="各县（市、区）的人时", bars=few, names=sides, **hours),
        "many": charts.ranked(key="many", title="各单位的人时", bars=many, names=("",), **hours),
    }


def _events() -> list[SimpleNamespace]:
    return [
        SimpleNamespace(when="2026-11-30 08:27", title="确认到场", detail="实到38人"),
        SimpleNamespace(when="2026-11-29 16:30", title="补签", detail=LONG),
        SimpleNamespace(when=date(2026, 11, 1), title="开班", detail=""),
    ]
