"""Progress: lines where they are kept, a bar where it is watched."""

import io
import re

from rich.console import Console

from mipconf.campaign.options import Progress
from mipconf.campaign.result import CaseResult
from mipconf.judge.verdict import Verdict
from mipconf.report.progress import showing_progress


def play(progress: Progress) -> None:
    progress.planned(2)
    progress.started("test_a::test_one")
    progress.started("test_a::test_two")
    progress.finished(CaseResult("test_a::test_one", Verdict.PASS, 1.91))
    progress.finished(CaseResult("test_a::test_two", Verdict.FAIL, 0.2, "no [update] came"))


def test_elsewhere_each_case_is_a_line() -> None:
    stream = io.StringIO()
    with showing_progress(Console(file=stream, highlight=False)) as progress:
        play(progress)
    assert stream.getvalue() == (
        "PASS test_a::test_one 1.9 s\nFAIL test_a::test_two 0.2 s: no [update] came\n"
    )


def test_on_a_terminal_a_bar_counts_and_failures_stay() -> None:
    stream = io.StringIO()
    console = Console(file=stream, highlight=False, force_terminal=True, width=100, no_color=True)
    with showing_progress(console) as progress:
        play(progress)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", stream.getvalue())
    shown = [
        "0/2 cases, 0 running, 0 failed",
        "0/2 cases, 1 running, 0 failed",
        "0/2 cases, 2 running, 0 failed",
        "1/2 cases, 1 running, 0 failed",
        "2/2 cases, 0 running, 1 failed",
    ]
    places = [text.index(state) for state in shown]
    assert places == sorted(places)
    assert "FAIL test_a::test_two 0.2 s: no [update] came" in text
    assert "PASS test_a::test_one" not in text
