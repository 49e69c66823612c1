"""What the cases about HSRP and VRRP show of one Home Agent, in simulated time."""

from __future__ import annotations

from pathlib import Path

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.result import RequirementResult
from mipconf.campaign.session import Job, Session
from mipconf.campaign.summary import summarise
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.profile.keys import FhrpKeys
from mipconf.profile.profile import Profile
from mipconf.testcases import test_election, test_states

CLAIMS = {2, 3, 5, 24, 25, 27, 28, 29, 34, 35, 40, 41}
DECLARED = {
    name: case
    for module in (test_election, test_states)
    for name, case in vars(module).items()
    if name.startswith("test_") and hasattr(case, "declaration")
}


def judged(agent: type[HomeAgent], out: Path, fhrp: FhrpKeys) -> dict[int, RequirementResult]:
    """The verdict of each claim of this family."""
    profile = Profile(fhrp=fhrp)
    options = CampaignOptions(
        profile=profile,
        driver="builtin",
        command=(),
        network="simulated",
        cases=(),
        requirements=frozenset(map(str, CLAIMS)),
        out=out,
        seed=1,
        jobs=None,
        agent=agent,
    )
    session = Session(options, Unseen())
    outcomes: list[CaseOutcome] = []
    for index, (name, case) in enumerate(DECLARED.items()):
        if not case.declaration.is_for(profile):
            continue
        recorded = session.alone(Job(index, name, case.declaration, case))
        outcomes.append(
            outcome_of(
                recorded.trace,
                recorded.setting,
                capture=recorded.capture,
                seconds=recorded.seconds,
                again="",
            )
        )
    found = summarise(outcomes, options.requirements)
    return {int(r.id): r for r in found if r.selected}


def of(found: dict[int, RequirementResult], verdict: Verdict) -> dict[int, str]:
    """The claims of a verdict, and the reasons."""
    return {claim: r.reason for claim, r in found.items() if r.verdict is verdict}


def unmet(found: dict[int, RequirementResult]) -> dict[int, str]:
    """The claims that are no PASS, and the reasons."""
    return {claim: r.reason for claim, r in found.items() if r.verdict is not Verdict.PASS}
