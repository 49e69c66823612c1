"""What counts against a Home Agent, and the exit status that says so (design.md, "The commands").

`Policy` is the one place that decides it; the console and JUnit reports ask it too, so that a CI
server's page and the exit status never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from mipconf.campaign.result import RequirementResult, Result
from mipconf.errors import ExitStatus
from mipconf.judge.verdict import Verdict


class Consequence(Enum):
    """What a requirement's verdict means for the run."""

    MET = "met"
    UNMET = "unmet"
    KNOWN = "known failure"
    MENDED = "no longer fails"
    TESTER_FAILED = "tester failed"
    NOT_COUNTED = "not counted"


@dataclass(frozen=True, slots=True)
class Policy:
    """What counts: the selected requirements, but for the known failures of a baseline.

    `known_failures` maps requirement ids to why they fail. `every_failure`: a FAIL counts even
    where it was not selected, as `mipconf check` wants it. `exercised_only`: what never arose does
    not count.
    """

    known_failures: Mapping[str, str] = field(default_factory=dict)
    every_failure: bool = False
    exercised_only: bool = False

    def standing(self, requirement: RequirementResult) -> Consequence:
        """What the requirement's verdict means for the run."""
        known = requirement.id in self.known_failures
        match requirement.verdict:
            case Verdict.ERROR:
                return Consequence.TESTER_FAILED
            case Verdict.PASS | Verdict.NOT_APPLICABLE:
                return Consequence.MENDED if known and requirement.selected else Consequence.MET
            case Verdict.FAIL if self.every_failure or requirement.selected:
                return Consequence.KNOWN if known else Consequence.UNMET
            case Verdict.NOT_EXERCISED if self.exercised_only:
                return Consequence.NOT_COUNTED
            case _ if requirement.selected:
                return Consequence.KNOWN if known else Consequence.UNMET
            case _:
                return Consequence.NOT_COUNTED

    def remark(self, requirement: RequirementResult) -> str:
        """Why the verdict is what it is or does not count, on one line; empty for a plain PASS."""
        match self.standing(requirement):
            case Consequence.KNOWN:
                return (
                    f"known failure ({self.known_failures[requirement.id]}): {requirement.reason}"
                )
            case Consequence.MENDED:
                return "a known failure that no longer fails: take it out of the baseline"
            case Consequence.NOT_COUNTED:
                return requirement.reason or "not selected"
            case _:
                return requirement.reason


def exit_status(result: Result, policy: Policy) -> ExitStatus:
    """The exit status of a run or a check.

    A failure of the tester prevails over one of the Home Agent: what the run found cannot be
    relied on, and the remedy is not the Home Agent's.
    """
    if result.interrupted:
        return ExitStatus.INTERRUPTED
    standings = {policy.standing(requirement) for requirement in result.requirements}
    if any(case.verdict is Verdict.ERROR for case in result.cases):
        standings.add(Consequence.TESTER_FAILED)
    if Consequence.TESTER_FAILED in standings:
        return ExitStatus.TESTER_FAILED
    if standings & {Consequence.UNMET, Consequence.MENDED}:
        return ExitStatus.UNMET
    return ExitStatus.MET
