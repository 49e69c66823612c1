"""VRRP at a Home Agent: datagrams, what is of the group, and who is known to be master."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mipconf.errors import ConfigError
from mipconf.fhrp import vrrp_wire
from mipconf.fhrp.protocol import Fhrp
from mipconf.fhrp.vrrp_speaker import VrrpSpeaker, settings
from mipconf.layers.vrrp import Checksum, matching_checksum
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.profile.contract import FhrpConfig, GroupConfig, GroupSecurity, HutConfig
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import VrrpMessage

DOWN = 3 * 150 * MILLISECOND + 150 * 156 * MILLISECOND // 256
OWN, PEER, THIRD = "10.0.0.2", "10.0.0.3", "10.0.0.4"
GROUP = Endpoint("224.0.0.18", 0, VRRP)
ADDRESSES = (PEER, GROUP.address)


def config(version: int = 3, number: int = 7, **changes: Any) -> HutConfig:
    fhrp: dict[str, Any] = {"protocol": "vrrp", "version": version, "hello_ms": 150}
    return HutConfig(
        ha_id=OWN,
        group=GroupConfig(number=number, virtual_ip="10.0.0.1"),
        fhrp=FhrpConfig(**fhrp | changes),
        group_security=(GroupSecurity(spi=1000, key="00"),),
    )


def speaker(version: int = 3, **changes: Any) -> VrrpSpeaker:
    return VrrpSpeaker(settings(config(version, **changes)), 0)


def advertisement(version: int = 3, **changes: Any) -> VrrpMessage:
    message = VrrpMessage(
        version=version, vrid=7, priority=200, advertisement_ms=150, addresses=("10.0.0.1",)
    )
    return replace(message, **changes)


def datagram(
    message: VrrpMessage, source: str = PEER, checksum: Checksum = Checksum.MESSAGE, ttl: int = 255
) -> Datagram:
    payload = vrrp_wire.encode(message, source, GROUP.address, checksum)
    return Datagram(Endpoint(source, 0, VRRP), GROUP, payload, ttl)


@pytest.mark.parametrize(("version", "carried"), [(2, 1000), (3, 150)])
def test_a_master_advertises(version: int, carried: int) -> None:
    """docs/hut-contract.md: IP protocol 112, to 224.0.0.18 with TTL 255."""
    made: Fhrp = speaker(version)
    made.allow_active(0)
    assert made.deadline == made.hold_time == DOWN
    made.wake(DOWN)
    assert made.is_active
    (said,) = made.outgoing()
    assert (said.source, said.destination, said.ttl) == (Endpoint(OWN, 0, VRRP), GROUP, 255)
    assert set(made.endpoints) == {said.source, said.destination}
    assert vrrp_wire.decode(said.payload, version, OWN, GROUP.address) == VrrpMessage(
        version=version, vrid=7, priority=100, advertisement_ms=carried, addresses=("10.0.0.1",)
    )
    assert matching_checksum(said.payload) is Checksum.MESSAGE
    made.stop(DOWN)
    assert not made.is_active
    (said,) = made.outgoing()
    last = vrrp_wire.decode(said.payload, version, OWN, GROUP.address)
    assert last is not None
    assert last.priority == 0


@pytest.mark.parametrize(
    ("received", "is_of_group"),
    [
        pytest.param(datagram(advertisement()), True, id="version 3"),
        pytest.param(
            datagram(advertisement(), checksum=Checksum.PSEUDO_HEADER), True,
            id="RFC 5798, 5.2.8: with the pseudo-header",
        ),
        pytest.param(
            datagram(advertisement(advertisement_ms=1000)), True,
            id="RFC 9568: another interval is adopted",
        ),
        pytest.param(
            datagram(advertisement(addresses=("10.9.9.9",))), True, id="MAY: other addresses"
        ),
        pytest.param(datagram(advertisement(), ttl=254), False, id="7.1: TTL 254"),
        pytest.param(datagram(advertisement(vrid=8)), False, id="7.1: another VRID"),
        pytest.param(datagram(advertisement(version=2)), False, id="7.1: another version"),
        pytest.param(datagram(advertisement(), OWN), False, id="own words"),
    ],
)  # fmt: skip
def test_what_is_of_the_group(received: Datagram, is_of_group: bool) -> None:
    made = speaker()
    assert made.receive(received, 0) is is_of_group
    assert bool(made.other_actives(0)) is is_of_group


@pytest.mark.parametrize(
    ("seconds", "is_of_group"),
    [pytest.param(1, True, id="150 ms are carried as 1 s"), pytest.param(2, False, id="2 s")],
)
def test_version_2_hears_its_own_interval_only(seconds: int, is_of_group: bool) -> None:
    """RFC 3768, 7.1: "If the Advertisement Interval ... does not match ... discard"."""
    message = advertisement(version=2, advertisement_ms=seconds * 1000)
    assert speaker(2).receive(datagram(message), 0) is is_of_group


@pytest.mark.parametrize("heard", Checksum)
@pytest.mark.parametrize(
    ("configured", "sent"),
    [("message", Checksum.MESSAGE), ("pseudo-header", Checksum.PSEUDO_HEADER)],
)
def test_it_sends_the_form_of_checksum_that_is_configured_and_takes_both(
    configured: str, sent: Checksum, heard: Checksum
) -> None:
    made = speaker(checksum=configured)
    made.allow_active(0)
    assert made.receive(datagram(advertisement(priority=50), checksum=heard), 1)
    made.wake(DOWN)
    (said,) = made.outgoing()
    assert matching_checksum(said.payload, (OWN, GROUP.address)) is sent


@pytest.mark.parametrize(
    ("later", "other_than", "known"),
    [
        pytest.param([], THIRD, True, id="an advertisement"),
        pytest.param([], PEER, False, id="other than the requester"),
        pytest.param([(DOWN - 1, None)], THIRD, True, id="younger than the master down interval"),
        pytest.param([(DOWN, None)], THIRD, False, id="as old as it"),
        pytest.param([(1, advertisement(priority=0))], THIRD, False, id="it resigns"),
    ],
)
def test_knows_an_active_member(
    later: list[tuple[int, VrrpMessage | None]], other_than: str, known: bool
) -> None:
    """docs/protocol.md#5-7: "while [a] master advertisement of it is younger than the ... master
    down
    interval and nothing later from it says otherwise".
    """
    made, now = speaker(), 0
    made.receive(datagram(advertisement()), now)
    for now, message in later:
        if message is not None:
            made.receive(datagram(message), now)
    assert bool(made.other_actives(now) - {other_than}) is known


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"number": 0}, r"^group\.number: 0 is no VRID"),
        ({"number": 256}, r"^group\.number: 256 is no VRID"),
        ({"priority": 0}, r"^fhrp\.priority: 0 "),
        ({"version": 2, "hello_ms": 255_001}, r"^fhrp\.hello_ms: 255001 exceeds 255000"),
        ({"version": 3, "hello_ms": 40_951}, r"^fhrp\.hello_ms: 40951 exceeds 40950"),
    ],
)
def test_what_cannot_be_served(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint) as raised:
        settings(config(**changes))
    assert "\n" not in str(raised.value)


def test_the_longest_intervals_are_served() -> None:
    assert settings(config(2, hello_ms=255_000)).advertisement_ms == 255_000
    assert settings(config(3, hello_ms=40_950)).advertisement_ms == 40_950
