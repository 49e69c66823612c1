"""Claims about HSRP: healthy Home Agents of any habit pass, faulty ones fail where they must."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.result import RequirementResult
from mipconf.campaign.session import Job, Session
from mipconf.campaign.summary import summarise
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.profile import Fhrp, Profile
from mipconf.testcases import test_election, test_states

from .hsrp_agents import FAULTY, HEALTHY, NeverTakesOver

CLAIMS = {2, 3, 5, 24, 25, 27, 28, 29, 34, 35, 40, 41}
DECLARED = {
    name: case
    for module in (test_election, test_states)
    for name, case in vars(module).items()
    if name.startswith("test_") and hasattr(case, "declaration")
    if case.declaration.only_with != "vrrp"
}
NO_VERSION_1 = {"Unauthenticated"}


def judged(
    agent: type[HomeAgent], out: Path, fhrp: Fhrp | None = None
) -> dict[int, RequirementResult]:
    """What the cases of this family show of an agent, in simulated time."""
    options = CampaignOptions(
        profile=Profile(fhrp=fhrp or Fhrp()),
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
    return {claim: r.reason for claim, r in found.items() if r.verdict is verdict}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("agent", HEALTHY)
def test_a_healthy_home_agent_passes(agent: type[HomeAgent], version: int, tmp_path: Path) -> None:
    if version == 1 and agent.__name__ in NO_VERSION_1:
        pytest.skip("version 1 always has authentication data")
    found = judged(agent, tmp_path, Fhrp(version=version))
    assert {claim: r.reason for claim, r in found.items() if r.verdict is not Verdict.PASS} == {}


@pytest.mark.parametrize("fhrp", [Fhrp(preempt=False), Fhrp(priority=255), Fhrp(priority=0)])
def test_priority_and_preemption_do_not_matter(fhrp: Fhrp, tmp_path: Path) -> None:
    found = judged(HomeAgent, tmp_path, fhrp)
    assert set(of(found, Verdict.PASS)) == CLAIMS


@pytest.mark.parametrize("agent", FAULTY)
def test_a_faulty_one_fails_where_it_is_faulty(agent: type[HomeAgent], tmp_path: Path) -> None:
    assert set(of(judged(agent, tmp_path), Verdict.FAIL)) == FAULTY[agent]


def test_a_silent_state_is_not_certain_without_the_takeover(tmp_path: Path) -> None:
    found = judged(NeverTakesOver, tmp_path)
    assert set(of(found, Verdict.INCONCLUSIVE)) == {3, 29}


def test_without_an_fhrp_none_of_it_applies(tmp_path: Path) -> None:
    found = judged(HomeAgent, tmp_path, Fhrp(protocol="none"))
    assert set(of(found, Verdict.NOT_APPLICABLE)) == CLAIMS
