"""The table, the details and the summary, on a terminal and elsewhere."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from mipconf.campaign.exit import Policy
from mipconf.campaign.options import CasePlan
from mipconf.campaign.result import Result
from mipconf.report.console import print_cases, print_result

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def printed(
    campaign: Result, policy: Policy, captures: Path | None = Path("out/captures"), **how
) -> str:
    stream = io.StringIO()
    print_result(Console(file=stream, highlight=False, **how), campaign, policy, captures)
    return stream.getvalue()


def row(text: str, id: str) -> str:
    return next(line for line in text.splitlines() if line.split()[:1] == [id])


def test_each_requirement_is_a_row(campaign: Result, policy: Policy) -> None:
    text = printed(campaign, policy)
    assert text.splitlines()[0].split() == ["#", "claim", "verdict", "seconds", "reason"]
    assert row(text, "1").split() == ["1", "title", "of", "1", "PASS", "1.5"]
    assert row(text, "4").endswith("the profile says so")
    assert "known failure (ticket 9): known to fail" in row(text, "9")
    assert "no longer fails" in row(text, "10")
    assert [row(text, requirement.id) for requirement in campaign.requirements]


def test_what_counts_is_explained_below_and_nothing_else(campaign: Result, policy: Policy) -> None:
    text = printed(campaign, policy)
    explained = re.findall(r"^(\S+) title of \S+: ", text, re.MULTILINE)
    assert explained == ["3", "5", "8", "BASE-1"]
    assert "  expected: R = 1\n" in text
    assert "  evidence: captures/test_updates.test_mute_peer.pcapng, frames 12, 13\n" in text


def test_the_summary_counts_and_says_where_the_captures_are(
    campaign: Result, policy: Policy
) -> None:
    assert printed(campaign, policy).splitlines()[-5:] == [
        "Note: this host answers itself in 0.2 ms",
        "11 requirements in 6.1 s: 3 FAIL, 1 ERROR, 1 INCONCLUSIVE, 3 PASS, 1 NOT APPLICABLE, "
        "2 NOT EXERCISED",
        "Known failure: 9",
        "No longer fails: 10",
        "Captures: out/captures",
    ]


def test_a_check_names_no_folder_and_an_interrupted_run_says_so(
    campaign: Result, policy: Policy
) -> None:
    text = printed(replace(campaign, interrupted=True), policy, None)
    assert "Captures:" not in text
    assert text.endswith("Interrupted: this is what was found until then\n")


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_the_table_keeps_to_the_width_of_the_terminal(
    campaign: Result, policy: Policy, width: int
) -> None:
    text = ANSI.sub("", printed(campaign, policy, force_terminal=True, width=width))
    table = text[: text.index("\n\n")]
    assert max(len(line) for line in table.splitlines()) <= max(width, 70)


def test_colour_is_for_terminals_only(
    campaign: Result, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = printed(campaign, policy, force_terminal=True, width=120)
    assert re.search(r"\x1b\[[0-9;]*31m" + "FAIL", coloured)
    assert "\x1b" not in printed(campaign, policy)
    monkeypatch.setenv("NO_COLOR", "1")
    uncoloured = printed(campaign, policy, force_terminal=True, width=120)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m" + "(FAIL|PASS)", uncoloured)


def test_what_a_home_agent_said_cannot_control_the_terminal(
    campaign: Result, policy: Policy
) -> None:
    said = replace(campaign.requirements[4], reason="\x1b]0;title\x07 \x9b2J \udcff é")
    text = printed(replace(campaign, requirements=(said,)), policy)
    assert text.count("\\x1b]0;title\\x07 \\x9b2J \\udcff é") == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_square_brackets_are_no_markup(campaign: Result, policy: Policy) -> None:
    first = replace(campaign.requirements[4], reason="[bold]not styled[/bold]")
    assert "[bold]not styled[/bold]" in printed(replace(campaign, requirements=(first,)), policy)


def test_the_list_of_cases() -> None:
    stream = io.StringIO()
    plans = (
        CasePlan("test_updates::test_simple", ("1", "6"), 1.0, "A mobile node registers."),
        CasePlan("test_updates::test_mute_peer", ("8",), 12.25, "Q withholds an ack."),
    )
    print_cases(Console(file=stream), plans)
    assert stream.getvalue() == (
        "case                          claims      seconds  summary\n"
        "----------------------------  --------  ---------  ------------------------\n"
        "test_updates::test_simple     1, 6            1.0  A mobile node registers.\n"
        "test_updates::test_mute_peer  8              12.2  Q withholds an ack.\n"
        "\n"
        "2 cases for 3 requirements: 13.2 s one after the other, 12.2 s the longest\n"
    )
