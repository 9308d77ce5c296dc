"""Say which filing a check code belongs to. Exit 1 where the code fits none, or the filing is not what it was."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from reporting.services import check_codes


class Command(BaseCommand):
    help = "Say which filing a check code belongs to, its state, and whether it is reproduced byte for byte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "code", metavar="CODE", help="as printed in the foot of the table, e.g. 7Q2M-KD4X"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_codes.look_up(options["code"])
        if found.is_mistyped:
            raise CommandError("校验码不对：有字符抄错或听错。请对照表脚重新核对。")
        filing = found.filing
        if filing is None:
            raise CommandError("没有这个校验码的报送。请核对是否为本平台报送的表。")
        filed_at = filing.filed_at.astimezone(clock.SHANGHAI)
        self.stdout.write(f"{filing.number} {filing.organisation.name} {filing.period.label}")
        self.stdout.write(f"状态：{filing.state.label} 报送时间：{filed_at:%Y-%m-%d %H:%M}")
        if not found.is_genuine:
            self.stdout.write(f"不一致：重新计算的与报送时的不同（{filing.renderer}）")
            sys.exit(1)
        self.stdout.write(f"一致：重新计算，一个字节不差。SHA-256 {filing.sha256}")
