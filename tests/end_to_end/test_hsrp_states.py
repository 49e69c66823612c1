"""Claims about HSRP: healthy Home Agents of any habit pass, faulty ones fail where they must."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.profile.keys import FhrpKeys

from .fhrp_family import CLAIMS, judged, of, unmet
from .hsrp_agents import FAULTY, HEALTHY, NeverTakesOver

pytestmark = pytest.mark.slow

NO_VERSION_1 = {"Unauthenticated"}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("agent", HEALTHY)
def test_a_healthy_home_agent_passes(agent: type[HomeAgent], version: int, tmp_path: Path) -> None:
    if version == 1 and agent.__name__ in NO_VERSION_1:
        pytest.skip("version 1 always has authentication data")
    found = judged(agent, tmp_path, FhrpKeys(version=version))
    assert unmet(found) == {}


@pytest.mark.parametrize(
    "fhrp", [FhrpKeys(preempt=False), FhrpKeys(priority=255), FhrpKeys(priority=0)]
)
def test_priority_and_preemption_do_not_matter(fhrp: FhrpKeys, tmp_path: Path) -> None:
    found = judged(HomeAgent, tmp_path, fhrp)
    assert set(of(found, Verdict.PASS)) == CLAIMS


@pytest.mark.parametrize("agent", FAULTY)
def test_a_faulty_one_fails_where_it_is_faulty(agent: type[HomeAgent], tmp_path: Path) -> None:
    assert set(of(judged(agent, tmp_path, FhrpKeys()), Verdict.FAIL)) == FAULTY[agent]


def test_a_silent_state_is_not_certain_without_the_takeover(tmp_path: Path) -> None:
    found = judged(NeverTakesOver, tmp_path, FhrpKeys())
    assert set(of(found, Verdict.INCONCLUSIVE)) == {3, 29}


def test_without_an_fhrp_none_of_it_applies(tmp_path: Path) -> None:
    found = judged(HomeAgent, tmp_path, FhrpKeys(protocol="none"))
    assert set(of(found, Verdict.NOT_APPLICABLE)) == CLAIMS
