"""Pictures of numbers, drawn by the server as inline SVG of at most 3 kB: bars from zero, a line for a target.

Widths are percentages and heights are in em, so that a picture fits a phone and a desk, and its words grow with the
page's. Colours and fonts stand in parts/chart.css. The words inside a picture are for the eye; who cannot see it gets
the sentence, and everybody gets the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Number = int | float | Decimal
ENOUGH_FOR_A_PICTURE = 8  # values; below, a table says more
MOST_BARS = 10  # what 3 kB hold with long names and a second series; the table has the rest
LONGEST_NAME = (
    12  # characters of a name inside a picture; the values beside it want the rest of a phone's width
)
TIGHT = 3  # characters that fit above a month's bar on a phone
MONTHS = 12
_LABEL = '<text x="{}" y="{}">{}</text>'
_FLAT = '<rect y="{}" width="{}" height=".8em"/>'


@dataclass(frozen=True)
class Source:
    """What stands under every figure: what was counted, up to when, under which rules."""

    definition: str
    as_of: datetime
    rule_version: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture with its sentence and its table, as `{% chart figure %}` shows it."""

    title: str
    sentence: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: Source
    table_first: bool = False
    left_out: int = 0  # rows that stand in the table alone


@dataclass(frozen=True)
class Bar:
    """One row of a ranking: a name and its value, with that of a second series where there is one."""

    name: str
    value: Number
    second: Number | None = None


def share(part: int, whole: int) -> str:
    """A percentage with its fraction: 94.6%（440/465）; of nothing there is none: —（0/0）.

    One decimal from 100 on, none below: no more precision than the data have. Neither 0% nor 100% unless it is so.
    """
    if not whole:
        return _("—（%(part)s/%(whole)s）") % {"part": part, "whole": whole}
    step = Decimal("0.1") if whole >= 100 else Decimal(1)
    percent = (Decimal(part) * 100 / whole).quantize(step, rounding=ROUND_HALF_UP)
    if 0 < part < whole:
        percent = min(max(percent, step), 100 - step)
    told = {"percent": percent, "part": part, "whole": whole}
    return _("%(percent)s%%（%(part)s/%(whole)s）") % told


def against_target(
    *, title: str, done: Number, target: Number, unit: str, source: Source, decimals: int = 1
) -> Chart:
    """One bar, and the target as a line. What is shown as done is rounded down, what is missing up."""
    done_text = _shown(done, decimals, ROUND_FLOOR) + unit
    target_text = _shown(target, decimals, ROUND_CEILING) + unit
    missing = max(Decimal(str(target)) - Decimal(str(done)), Decimal(0))
    missing_text = _shown(missing, decimals, ROUND_CEILING) + unit
    whole = max(float(done), float(target), 1e-9) * 1.02  # the line stays inside the picture
    at = float(target) / whole
    texts = {"title": title, "done": done_text, "target": target_text, "missing": missing_text}
    sentence = (
        _("%(title)s：已完成%(done)s，应完成%(target)s，还差%(missing)s。")
        if missing
        else _("%(title)s：已完成%(done)s，应完成%(target)s，已经够了。")
    ) % texts
    drawing = format_html(
        '<text y="1.1em">{}</text><rect class="chart-room" y="1.6em" width="{}" height="1.25em"/>'
        '<rect class="chart-bar" y="1.6em" width="{}" height="1.25em"/>'
        '<line class="chart-target" x1="{}" x2="{}" y1="1.3em" y2="3.2em"/><text class="{}" x="{}" y="4.3em">{}</text>',
        _("已完成%(done)s") % texts, _percent(1), _percent(max(float(done), 0) / whole), _percent(at), _percent(at),
        "chart-end" if at > 0.5 else "", _percent(at), _("应完成%(target)s") % texts,
    )  # fmt: skip
    rows = ((_("已完成"), done_text), (_("应完成"), target_text), (_("还差"), missing_text))
    return Chart(title, sentence, _picture(sentence, 4.7, drawing), (_("项目"), _("数量")), rows, source)


