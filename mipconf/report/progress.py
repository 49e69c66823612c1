"""How a campaign goes on: a bar on a terminal, a line for each case elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from mipconf.campaign.options import Progress
from mipconf.campaign.result import CaseResult
from mipconf.judge.verdict import Verdict
from mipconf.report.console import STYLES
from mipconf.report.text import printable


@contextmanager
def showing_progress(console: Console) -> Iterator[Progress]:
    """Show what the yielded object is told, until the context is left."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    # Drawn when something happens and not by a thread: the run may be in virtual time, which a
    # thread beside it would disturb.
    bar = Bar(
        BarColumn(),
        TextColumn("{task.completed}/{task.total} cases, {task.fields[state]}"),
        console=console,
        auto_refresh=False,
        transient=True,
    )
    with bar:
        yield _Bar(bar, bar.add_task("", total=0, state="starting"))


@contextmanager
def counting(console: Console, total: int, what: str) -> Iterator[Callable[[], None]]:
    """On a terminal a bar that goes on with each call; elsewhere nothing."""
    if not console.is_terminal:
        yield lambda: None
        return
    bar = Bar(BarColumn(), TextColumn(f"{{task.completed}}/{{task.total}} {what}"), console=console)
    with bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.advance(task)


def case_line(case: CaseResult) -> Text:
    """One line about a case that has ended."""
    line = Text.assemble(
        (case.verdict.value, STYLES[case.verdict]), f" {case.id} {case.seconds:.1f} s"
    )
    if case.verdict is not Verdict.PASS and case.reason:
        line.append(f": {printable(case.reason)}")
    return line


@dataclass(slots=True)
class _Lines:
    console: Console

    def planned(self, cases: int) -> None:
        """Nothing to say: the cases will be counted in the summary."""

    def started(self, case: str) -> None:
        """Nothing to say: a line is for a case that has ended."""

    def finished(self, case: CaseResult) -> None:
        """Print the case's line."""
        self.console.print(case_line(case), soft_wrap=True)


@dataclass(slots=True)
class _Bar:
    bar: Bar
    task: TaskID
    running: set[str] = field(default_factory=set)
    failed: int = 0

    def planned(self, cases: int) -> None:
        """Make room for so many cases."""
        self._show(total=cases)

    def started(self, case: str) -> None:
        """Count the case as running."""
        self.running.add(case)
        self._show()

    def finished(self, case: CaseResult) -> None:
        """Count the case as done, and print its line above the bar where it did not pass."""
        self.running.discard(case.id)
        if case.verdict not in (Verdict.PASS, Verdict.NOT_APPLICABLE):
            self.failed += 1
            self.bar.console.print(case_line(case), soft_wrap=True)
        self._show(advance=1)

    def _show(self, total: int | None = None, advance: int = 0) -> None:
        state = f"{len(self.running)} running, {self.failed} failed"
        self.bar.update(self.task, total=total, advance=advance, state=state, refresh=True)
