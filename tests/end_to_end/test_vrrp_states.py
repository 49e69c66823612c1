"""Claims about VRRP: healthy Home Agents of any habit pass, faulty ones fail where they must."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.profile.keys import FhrpKeys

from .fhrp_family import CLAIMS, judged, of, unmet
from .vrrp_agents import FAULTY, HEALTHY, NeverTakesOver

pytestmark = pytest.mark.slow

Version = Literal[2, 3]


def vrrp(version: Version = 3, priority: int = 100, preempt: bool = True) -> FhrpKeys:
    return FhrpKeys(protocol="vrrp", version=version, priority=priority, preempt=preempt)


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("agent", HEALTHY)
def test_a_healthy_home_agent_passes(
    agent: type[HomeAgent], version: Version, tmp_path: Path
) -> None:
    assert unmet(judged(agent, tmp_path, vrrp(version))) == {}


@pytest.mark.parametrize("fhrp", [vrrp(preempt=False), vrrp(priority=254), vrrp(priority=1)])
def test_priority_and_preemption_do_not_matter(fhrp: FhrpKeys, tmp_path: Path) -> None:
    found = judged(HomeAgent, tmp_path, fhrp)
    assert set(of(found, Verdict.PASS)) == CLAIMS


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("agent", FAULTY)
def test_a_faulty_one_fails_where_it_is_faulty(
    agent: type[HomeAgent], version: Version, tmp_path: Path
) -> None:
    assert set(of(judged(agent, tmp_path, vrrp(version)), Verdict.FAIL)) == FAULTY[agent]


def test_backup_is_not_certain_without_the_takeover(tmp_path: Path) -> None:
    found = judged(NeverTakesOver, tmp_path, vrrp())
    assert set(of(found, Verdict.INCONCLUSIVE)) == {3, 29}
