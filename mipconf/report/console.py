"""The verdicts on the console: a table, what explains the bad ones, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text
from tabulate import MIN_PADDING, tabulate

from mipconf.bench import Figure
from mipconf.campaign.exit import Consequence, Policy
from mipconf.campaign.options import CasePlan
from mipconf.campaign.result import RequirementResult, Result
from mipconf.judge.verdict import Verdict
from mipconf.report.text import details, printable

STYLES = {
    Verdict.FAIL: "bold red",
    Verdict.ERROR: "bold magenta",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.PASS: "green",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.NOT_EXERCISED: "dim",
}
_HEADERS = ("#", "claim", "verdict", "seconds", "reason")
_BAD = {Consequence.UNMET, Consequence.TESTER_FAILED}
_PLAIN_WIDTH = 120  # of a log or a file, which has none of its own
_NARROWEST = 16


def print_result(console: Console, result: Result, policy: Policy, captures: Path | None) -> None:
    """Print the table, the details and the summary; `captures` is the folder that holds them."""
    width = console.width if console.is_terminal else _PLAIN_WIDTH
    _print(console, _table(result, policy, width))
    for requirement in result.requirements:
        if policy.standing(requirement) in _BAD:
            lines = (printable(policy.remark(requirement)), *details(requirement))
            heading = f"\n{requirement.id} {requirement.title}: {requirement.verdict.value}"
            _print(console, Text("\n  ".join((heading, *lines))))
    _print(console, Text("\n" + "\n".join(_summary(result, policy, captures))))


def print_cases(console: Console, plans: tuple[CasePlan, ...]) -> None:
    """Print the cases, what each makes arise, and how long it is expected to take; the totals."""
    rows = [
        (plan.id, ", ".join(plan.requirements), f"{plan.seconds:.1f}", plan.summary)
        for plan in plans
    ]
    table = tabulate(
        rows,
        headers=("case", "claims", "seconds", "summary"),
        colalign=("left", "left", "right", "left"),
        disable_numparse=True,
    )
    requirements = {name for plan in plans for name in plan.requirements}
    seconds = [plan.seconds for plan in plans]
    totals = (
        f"{len(plans)} cases for {len(requirements)} requirements: {sum(seconds):.1f} s one after "
        f"the other, {max(seconds, default=0.0):.1f} s the longest"
    )
    _print(console, Text(f"{table}\n\n{totals}"))


def print_figures(console: Console, figures: Sequence[Figure]) -> None:
    """Print figures, each beside its peer."""
    rows = [
        (figure.name, figure.measured, figure.peer, f"{figure.ratio:.2f}", figure.goal)
        for figure in figures
    ]
    table = tabulate(
        rows,
        headers=("figure", "measured", "beside", "ratio", "goal"),
        colalign=("left", "left", "left", "right", "left"),
        disable_numparse=True,
    )
    _print(console, Text(table))


def _print(console: Console, text: Text) -> None:
    # Wrapped already, or not to be: a path that is broken in two cannot be copied.
    console.print(text, soft_wrap=True)


def _table(result: Result, policy: Policy, width: int) -> Text:
    rows = [
        (
            requirement.id,
            requirement.title,
            requirement.verdict.value,
            f"{requirement.seconds:.1f}" if requirement.cases else "",
            printable(policy.remark(requirement)),
        )
        for requirement in result.requirements
    ]
    number, title, verdict, seconds, reason = (
        max(len(header) + MIN_PADDING, *map(len, cells))
        for header, *cells in zip(_HEADERS, *rows, strict=True)
    )
    between = 2 * (len(_HEADERS) - 1)
    flexible = max(width - number - verdict - seconds - between, 2 * _NARROWEST)
    # A title gets half of what there is, or more where the reasons do not need their half.
    title = min(title, max(flexible // 2, flexible - reason))
    table = tabulate(
        rows,
        headers=_HEADERS,
        colalign=("right", "left", "left", "right", "left"),
        disable_numparse=True,
        maxcolwidths=[None, title, None, None, flexible - title],
    )
    return _coloured(table)


def _coloured(table: str) -> Text:
    """The table with its column of verdicts in colour."""
    text = Text(table)
    column = table.index("verdict")
    longest = max(len(verdict.value) for verdict in Verdict)
    styles = {verdict.value: style for verdict, style in STYLES.items()}
    start = 0
    for line in table.splitlines(keepends=True):
        word = line[column : column + longest].strip()
        if word in styles:
            text.stylize(styles[word], start + column, start + column + len(word))
        start += len(line)
    return text


def _summary(result: Result, policy: Policy, captures: Path | None) -> Iterator[str]:
    yield from (f"Note: {printable(note)}" for note in result.notes)
    counts = Counter(requirement.verdict for requirement in result.requirements)
    verdicts = ", ".join(
        f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]
    )
    yield f"{len(result.requirements)} requirements in {result.seconds:.1f} s: {verdicts}"
    for standing in (Consequence.KNOWN, Consequence.MENDED):
        if ids := _ids(result, policy, standing):
            yield f"{standing.value.capitalize()}: {ids}"
    if result.interrupted:
        yield "Interrupted: this is what was found until then"
    if captures is not None:
        yield f"Captures: {captures}"


def _ids(result: Result, policy: Policy, standing: Consequence) -> str:
    def stands(requirement: RequirementResult) -> bool:
        return policy.standing(requirement) is standing

    return ", ".join(requirement.id for requirement in filter(stands, result.requirements))
