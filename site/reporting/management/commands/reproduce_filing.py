"""Make a filing again from its frozen rows. Exit 1 where its SHA-256 is not the filed one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import records
from reporting.querysets.filings import all_filings
from reporting.services import filings


class Command(BaseCommand):
    help = "Recompute a filing from its frozen rows and compare its SHA-256 with the filed one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="number of the filing, e.g. 2022-445300-0001")
        parser.add_argument(
            "--format", choices=["json", "xlsx"], default="json", help="which of its two forms"
        )
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="write there instead of standard output"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        filing = all_filings().filter(number=options["number"]).first()
        if filing is None:
            raise CommandError(f"没有编号为“{options['number']}”的报送。请核对编号。")
        made = filings.reproduce(filing)
        as_json = options["format"] == "json"
        content = made.record if as_json else made.workbook
        filed = filing.sha256 if as_json else filing.workbook_sha256
        self._put(content, options["output"], as_text=as_json)
        if not (made.record_is_equal if as_json else made.workbook_is_equal):
            self.stderr.write(
                f"{filing.number} 不一致：现在 {records.digest(content)}，报送时 {filed}（{filing.renderer}）"
            )
            sys.exit(1)
        self.stderr.write(f"{filing.number} 一致：SHA-256 {filed}")

    def _put(self, content: bytes, output: Path | None, *, as_text: bool) -> None:
        binary: BinaryIO | None = getattr(self.stdout, "buffer", None)
        if output is not None:
            output.write_bytes(content)
        elif binary is not None:
            binary.write(content)
            binary.flush()
        elif as_text:
            self.stdout.write(content.decode(), ending="")
        else:
            raise CommandError("请用 --output 写明要存成哪个文件。")
