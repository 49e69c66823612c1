"""The preflight: what would spoil a run, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mipconf.campaign.preflight import preflight
from mipconf.ha.agent import HomeAgent
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