def months(
    *, title: str, values: Sequence[Number | None], unit: str, source: Source, decimals: int = 0
) -> Chart:
    """Twelve bars, January first; None where the month is still to come. Raises ValueError for another number of them."""
    if len(values) != MONTHS:
        raise ValueError("a year has twelve months")
    texts = ["" if value is None else _shown(value, decimals) for value in values]
    numbers = [max(float(value or 0), 0.0) for value in values]
    highest = max(numbers) or 1.0
    is_tight = _are_tight(texts, numbers)
    top = 2.6 if is_tight else 1.3  # room for two lines of labels, or for one
    drawing = format_html(
        '<g class="chart-bars">{}</g><g class="chart-values">{}</g><g class="chart-names">{}</g>'
        '<line class="chart-zero" x1="0" x2="100%" y1="{}" y2="{}"/>',
        _all(
            '<rect x="{}" y="{}" width="5.4%" height="{}"/>',
            [_column(month, number / highest, top) for month, number in enumerate(numbers) if number],
        ),
        _all(
            _LABEL,
            [
                (
                    _middle(month),
                    _label_at(month, numbers[month] / highest, top, is_tight),
                    text if numbers[month] else "0",
                )
                for month, text in enumerate(texts)
                if text
            ],
        ),
        _all(_LABEL, [(_middle(month), _em(top + 7.3), month + 1) for month in range(MONTHS)]),
        _em(top + 6), _em(top + 6),
    )  # fmt: skip
    sentence = _months_sentence(title, values, texts, unit, decimals)
    rows = tuple(
        (_("%(month)s月") % {"month": month + 1}, text + unit if text else "—")
        for month, text in enumerate(texts)
    )
    return Chart(
        title, sentence, _picture(sentence, top + 7.6, drawing), (_("月份"), _("数量")), rows, source
    )


def ranked(
    *, key: str, title: str, bars: Sequence[Bar], names: tuple[str, ...], unit: str, source: Source, decimals: int = 0
) -> Chart:  # fmt: skip
    """Horizontal bars in the given order: the caller sorts. `names` are those of the one or two series.

    `key` is a word that is unique on the page. The second series is hatched, so that it survives a photocopy.
    """
    has_second = len(names) > 1
    drawn = bars[:MOST_BARS]
    numbers = [[float(bar.value), float(bar.second or 0)][: len(names)] for bar in drawn]
    highest = max((number for pair in numbers for number in pair), default=0.0) or 1.0
    step = 4.0 if has_second else 2.8
    start = 1.9 if has_second else 0.0
    tops = [start + index * step for index in range(len(drawn))]
    drawing = format_html(
        '{}<g>{}</g><g class="chart-end">{}</g><g class="chart-bars">{}</g>',
        _legend(key, names) if has_second else "",
        _all('<text y="{}">{}</text>', [(_em(top + 1.1), _short(bar.name)) for bar, top in zip(drawn, tops, strict=True)]),
        _all(
            '<text x="100%" y="{}">{}</text>',
            [(_em(top + 1.1), " / ".join(_texts(bar, len(names), decimals))) for bar, top in zip(drawn, tops, strict=True)],
        ),
        _all(_FLAT, [(_em(top + 1.5), _percent(max(pair[0], 0) / highest)) for pair, top in zip(numbers, tops, strict=True)]),
    )  # fmt: skip
    if has_second:
        seconds = [
            (_em(top + (2.4 if pair[0] else 1.5)), _percent(max(pair[1], 0) / highest))
            for pair, top in zip(numbers, tops, strict=True)
        ]
        drawing += format_html(
            '<g class="chart-second" fill="url(#{}-hatch)">{}</g>', key, _all(_FLAT, seconds)
        )
    sentence = _ranked_sentence(title, bars, names, unit, decimals)
    return Chart(
        title=title,
        sentence=sentence,
        svg=_picture(sentence, start + len(drawn) * step, drawing),
        columns=(_("名称"), *(f"{name}（{unit}）" if name else unit for name in names)),
        rows=tuple((bar.name, *_texts(bar, len(names), decimals)) for bar in bars),
        source=source,
        table_first=len(bars) < ENOUGH_FOR_A_PICTURE,
        left_out=len(bars) - len(drawn),
    )


