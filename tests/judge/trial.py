"""One Home Agent, put to some cases in simulated time, and judged by some claims."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest

from mipconf.campaign.lab import Lab
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.session import Job, Session
from mipconf.ha.agent import HomeAgent
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import judge_functions
from mipconf.judge.verdict import Verdict
from mipconf.profile.keys import FhrpKeys
from mipconf.profile.profile import Profile
from mipconf.requirements.catalogue import REQUIREMENTS

Case = Callable[[Lab], Awaitable[None]]
Protocol = Literal["hsrp", "vrrp"]
PROTOCOLS = pytest.mark.parametrize("protocol", ["hsrp", "vrrp"])
"""For what is the same in both."""

Findings = Mapping[int, list[Finding]]


class Trial:
    """`protocol` and `version` are those of the group's FHRP."""

    def __init__(
        self,
        out: Path,
        agent: type[HomeAgent] = HomeAgent,
        protocol: Literal["hsrp", "vrrp", "none"] = "hsrp",
        version: Literal[1, 2, 3] = 2,
    ) -> None:
        options = CampaignOptions(
            profile=Profile(fhrp=FhrpKeys(protocol=protocol, version=version)),
            driver="builtin",
            command=(),
            network="simulated",
            cases=(),
            requirements=frozenset(),
            out=out,
            seed=1,
            jobs=None,
            agent=agent,
        )
        self._session = Session(options, Unseen())

    def findings(self, cases: tuple[Case, ...], claims: tuple[int, ...]) -> Findings:
        """What all cases together show of each claim."""
        found: dict[int, list[Finding]] = {claim: [] for claim in claims}
        for index, case in enumerate(cases):
            declaration = case.declaration  # type: ignore[attr-defined]
            recorded = self._session.alone(Job(index, f"case_{index}", declaration, case))
            history = History(recorded.trace, recorded.setting)
            for claim in claims:
                found[claim] += judge_functions()[str(claim)](history)
        return found


def failed(findings: Findings) -> set[int]:
    """The claims that are FAIL."""
    return {
        claim
        for claim, found in findings.items()
        if any(finding.verdict is Verdict.FAIL for finding in found)
    }


def unmet(findings: Findings) -> dict[int, set[str]]:
    """The situations of each claim that did not arise, or in which the duty was not met."""
    lacking = {}
    for claim, found in findings.items():
        met = {f.situation for f in found if f.verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE)}
        bad = {f.situation for f in found} - met
        situations = set(REQUIREMENTS[str(claim)].situations)
        if (situations - met) | bad:
            lacking[claim] = (situations - met) | bad
    return lacking


def reasons(findings: Findings) -> str:
    """What was found wrong, for people."""
    return "\n".join(
        f"{claim}: {finding.verdict.value}: {finding.reason}"
        for claim, found in findings.items()
        for finding in found
        if finding.verdict is not Verdict.PASS
    )
