"""The whole Home Agent as a host: endpoints, deadlines, its end, and anything at all as input."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.codec import STANDARD
from mipconf.errors import ConfigError
from mipconf.fhrp import hsrp_wire
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.ha.registration import Registrar
from mipconf.net.host import Datagram, Endpoint, Host
from mipconf.profile.contract import FhrpConfig, GroupConfig, GroupSecurity
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    RegistrationRequest,
    ReplyCode,
    TableReply,
    TableRequest,
)

from .lab import (
    CARE_OF,
    GROUP,
    GROUP_KEY,
    HSRP,
    HUT,
    MN,
    MN_KEY,
    NO_FHRP,
    START,
    VIRTUAL_IP,
    WITH_HSRP,
    Lab,
    P,
    binding,
    codes,
    config,
    deletion,
)

OWN = {Endpoint(HUT, 434), Endpoint(GROUP, 434)}
OWN_HSRP = OWN | {Endpoint(HUT, 1985), Endpoint(HSRP, 1985)}
AT_VIRTUAL_IP = Endpoint(VIRTUAL_IP, 434)


def test_endpoints() -> None:
    """docs/hut-contract.md: the virtual IP address is open only while the HUT is active."""
    lab = Lab(joined=False, fhrp=WITH_HSRP)
    assert lab.agent.address == HUT
    assert lab.agent.endpoints == OWN_HSRP
    lab.run(1500)
    assert lab.agent.endpoints == OWN_HSRP | {AT_VIRTUAL_IP}
    lab.hello(P, priority=255)
    assert lab.agent.endpoints == OWN_HSRP


def test_endpoints_without_an_fhrp() -> None:
    """1: "Without an FHRP, an initialized HA is active"."""
    lab = Lab(joined=False)
    assert (lab.agent.endpoints, lab.agent.is_active) == (OWN, False)
    lab.run(600)
    assert (lab.agent.endpoints, lab.agent.is_active) == (OWN | {AT_VIRTUAL_IP}, True)


def test_a_learned_virtual_ip() -> None:
    """docs/hut-contract.md: null with HSRP: "takes it from the active's hello"."""
    group = config().group.model_copy(update={"virtual_ip": None})
    lab = Lab(fhrp=WITH_HSRP, group=group)
    lab.run(5000)
    assert not lab.agent.is_active
    lab.hear(lab.update(binding(), home_agents=(VIRTUAL_IP,)))
    assert VIRTUAL_IP in lab.agent.members  # Nobody could know.
    lab.hello(P)
    assert VIRTUAL_IP not in lab.agent.members
    lab.run(3000)
    assert AT_VIRTUAL_IP in lab.agent.endpoints
    assert codes(lab.registration(destination=VIRTUAL_IP))[0] == 0


def test_it_is_a_host() -> None:
    host: Host = HomeAgent(config(), random.Random(1), START)
    assert host.deadline == START
    assert host.outgoing() == []


def test_it_is_active_within_three_hold_times_after_the_listen_time() -> None:
    """docs/hut-contract.md."""
    lab = Lab(fhrp=WITH_HSRP)  # the listen time is over
    lab.run(3 * 500)
    assert lab.agent.is_active


def test_a_group_number_that_is_no_vrid() -> None:
    fhrp = FhrpConfig(protocol="vrrp", version=3)
    with pytest.raises(ConfigError, match=r"^group\.number: 256"):
        HomeAgent(config(fhrp=fhrp, group=GroupConfig(number=256)), random.Random(1), START)


def test_two_associations_of_one_spi() -> None:
    twice = (GroupSecurity(spi=1000, key="00"), GroupSecurity(spi=1000, key="01"))
    with pytest.raises(ConfigError, match=r"^group_security: .*1000"):
        HomeAgent(config(group_security=twice), random.Random(1), START)


def test_stopping_in_good_order() -> None:
    """docs/hut-contract.md: SIGTERM: "an active HA resigns"; nothing is said after that."""
    lab = Lab(fhrp=WITH_HSRP)
    lab.run(1500)
    lab.agent.outgoing()
    lab.agent.stop(lab.now)
    (resign,) = lab.agent.outgoing()
    message = hsrp_wire.decode(resign.payload, 2)
    assert message is not None
    assert message.opcode is Opcode.RESIGN
    assert resign.source in lab.agent.endpoints
    assert lab.hear(lab.update(binding())) == []
    assert lab.hear(lab.request()) == []
    lab.agent.resynchronise(lab.now)
    lab.agent.stop(lab.now)
    lab.agent.wake(lab.now)
    assert (lab.agent.outgoing(), lab.agent.deadline, lab.agent.is_active) == ([], None, False)


def test_waking_when_nothing_is_due_does_nothing() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    lab.hear(lab.update(binding()))
    lab.run(0)
    deadline = lab.agent.deadline
    lab.agent.wake(lab.now)
    assert (lab.agent.outgoing(), lab.agent.deadline) == ([], deadline)


def test_a_late_waking_catches_up() -> None:
    """A runner may be late: everything due happens, once."""
    lab = Lab(joined=False, fhrp=WITH_HSRP)
    lab.now += 3600 * 10**9
    lab.agent.wake(lab.now)
    assert lab.agent.initialized
    assert lab.agent.deadline is not None
    assert lab.agent.deadline > lab.now - 1


def _history(agent: HomeAgent) -> list[Datagram]:
    datagrams, now = [], START
    chance = random.Random(3)
    for step in range(300):
        home = f"10.64.0.{chance.randrange(9)}"
        now += chance.randrange(50) * 1_000_000
        header: dict[str, Any] = {
            "group": 7, "home_agent_id": P, "sequence": step, "identification": from_time(now),
        }  # fmt: skip
        update = BindingUpdate(**header, bindings=(binding(home, age=chance.randrange(5)),))
        request = TableRequest(**header)
        payload = STANDARD.encode(chance.choice([update, request]), GROUP_KEY)
        agent.receive(Datagram(Endpoint(P, 434), Endpoint(GROUP, 434), payload), now)
        datagrams += agent.outgoing()
    return datagrams


def test_the_same_calls_give_the_same_datagrams() -> None:
    first, second = (
        _history(HomeAgent(config(fhrp=WITH_HSRP), random.Random(1), START)) for _ in range(2)
    )
    assert first == second
    assert len(first) > 300


# --- Anything at all (5.2: "None may stop an HA or slow its service to others").

ENDPOINTS = sorted(OWN_HSRP | {AT_VIRTUAL_IP, Endpoint(HUT, 9)}, key=str)
ADDRESSES = st.sampled_from([P, HUT, VIRTUAL_IP, GROUP, "0.0.0.0", "255.255.255.255", CARE_OF])
HEADER: dict[str, Any] = {
    "group": 7,
    "home_agent_id": P,
    "sequence": 5,
    "identification": from_time(START + 4_000_000_000),
}
TEMPLATES = [
    STANDARD.encode(BindingUpdate(**HEADER, bindings=(binding(), deletion(MN))), GROUP_KEY),
    STANDARD.encode(BindingUpdateAck(**HEADER), GROUP_KEY),
    STANDARD.encode(TableRequest(**HEADER, home_agents=("10.0.0.9",)), GROUP_KEY),
    STANDARD.encode(
        TableReply(**HEADER, request_sequence=1, part=1, more=False, bindings=(binding(),)),
        GROUP_KEY,
    ),
    STANDARD.encode(
        RegistrationRequest(
            flags=0, lifetime=300, home_address=MN, home_agent=HUT, care_of_address=CARE_OF,
            identification=HEADER["identification"],
        ),
        MN_KEY,
    ),
]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A good message in which some octets were changed, cut off or added."""
    payload = bytearray(draw(st.sampled_from(TEMPLATES)))
    for _ in range(draw(st.integers(1, 3))):
        payload[draw(st.integers(0, len(payload) - 1))] ^= draw(st.integers(1, 255))
    del payload[draw(st.integers(1, len(payload) * 2)) :]
    return bytes(payload) + draw(st.binary(max_size=3))


