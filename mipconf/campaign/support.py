"""What a profile says that the HUT does not support, and what the cases show of that."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mipconf.campaign.outcome import CaseOutcome
from mipconf.campaign.result import RequirementResult
from mipconf.judge.finding import Finding
from mipconf.judge.verdict import Verdict
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.requirements.requirement import Requirement
from mipconf.requirements.support import Support

Unsupported = Mapping[str, str]
"""By the id of each requirement that is NOT APPLICABLE: who says so."""

OUT_OF_DATE = "the profile is out of date"


def unsupported(support: Support) -> Unsupported:
    """The requirements that the HUT does not support, by what its profile says."""
    denied = {name: support.why_not(each) for name, each in REQUIREMENTS.items()}
    return {
        name: "the profile says that the HUT does not support it"
        + ("" if why == f"supports.{name} = false" else f" ({why})")
        for name, why in denied.items()
        if why is not None
    }


def hanging(requirement: Requirement, unsupported: Collection[str]) -> frozenset[str]:
    """The situations of a requirement that show nothing, since what they hang on is unsupported."""
    return frozenset(
        situation
        for situation, needed in requirement.situation_needs.items()
        if needed in unsupported
    )


@dataclass(frozen=True, slots=True)
class Probed:
    """What the cases showed of a requirement that the profile denies, in words.

    `deeds` are the findings that show the HUT doing it, each with its case.
    """

    words: str
    deeds: tuple[tuple[CaseOutcome, Finding], ...]

    @classmethod
    def of(
        cls,
        requirement: Requirement,
        unsupported: Collection[str],
        findings: Sequence[tuple[CaseOutcome, Finding]],
    ) -> Probed:
        """Whether the HUT, stimulated, did what it is said not to do."""
        telling = [
            (case, finding)
            for case, finding in findings
            if finding.situation not in hanging(requirement, unsupported)
        ]
        deeds = tuple((case, finding) for case, finding in telling if finding.deeds)
        if deeds:
            return cls(f", yet the HUT did it: {_places(deeds)}: {OUT_OF_DATE}", deeds)
        missed = [case for case, finding in telling if finding.verdict is Verdict.FAIL]
        if missed:
            probes = "1 probe" if len(missed) == 1 else f"{len(missed)} probes"
            cases = ", ".join(dict.fromkeys(case.id for case in missed))
            return cls(f", and indeed it does not do it ({probes}, in {cases})", ())
        return cls("", ())


def out_of_date(requirements: Sequence[RequirementResult]) -> Iterator[str]:
    """A note for each selected requirement of which the profile is wrong."""
    for requirement in requirements:
        wrong = requirement.reason.endswith(OUT_OF_DATE)
        if requirement.selected and requirement.verdict is Verdict.NOT_APPLICABLE and wrong:
            yield f"{requirement.id} {requirement.title}: {requirement.reason}"


def _places(deeds: Sequence[tuple[CaseOutcome, Finding]]) -> str:
    """Where the first deed stands, and how many there are besides."""
    case, finding = deeds[0]
    capture, frames = next(iter(case.frames_by_capture(finding.deeds).items()))
    again = {1: "", 2: ", and once more"}.get(len(deeds), f", and {len(deeds) - 1} times more")
    return f"frame {frames[0]} of {capture}{again}"
