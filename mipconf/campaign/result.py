"""What a campaign found, as values: the reports are made from these and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.judge.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """Frames of one capture that a verdict rests on; `capture` is relative to the output folder."""

    capture: str
    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """The verdict of one requirement over all cases that exercised it.

    `reason` says why on one line, and is empty for a plain PASS. `seconds` is the time of the
    cases that bear on it. `explanation` holds further lines: clause, expected, observed, how to
    run it again. `traceback` is that of a judge that failed itself.
    """

    id: str
    group: str
    title: str
    verdict: Verdict
    selected: bool
    reason: str = ""
    explanation: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    seconds: float = 0.0
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: its worst verdict among the requirements it was run for, and how long it took."""

    id: str
    verdict: Verdict
    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Capture:
    """A file that a run recorded: its path relative to the output folder, and its SHA-256 (hex).

    `signature` is by the run's own key (`mipconf.campaign.signature`).
    """

    path: str
    sha256: str
    signature: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that is reported of a run or of a check of captures.

    `address` is that of the Home Agent (the first of several in captures), `seconds` how long the
    run took, or what the captures hold. `result["8"]` is what was found of that requirement.
    `notes` are for people, a line each: what was inferred, what could not be judged. `unreadable`
    says, a line each, where captures break off; what came before is judged. `captures` are those
    that a run recorded.
    """

    driver: str
    address: str
    network: str
    seed: int
    seconds: float
    requirements: tuple[RequirementResult, ...]
    cases: tuple[CaseResult, ...]
    interrupted: bool = False
    notes: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    captures: tuple[Capture, ...] = ()

    def __getitem__(self, requirement: str) -> RequirementResult:
        """What was found of a requirement, by its id; raises KeyError where there is none."""
        for found in self.requirements:
            if found.id == requirement:
                return found
        raise KeyError(requirement)

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of every requirement, by its id."""
        return {found.id: found.verdict for found in self.requirements}

    @property
    def failed(self) -> tuple[RequirementResult, ...]:
        """The requirements that are FAIL."""
        return tuple(found for found in self.requirements if found.verdict is Verdict.FAIL)