def _all(shape: str, values: Sequence[tuple[object, ...]]) -> SafeString:
    return format_html_join("", shape, values)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _legend(key: str, names: tuple[str, ...]) -> SafeString:
    return format_html(
        '<defs><pattern id="{0}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="chart-hatch" width="2" height="5"/></pattern></defs>'
        '<rect class="chart-bar" y=".4em" width=".8em" height=".8em"/><text x="1.2em" y="1.1em">{1}</text>'
        '<rect class="chart-second" fill="url(#{0}-hatch)" x="50%" y=".4em" width=".8em" height=".8em"/>'
        '<text x="50%" dx="1.2em" y="1.1em">{2}</text>',
        key, *names,
    )  # fmt: skip


def _picture(sentence: str, height: float, drawing: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart-drawing" role="img" aria-label="{}" height="{}">{}</svg>',
        sentence, _em(height), drawing,
    )  # fmt: skip


def _months_sentence(
    title: str, values: Sequence[Number | None], texts: Sequence[str], unit: str, decimals: int
) -> str:
    known = [(float(value), month) for month, value in enumerate(values) if value is not None]
    total = _shown(sum(Decimal(str(value)) for value in values if value is not None), decimals) + unit
    if not any(value for value, _month in known):
        return _("%(title)s：还没有。") % {"title": title}
    _most, month = max(known, key=lambda pair: (pair[0], -pair[1]))
    told = {"title": title, "total": total, "month": month + 1, "most": texts[month] + unit}
    return _("%(title)s：合计%(total)s，最多的是%(month)s月，%(most)s。") % told


def _ranked_sentence(
    title: str, bars: Sequence[Bar], names: tuple[str, ...], unit: str, decimals: int
) -> str:
    if not bars:
        return _("%(title)s：还没有。") % {"title": title}
    first, last = bars[0], bars[-1]
    told = {
        "title": title, "count": len(bars), "first": first.name, "last": last.name, "unit": unit,
        "first_value": _shown(first.value, decimals), "last_value": _shown(last.value, decimals),
    }  # fmt: skip
    sentence = (
        _(
            "%(title)s：共%(count)s项，第一项是%(first)s，%(first_value)s%(unit)s；最后一项是%(last)s，%(last_value)s%(unit)s。"
        )
        % told
    )
    return sentence if len(names) == 1 else sentence + _("每项先是%(one)s，再是%(two)s。") % {
        "one": names[0], "two": names[1],
    }  # fmt: skip


def _texts(bar: Bar, series: int, decimals: int) -> tuple[str, ...]:
    return tuple(_shown(value or 0, decimals) for value in (bar.value, bar.second)[:series])


def _column(month: int, height: float, top: float) -> tuple[str, str, str]:
    return _percent((month + 0.5) / MONTHS - 0.027), _em(top + 6 * (1 - height)), _em(6 * height)


def _are_tight(texts: Sequence[str], numbers: Sequence[float]) -> bool:
    """Whether two bars side by side have labels that would touch on a phone."""
    wide = [bool(number) and len(text) > TIGHT for text, number in zip(texts, numbers, strict=True)]
    return any(
        (one and after) or (next_one and before)
        for one, next_one, before, after in zip(wide, wide[1:], numbers, numbers[1:], strict=False)
    )


def _label_at(month: int, height: float, top: float, is_tight: bool) -> str:
    """Right above its bar; where labels would touch, on one of two lines above them all."""
    return _em(1.0 + 1.2 * (month % 2)) if is_tight and height else _em(top + 6 * (1 - height) - 0.3)


def _middle(month: int) -> str:
    return _percent((month + 0.5) / MONTHS)


def _shown(value: Number, decimals: int, rounding: str = ROUND_HALF_UP) -> str:
    return str(Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=rounding))


def _percent(fraction: float) -> str:
    return f"{fraction * 100:.4g}%"


def _em(number: float) -> str:
    return f"{number:.4g}em"
