"""`manage.py import_training DIR`: import the training workbooks of a folder. The command is the confirmation."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core import clock
from core.errors import RuleBroken
from core.models import ImportBatch, ImportRow
from core.sheets.reading import read_workbook
from core.words import Verdict
from organisations.authority import SYSTEM
from reporting.services import training_import


class Command(BaseCommand):
    help = "导入一个文件夹里的组织机构、人员花名册、培训班台账、课程安排表和签到表（.xlsx 或 .xls）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="只报告每行的判定，不写入")
        parser.add_argument("--json", action="store_true", help="标准输出只有一份 JSON，其余写到标准错误")

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        files = self._files(folder)
        try:
            report = _rehearse(files) if dry_run else _import(files)
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        self._show(report, as_json=options["json"])
        if not _usable(report["sheets"]):
            raise CommandError("没有可以导入的行，什么都没有写入。")

    def _files(self, folder: Path) -> dict[str, bytes]:
        """Every workbook of the folder; what is none is named on stderr and left out."""
        if not folder.is_dir():
            raise CommandError(f"没有这个文件夹：{folder}")
        files: dict[str, bytes] = {}
        for path in sorted(folder.iterdir()):
            if not path.is_file() or path.name.startswith((".", "~$")):
                continue
            content = path.read_bytes()
            try:
                read_workbook(content, name=path.name)
            except RuleBroken as refusal:
                self.stderr.write(f"跳过 {refusal.message}")
            else:
                files[path.name] = content
        if not files:
            raise CommandError("文件夹里没有工作簿，什么都没有写入。")
        return files

    def _show(self, report: Mapping[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for name, counts in report["sheets"].items():
            said = "  ".join(f"{verdict.label} {counts[verdict.value]}" for verdict in Verdict)
            self.stdout.write(f"{name}：共 {counts['read']} 行  {said}")
        for row in report["doubtful"]:
            column = f" {row['column']}列" if row["column"] else ""
            self.stdout.write(f"有疑问：{row['sheet']} 第{row['row']}行{column}：{row['reason']}")


@transaction.atomic
def _rehearse(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The verdicts, with nothing kept of them."""
    batch = training_import.stage(files=files, by=SYSTEM, at=clock.now())
    report = report_of(batch, written=False)
    transaction.set_rollback(True)
    return report


@transaction.atomic
def _import(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The whole import, or nothing of it: without a usable row not even the batch is kept."""
    at = clock.now()
    batch = training_import.stage(files=files, by=SYSTEM, at=at)
    if _usable(batch.counts):
        return report_of(training_import.confirm(batch=batch, by=SYSTEM, at=at), written=True)
    report = report_of(batch, written=False)
    transaction.set_rollback(True)
    return report


def report_of(batch: ImportBatch, *, written: bool) -> dict[str, Any]:
    """What the command prints as JSON; `read` is the sum of the five verdicts."""
    doubtful = batch.rows.filter(verdict=Verdict.DOUBTFUL).order_by("pk")
    return {
        "batch": batch.pk if written else None,
        "sheets": {name: _counts(counts) for name, counts in sorted(batch.counts.items(), key=_as_filed)},
        "doubtful": [_doubtful(row) for row in doubtful.iterator()],
    }


_ORDER = ("组织机构", "人员花名册", "培训班台账", "课程安排表", "签到表")


def _as_filed(item: tuple[str, object]) -> int:
    return _ORDER.index(item[0]) if item[0] in _ORDER else len(_ORDER)


def _counts(counts: Mapping[str, int]) -> dict[str, int]:
    by_verdict = {verdict.value: counts.get(verdict.value, 0) for verdict in Verdict}
    return {"read": sum(by_verdict.values()), **by_verdict}


def _doubtful(row: ImportRow) -> dict[str, Any]:
    """A wide sign-in sheet is named by its tab: a class has one of its own."""
    place = row.payload or {}
    return {
        "sheet": place["tab"] if place.get("wide") else row.sheet,
        "row": row.row,
        "column": row.column or None,
        "reason": row.reason,
        "file": place.get("file"),
        "tab": place.get("tab"),
    }


def _usable(sheets: Mapping[str, Mapping[str, int]]) -> bool:
    """Something was written, or all of it stood already."""
    return any(counts.get(verdict) for counts in sheets.values() for verdict in ("new", "changed", "same"))
