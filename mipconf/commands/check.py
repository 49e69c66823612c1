"""`mipconf check`: recorded traffic, judged."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from mipconf.campaign.exit import Policy, exit_status
from mipconf.campaign.selection import requirements_named
from mipconf.check.check import check_captures
from mipconf.check.trust import Trust
from mipconf.commands.failures import foreseeing_failures, make_folder, show_tracebacks
from mipconf.commands.profile import usable_profile
from mipconf.commands.reports import write_reports
from mipconf.errors import ExitStatus, UsageError
from mipconf.report.console import print_result
from mipconf.requirements.catalogue import REQUIREMENTS


def check(
    *,
    captures: tuple[Path, ...],
    profile_path: Path | None,
    hut: str | None,
    expression: str | None,
    out: Path | None,
    annotated: Path | None,
    codec: str | None,
    trust_remarks: bool,
) -> ExitStatus:
    """Judge captures, write the reports if they are wanted, and print the verdicts."""
    policy = Policy(every_failure=True)
    trust = Trust(codec, trust_remarks)
    with foreseeing_failures(out):
        profile = usable_profile(profile_path)
        required: frozenset[str] = frozenset()
        if expression is not None:
            required = requirements_named(expression, REQUIREMENTS)
        result = check_captures(captures, profile, hut, required, annotated, trust)
        if out is not None:
            make_folder(out)
            write_reports(out, result, policy)
    show_tracebacks(result)
    print_result(Console(highlight=False), result, policy, captures=None)
    if result.unreadable:  # What came before was judged, but a verdict on all of it there is not.
        raise UsageError("; ".join(result.unreadable))
    return exit_status(result, policy)
