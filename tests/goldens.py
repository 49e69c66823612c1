"""Where something that is made from the code differs from it: how it is made anew, said once."""

from __future__ import annotations

import pytest

GOLDEN = "golden"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the command once, however many tests fail by it."""
    failed = terminalreporter.stats.get("failed", [])
    count = sum(GOLDEN in report.keywords for report in failed)
    if count:
        terminalreporter.section("goldens")
        terminalreporter.write_line(
            f"{count} of the failed tests compare with what is kept. If the change is meant: "
            f"make approve, and read what it prints."
        )