_LABS: dict[str, Lab] = {}


def _lab(protocol: str) -> Lab:
    """One lab of each kind for all examples: garbage leaves it as it was."""
    if protocol not in _LABS:
        fhrp = {"hsrp": WITH_HSRP, "none": NO_FHRP}[protocol]
        lab = Lab(fhrp=fhrp, peers=("10.0.0.4",), joined=False)
        lab.run(4000)
        lab.hear(lab.update(binding("10.64.0.1", lifetime_granted=65535, lifetime_remaining=65535)))
        _LABS[protocol] = lab
    return _LABS[protocol]


@given(
    payload=st.one_of(st.binary(max_size=120), spoiled()),
    source=ADDRESSES,
    port=st.sampled_from([434, 1985, 0, 5434]),
    destination=st.sampled_from(ENDPOINTS),
    protocol=st.sampled_from(["hsrp", "none"]),
)
def test_any_octets_at_any_endpoint(
    payload: bytes, source: str, port: int, destination: Endpoint, protocol: str
) -> None:
    """Never raises, and the table is as it was: nothing here is signed."""
    lab = _lab(protocol)
    before = list(lab.held())
    lab.agent.receive(Datagram(Endpoint(source, port), destination, payload), lab.now)
    lab.agent.outgoing()
    assert list(lab.held()) == before
    assert MN not in lab.held()


