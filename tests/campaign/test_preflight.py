"""The preflight: what would spoil a run, in plain words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mipconf.campaign.options import Unseen
from mipconf.campaign.preflight import first, preflight
from mipconf.campaign.result import Result
from mipconf.campaign.runner import run_campaign
from mipconf.campaign.session import Session
from mipconf.errors import HutUnavailable
from mipconf.faults.catalogue import catalogue
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.profile.contract import GroupSecurity, MobileNodeSecurity

from .simulated import Mute, OtherConfig, options

KEY = "ff" * 16


class OtherGroupKey(OtherConfig):
    changes = {"group_security": (GroupSecurity(spi=1000, key=KEY),)}  # noqa: RUF012


class OtherNodeKey(OtherConfig):
    changes = {  # noqa: RUF012
        "mobile_nodes": (MobileNodeSecurity(network="10.64.0.0/10", spi=256, key=KEY),)
    }


class OtherNodeSpi(OtherConfig):
    changes = {  # noqa: RUF012
        "mobile_nodes": (
            MobileNodeSecurity(
                network="10.64.0.0/10", spi=257, key="0123456789abcdef0123456789abcdef"
            ),
        )
    }


class OtherGroup(OtherConfig):
    changes = {"group": {"number": 8}}  # noqa: RUF012


class NoHellos(OtherConfig):
    changes = {"fhrp": {"protocol": "none"}}  # noqa: RUF012


@pytest.mark.parametrize(
    ("agent", "line"),
    [
        (Mute, "nothing heard from the group"),
        (OtherGroupKey, "Code 131: key or SPI differs (group_security)"),
        (OtherNodeKey, "Registration Reply Code 131: key or SPI differs (mobile_nodes)"),
        (OtherNodeKey, "a RegistrationReply of the HUT is not accepted: the authenticator"),
        (OtherNodeSpi, "Registration Reply Code 131: key or SPI differs (mobile_nodes)"),
        (OtherGroup, "group 8, not 7"),
        (NoHellos, "no hello of the HUT heard"),
    ],
)
@pytest.mark.parametrize("codec", [None, "tests.secondformat.scrambled:CODEC"])
def test_what_would_spoil_a_run_is_said(
    agent: type[HomeAgent], line: str, codec: str | None, tmp_path: Path
) -> None:
    well, lines = preflight(options(tmp_path, agent, fhrp="hsrp", codec=codec))
    assert not well
    assert any(line in said for said in lines), lines
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("fhrp", ["none", "hsrp"])
def test_a_healthy_hut_is_ready(fhrp: str, tmp_path: Path) -> None:
    well, lines = preflight(options(tmp_path, fhrp=fhrp))
    assert well, lines
    assert lines[-1] == "nothing would spoil a run"
    assert not (tmp_path / "captures").exists()


def run(out: Path, agent: type[HomeAgent], *, preflight: bool = True) -> Result:
    """A run of one case, which begins with the exchange."""
    asked = options(out, agent, fhrp="hsrp")
    cases = ("test_joining::test_one_part",)
    asked = replace(asked, cases=cases, requirements=frozenset({"26"}), preflight=preflight)
    return run_campaign(asked, Unseen())


@pytest.mark.parametrize(
    ("agent", "line"),
    [
        (Mute, "nothing was heard from 127.4.2.10: interface, TTL, snooping"),
        (OtherGroupKey, "Code 131: key or SPI differs (group_security)"),
        (OtherNodeKey, "Registration Reply Code 131: key or SPI differs (mobile_nodes)"),
    ],
)
def test_a_run_that_it_spoils_ends_with_its_root_cause(
    agent: type[HomeAgent], line: str, tmp_path: Path
) -> None:
    (tmp_path / "captures").mkdir()
    with pytest.raises(HutUnavailable) as ended:
        run(tmp_path, agent)
    assert str(ended.value).startswith(f"{line}: nothing can be judged")
    assert [path.name for path in tmp_path.rglob("*.pcapng")] == ["preflight.pcapng"]


def test_a_run_that_it_spoils_goes_on_where_that_is_asked_for(tmp_path: Path) -> None:
    assert run(tmp_path, OtherGroupKey, preflight=False)["26"].verdict is Verdict.FAIL


CLOCKS = {"stamps-an-hour-ahead", "stamps-a-day-behind"}


@pytest.mark.slow
@pytest.mark.parametrize("name", catalogue())
def test_no_fault_but_another_clock_is_taken_for_a_root_cause(name: str, tmp_path: Path) -> None:
    """What the cases can tell apart is theirs to tell."""
    fault = catalogue()[name]
    session = Session(options(tmp_path, fault.agent, fault.fhrp), Unseen())
    session.play([], first(0))
    assert (session.spoiled is not None) is (name in CLOCKS), session.spoiled


@pytest.mark.parametrize("fhrp", ["none", "hsrp", "vrrp"])
def test_a_healthy_hut_spoils_nothing(fhrp: str, tmp_path: Path) -> None:
    session = Session(options(tmp_path, fhrp=fhrp), Unseen())
    session.play([], first(0))
    assert session.spoiled is None
