"""Ten healthy Home Agents in groups of all kinds, in virtual time: none of them may be blamed.

Each profile is one that a user could write, and uses another of the freedoms that a group has.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select
from mipconf.judge.verdict import Verdict
from mipconf.profile.profile import read_profile
from mipconf.requirements.catalogue import REQUIREMENTS

pytestmark = pytest.mark.slow

PROFILES: Mapping[str, str] = {
    "HSRP version 1, whole seconds": """
        [fhrp]
        version = 1
        hello_ms = 1000
        hold_ms = 3000
        [timers]
        listen_ms = 4000
    """,
    "HSRP without preemption": """
        [fhrp]
        preempt = false
        priority = 200
    """,
    "VRRP version 2": """
        [fhrp]
        protocol = "vrrp"
        version = 2
        hello_ms = 1000
        [timers]
        listen_ms = 4700
    """,
    "VRRP version 3, faster": """
        [fhrp]
        protocol = "vrrp"
        version = 3
        hello_ms = 100
    """,
    "VRRP version 3 without preemption": """
        [group]
        number = 255
        [fhrp]
        protocol = "vrrp"
        version = 3
        preempt = false
    """,
    "no FHRP": """
        [fhrp]
        protocol = "none"
    """,
    "the timers of a real network": """
        [fhrp]
        hello_ms = 3000
        hold_ms = 10000
        [timers]
        retransmit_ms = 1000
        reply_timeout_ms = 2000
        listen_ms = 11000
        deleted_entry_ms = 60000
    """,
    "faster timers": """
        [fhrp]
        hello_ms = 100
        hold_ms = 350
        [timers]
        retransmit_ms = 150
        reply_timeout_ms = 200
        listen_ms = 450
        deleted_entry_ms = 900
    """,
    "small parts, one at a time, one retransmission": """
        window = 1
        max_datagram = 548
        max_lifetime_s = 600
        [timers]
        max_retransmissions = 1
    """,
    "any lifetime is granted": """
        max_lifetime_s = 65535
    """,
    "no lifetime lasts": """
        max_lifetime_s = 5
    """,
    "many retransmissions, two associations, other keys": """
        [group]
        number = 4095
        address = "239.1.2.3"
        [timers]
        max_retransmissions = 5
        replay_window_s = 3
        [[group_security]]
        spi = 2000
        algorithm = "hmac-sha1"
        key = "0102030405060708090a0b0c0d0e0f1011121314"
        [[group_security]]
        spi = 2001
        algorithm = "hmac-md5"
        key = "f0e0d0c0b0a090807060504030201000"
        [[mobile_nodes]]
        network = "10.128.0.0/10"
        spi = 300
        algorithm = "hmac-sha256"
        key = "aa55aa55aa55aa55"
    """,
}
NOT_MET = {Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE, Verdict.NOT_EXERCISED}


@pytest.mark.parametrize("name", PROFILES)
def test_a_healthy_home_agent_passes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(PROFILES[name])
    profile = read_profile(path)
    selection = select(None, known_cases(), REQUIREMENTS)
    options = CampaignOptions(
        profile=profile,
        driver="builtin",
        command=(),
        network="simulated",
        cases=tuple(case.id for case in selection.cases),
        requirements=selection.requirements,
        out=tmp_path,
        seed=1,
        jobs=None,
        profile_path=path,
    )
    result = run_campaign(options, Unseen())
    selected = [requirement for requirement in result.requirements if requirement.selected]
    assert len(selected) == 55
    unmet = {r.id: (r.verdict.value, r.reason) for r in selected if r.verdict in NOT_MET}
    assert not unmet, unmet
    not_applicable = {r.id for r in selected if r.verdict is Verdict.NOT_APPLICABLE}
    assert not not_applicable or profile.fhrp.protocol == "none"