@given(
    octets=st.binary(max_size=80),
    kind=st.sampled_from([1, 2, 3, 4, 5]),
    request=st.integers(0, 1),
)
def test_any_signed_octets(octets: bytes, kind: int, request: int) -> None:
    """A member gone mad: well signed, in time, of this group, and any contents. Never raises."""
    lab = Lab(peers=(P,), joined=False)
    lab.run(0)
    header = bytes((255, kind, 1, 0, 0, 7, 0, 0, 10, 0, 0, 3)) + bytes(4)
    header += from_time(lab.now).to_bytes(8)
    asked = next(iter(lab.agent.joining._requests))
    part = asked.to_bytes(4) + bytes((0, 0, 0, request)) if kind == 4 else b""
    data = header + part + octets + bytes.fromhex("24640024000003e8")
    payload = data + GROUP_KEY.authenticator(data)
    lab.agent.receive(Datagram(Endpoint(P, 434), Endpoint(HUT, 434), payload), lab.now)
    lab.agent.outgoing()
    lab.run(2000)


# --- Variants, as the faults will be made.


class Deaf(Answering):
    """A responder that never answers."""

    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        """Do nothing."""


class Generous(Registrar):
    """A home agent that takes every Identification."""

    def is_newer(self, request: RegistrationRequest, now: int) -> bool:
        """Whatever it is."""
        return True


class DeafAgent(HomeAgent):
    answering_type = Deaf


class GenerousAgent(HomeAgent):
    registration_type = Generous


def _answers(lab: Lab) -> bool:
    return any(isinstance(message, TableReply) for _, message in lab.hear(lab.request()))


def _refuses_replays(lab: Lab) -> bool:
    lab.registration()
    return codes(lab.registration()) == [ReplyCode.IDENTIFICATION_MISMATCH]


@pytest.mark.parametrize(
    ("variant", "duty"), [(DeafAgent, _answers), (GenerousAgent, _refuses_replays)]
)
def test_one_component_can_be_another(
    variant: type[HomeAgent], duty: Callable[[Lab], bool]
) -> None:
    assert duty(Lab())
    assert not duty(Lab(agent_type=variant))


def test_states_of_the_machine_are_hsrps() -> None:
    lab = Lab(fhrp=WITH_HSRP)
    lab.run(1500)
    assert lab.agent.fhrp.machine.state is State.ACTIVE  # type: ignore[attr-defined]
