"""What the reports say below a verdict that counts against the Home Agent or the tester."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.campaign.result import RequirementResult


def details(requirement: RequirementResult) -> Iterator[str]:
    """The explanation, and where the evidence is, line by line."""
    yield from requirement.explanation
    for evidence in requirement.evidence:
        frames = ", ".join(str(frame) for frame in evidence.frames)
        yield f"evidence: {evidence.capture}" + (f", frames {frames}" if frames else "")
