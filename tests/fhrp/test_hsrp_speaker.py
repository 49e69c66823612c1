"""HSRP at a Home Agent: datagrams, what is of the group, and who is known to be active."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from mipconf.errors import ConfigError
from mipconf.fhrp import hsrp_wire
from mipconf.fhrp.hsrp_speaker import HsrpSpeaker, settings
from mipconf.fhrp.protocol import Fhrp, NoFhrp
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import FhrpConfig, GroupConfig, GroupSecurity, HutConfig
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State

HOLD = 500 * MILLISECOND
PORT = 21985
PEER, THIRD = "10.0.0.3", "10.0.0.4"
GROUP = {1: Endpoint("224.0.0.2", PORT), 2: Endpoint("224.0.0.102", PORT)}


def config(version: int = 2, number: int = 7) -> HutConfig:
    return HutConfig(
        ha_id="10.0.0.2",
        group=GroupConfig(number=number, virtual_ip="10.0.0.1"),
        fhrp=FhrpConfig(protocol="hsrp", version=version, port=PORT, hello_ms=150, hold_ms=500),
        group_security=(GroupSecurity(spi=1000, key="00"),),
    )


def speaker(version: int = 2) -> HsrpSpeaker:
    return HsrpSpeaker(settings(config(version)), PORT, random.Random(1), 0)


def hello(version: int = 2, state: State = State.ACTIVE, **changes: object) -> HsrpMessage:
    message = HsrpMessage(
        version=version,
        opcode=Opcode.HELLO,
        state=state,
        hello_ms=1000,
        hold_ms=3000,
        priority=200,
        group=7,
        virtual_ip="10.0.0.1",
    )
    return replace(message, **changes)


def datagram(message: HsrpMessage, source: str = PEER) -> Datagram:
    group = GROUP[message.version]
    return Datagram(Endpoint(source, PORT), group, hsrp_wire.encode(message), 1)


@pytest.mark.parametrize("version", [1, 2])
def test_it_speaks_to_all_routers_with_ttl_1(version: int) -> None:
    """docs/hut-contract.md: TTL 1, to 224.0.0.2 (version 1) or 224.0.0.102 (version 2)."""
    made = speaker(version)
    made.wake(HOLD)
    (said,) = made.outgoing()
    assert said.source == Endpoint("10.0.0.2", PORT)
    assert said.destination == GROUP[version]
    assert said.ttl == 1
    assert set(made.endpoints) == {said.source, said.destination}
    message = hsrp_wire.decode(said.payload, version)
    assert message is not None
    assert (message.state, message.group, message.authentication) == (State.SPEAK, 7, "cisco")


@pytest.mark.parametrize(
    ("version", "changes", "source", "is_of_group"),
    [
        pytest.param(1, {}, PEER, True, id="version 1"),
        pytest.param(2, {}, PEER, True, id="version 2"),
        pytest.param(2, {"authentication": None}, PEER, True, id="2: without it: accepted"),
        pytest.param(1, {"authentication": "other"}, PEER, False, id="1: another text"),
        pytest.param(2, {"authentication": "other"}, PEER, False, id="2: another text"),
        pytest.param(2, {"group": 8}, PEER, False, id="another group"),
        pytest.param(2, {}, "10.0.0.2", False, id="own words"),
    ],
)
def test_what_is_of_the_group(
    version: int, changes: dict[str, object], source: str, is_of_group: bool
) -> None:
    """docs/hut-contract.md: text authentication; docs/protocol.md#5-3: "of the group"."""
    made = speaker(version)
    assert made.receive(datagram(hello(version, **changes), source), 0) is is_of_group
    assert bool(made.other_actives(0)) is is_of_group


def test_the_other_version_is_not_heard() -> None:
    first, second = hello(1), hello(2)
    assert not speaker(1).receive(datagram(second), 0)
    assert not speaker(2).receive(datagram(first), 0)


@pytest.mark.parametrize(
    ("later", "other_than", "known"),
    [
        pytest.param([], THIRD, True, id="an active hello"),
        pytest.param([], PEER, False, id="other than the requester"),
        pytest.param([(HOLD - 1, None)], THIRD, True, id="younger than the hold time"),
        pytest.param([(HOLD, None)], THIRD, False, id="as old as the hold time"),
        pytest.param([(1, hello(state=State.SPEAK))], THIRD, False, id="it says otherwise"),
        pytest.param([(1, hello(opcode=Opcode.RESIGN))], THIRD, False, id="it resigns"),
        pytest.param([(1, hello(opcode=Opcode.COUP))], THIRD, True, id="a coup says nothing else"),
    ],
)
def test_knows_an_active_member(
    later: list[tuple[int, HsrpMessage | None]], other_than: str, known: bool
) -> None:
    """docs/protocol.md#5-7: "while an active hello ... of it is younger than the hold time ... and
    nothing later from it says otherwise".
    """
    made, now = speaker(), 0
    made.receive(datagram(hello()), now)
    for now, message in later:
        if message is not None:
            made.receive(datagram(message), now)
    assert bool(made.other_actives(now) - {other_than}) is known


def test_two_actives_are_both_known() -> None:
    made = speaker()
    for source in (PEER, THIRD):
        made.receive(datagram(hello(), source), 0)
    assert made.other_actives(0) == {PEER, THIRD}


@pytest.mark.parametrize(("version", "number"), [(1, 256), (2, 4096)])
def test_a_group_that_does_not_fit(version: int, number: int) -> None:
    with pytest.raises(ConfigError, match=rf"^group\.number: {number} exceeds"):
        settings(config(version, number))


def test_without_an_fhrp_it_is_active_once_initialized() -> None:
    """docs/protocol.md#1: "Without an FHRP, an initialized HA is active"."""
    made: Fhrp = NoFhrp("10.0.0.1")
    assert not made.is_active
    made.allow_active(0)
    assert made.is_active
    assert not made.receive(datagram(hello()), 0)
    assert (made.endpoints, made.deadline, made.outgoing(), made.hold_time) == ((), None, [], None)
    made.stop(0)
    assert not made.is_active
