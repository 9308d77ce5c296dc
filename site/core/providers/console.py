"""Print instead of sending: for the demo and for a trial on one's own machine."""

import sys
from collections.abc import Mapping

from core.providers.letters import Letter


class Console:
    """Nothing leaves the machine; the operator's outbox page shows what was printed."""

    keeps = True

    def __init__(self, options: Mapping[str, str]) -> None:
        self.options = options

    def deliver(self, letter: Letter) -> str:
        # The terminal itself: a worker turns `sys.stdout` into log lines, and nothing personal belongs into a log.
        terminal = sys.__stdout__
        if terminal is not None:
            terminal.write(f"\n----- {letter.purpose} → {letter.to}\n{letter.text}\n-----\n")
            terminal.flush()
        return ""
