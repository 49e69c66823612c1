"""Registration: RFC 5944's checks and Reply Codes with the choices of docs/protocol.md#5-4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mipconf.codec import STANDARD
from mipconf.layers.security import Algorithm, Association, Authenticity, KeyRing
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import MobileNodeSecurity
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    BindingUpdate,
    Extension,
    RegistrationReply,
    RegistrationRequest,
    ReplyCode,
    SubOption,
)

from .lab import (
    CARE_OF,
    CONFIG,
    GROUP,
    HUT,
    MN,
    MN_KEY,
    MS,
    SECOND,
    START,
    VIRTUAL_IP,
    WITH_HSRP,
    Lab,
    P,
    Q,
    Sent,
    binding,
    deletion,
    kinds,
)

NOW = START + 600 * MS  # when a lab has joined
WRONG = Association(256, Algorithm.HMAC_MD5, b"wrong")
STRANGE = Association(999, Algorithm.HMAC_MD5, b"strange")
FROM_A_FOREIGN_AGENT = (Extension(34, bytes(20)),)


def reply_of(sent: list[Sent]) -> RegistrationReply:
    (reply,) = [message for _, message in sent if isinstance(message, RegistrationReply)]
    return reply


def twice(payload: bytes) -> bytes:
    """The Mobile-Home Authentication, repeated behind itself."""
    return payload + payload[-22:]


def before_authentication(octets: bytes) -> Callable[[bytes], bytes]:
    """Put octets before the authentication extension and sign again."""

    def spoil(payload: bytes) -> bytes:
        signed = payload[:-22] + octets + payload[-22:-16]
        return signed + MN_KEY.authenticator(signed)

    return spoil


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({}, 0, id="accepted"),
        pytest.param({"flags": 0x80}, 1, id="5.4: S set: Reply Code 1"),
        pytest.param({"flags": 0x05}, 0, id="RFC 5944 3.3: r and x are ignored"),
        pytest.param({"home_agent": VIRTUAL_IP}, 0, id="5.4: the virtual IP as home agent"),
        pytest.param({"home_agent": P}, 136, id="5.4: else 136"),
        pytest.param({"home_agent": "255.255.255.255"}, 136, id="5.4: broadcast as home agent"),
        pytest.param({"age": 7}, 0, id="the edge of the replay window"),
        pytest.param({"age": 7.01}, 133, id="before the replay window"),
        pytest.param({"age": -7}, 0, id="the other edge"),
        pytest.param({"age": -7.01}, 133, id="after the replay window"),
        pytest.param({"association": WRONG}, 131, id="wrong authenticator"),
        pytest.param({"association": STRANGE}, 131, id="unknown SPI of a known node"),
        pytest.param({"spoil": twice}, 131, id="two of them"),
        pytest.param({"association": WRONG, "age": 60}, 131, id="131 comes before 133"),
        pytest.param({"age": 60, "home_agent": P}, 133, id="133 comes before 136"),
        pytest.param({"care_of_address": "0.0.0.0"}, 134, id="no care-of address"),
        pytest.param({"care_of_address": "224.0.0.9"}, 134, id="a multicast care-of address"),
        pytest.param({"care_of_address": MN}, 134, id="a tunnel into itself"),
        pytest.param({"lifetime": 0}, 0, id="5.4: any other de-registration is accepted"),
    ],
)
def test_reply_code(changes: dict[str, Any], code: int) -> None:
    """RFC 5944 3.8.2.1 in its order; a request not accepted "changes nothing" (7)."""
    lab = Lab()
    lab.become_member(P)
    sent = lab.registration(**changes)
    assert reply_of(sent).code == code
    registers = ReplyCode(code).accepts and changes.get("lifetime") != 0
    assert (MN in lab.held()) == registers
    updates = [message for _, message in sent if isinstance(message, BindingUpdate)]
    assert len(updates) == registers


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"association": None}, id="no Mobile-Home Authentication"),
        pytest.param({"home_address": "10.0.0.77"}, id="no association"),
        pytest.param({"trailing": FROM_A_FOREIGN_AGENT}, id="a foreign agent without one"),
        pytest.param({"extensions": FROM_A_FOREIGN_AGENT}, id="the same, before the node's own"),
        pytest.param(
            {"spoil": before_authentication(bytes((77, 0)))},
            id="RFC 5944 1.8: an unknown extension of 0..127",
        ),
        pytest.param({"spoil": lambda payload: payload[:23]}, id="cut short"),
        pytest.param({"spoil": lambda payload: payload + b"\x83\x09"}, id="cannot be walked"),
        pytest.param({"destination": GROUP, "home_agent": HUT}, id="1: at the group's address"),
    ],
)
def test_silence(changes: dict[str, Any]) -> None:
    """docs/claims.md, BASE: "no Mobile-Home Authentication or no association: silence"."""
    lab = Lab()
    assert lab.registration(**changes) == []
    assert lab.held() == {}


def test_an_uninitialized_home_agent_is_silent() -> None:
    """5.4: "An uninitialized HA is silent, or denies"."""
    assert Lab(joined=False).registration() == []


def test_the_reply_goes_back_as_the_request_came() -> None:
    """RFC 5944 3.8.3: addresses and ports swapped; 1: from the address that was asked."""
    lab = Lab()
    for destination in (HUT, VIRTUAL_IP):
        request = RegistrationRequest(
            flags=0, lifetime=300, home_address=MN, home_agent=destination,
            care_of_address=CARE_OF, identification=from_time(lab.now),
        )  # fmt: skip
        asked = Datagram(
            Endpoint("192.0.2.77", 5434),
            Endpoint(destination, 434),
            STANDARD.encode(request, MN_KEY),
        )
        lab.agent.receive(asked, lab.now)
        (answer,) = lab.agent.outgoing()
        assert (answer.source, answer.destination) == (asked.destination, asked.source)
        lab.now += 1000


@pytest.mark.parametrize("spoil", [lambda payload: payload, twice])
@pytest.mark.parametrize("association", [MN_KEY, WRONG, STRANGE])
def test_every_reply_is_signed_with_the_right_key(
    association: Association, spoil: Callable[[bytes], bytes]
) -> None:
    """docs/claims.md, BASE: 131 "authenticated"."""
    lab = Lab()
    request = RegistrationRequest(
        flags=0, lifetime=300, home_address=MN, home_agent=HUT,
        care_of_address=CARE_OF, identification=from_time(lab.now),
    )  # fmt: skip
    payload = spoil(STANDARD.encode(request, association))
    lab.agent.receive(Datagram(Endpoint(CARE_OF, 9), Endpoint(HUT, 434), payload), lab.now)
    (answer,) = lab.agent.outgoing()
    authentication = STANDARD.decode(answer.payload, KeyRing([MN_KEY])).authentication
    assert authentication.authenticity is Authenticity.VALID


def test_of_several_associations_the_one_asked_with_signs() -> None:
    other = MobileNodeSecurity(network="10.64.0.0/16", spi=300, algorithm="hmac-sha1", key="77")
    lab = Lab(mobile_nodes=(*CONFIG.mobile_nodes, other))
    association = Association(300, Algorithm.HMAC_SHA1, b"\x77")
    request = RegistrationRequest(
        flags=0, lifetime=300, home_address=MN, home_agent=HUT,
        care_of_address=CARE_OF, identification=from_time(lab.now),
    )  # fmt: skip
    payload = STANDARD.encode(request, association)
    lab.agent.receive(Datagram(Endpoint(CARE_OF, 9), Endpoint(HUT, 434), payload), lab.now)
    (answer,) = lab.agent.outgoing()
    assert STANDARD.decode(answer.payload, KeyRing([association])).authentication.spi == 300
    assert MN in lab.held()


@pytest.mark.parametrize(
    ("asked", "longest", "granted"),
    [
        pytest.param(300, 1800, 300, id="as asked"),
        pytest.param(3000, 1800, 1800, id="the longest"),
        pytest.param(65535, 1800, 1800, id="infinity asked"),
        pytest.param(65535, 65535, 65535, id="infinity granted"),
    ],
)
def test_lifetime(asked: int, longest: int, granted: int) -> None:
    lab = Lab(max_lifetime_s=longest)
    assert reply_of(lab.registration(asked)).lifetime == granted
    held = lab.held()[MN]
    assert (held.lifetime_granted, held.lifetime_remaining) == (granted, granted)


def test_identification_of_133() -> None:
    """RFC 5944 5.7.1: "HA's time in the high 32 bits", the low ones copied."""
    lab = Lab()
    request = from_time(lab.now - 60 * SECOND) + 12345
    reply = reply_of(lab.registration(identification=request))
    assert reply.identification >> 32 == from_time(lab.now) >> 32
    assert reply.identification & 0xFFFFFFFF == request & 0xFFFFFFFF


@pytest.mark.parametrize(
    ("known", "age", "code"),
    [
        pytest.param(binding(identification=from_time(NOW)), 0, 133, id="equal, learned"),
        pytest.param(binding(identification=from_time(NOW)), 1, 133, id="older, learned"),
        pytest.param(binding(age=1), 0, 0, id="newer than learned"),
        pytest.param(deletion(identification=from_time(NOW)), 0, 133, id="equal, deleted"),
        pytest.param(deletion(identification=from_time(NOW)), 1, 133, id="older, deleted"),
        pytest.param(deletion(age=1), 0, 0, id="newer than deleted"),
    ],
)
def test_previously_accepted_identification(known: Any, age: float, code: int) -> None:
    """5.4: "the newest in the table ... learned and deleted entries included"."""
    lab = Lab()
    lab.hear(lab.update(known))
    assert reply_of(lab.registration(age=age)).code == code


def test_a_replay_is_refused() -> None:
    lab = Lab()
    assert reply_of(lab.registration()).code == 0
    assert reply_of(lab.registration()).code == 133


@pytest.mark.parametrize(
    ("bound", "care_of_address", "removes"),
    [
        pytest.param(True, CARE_OF, True, id="the bound care-of address"),
        pytest.param(True, MN, True, id="the home address"),
        pytest.param(True, "192.0.2.77", False, id="any other"),
        pytest.param(False, MN, False, id="nothing bound"),
    ],
)
def test_de_registration(bound: bool, care_of_address: str, removes: bool) -> None:
    """5.4: what "removes the binding, any other is accepted and removes nothing"."""
    lab = Lab()
    lab.become_member(P)
    if bound:
        lab.registration(age=1)
    sent = lab.registration(0, care_of_address=care_of_address)
    assert (reply_of(sent).code, reply_of(sent).lifetime) == (0, 0)
    assert (MN in lab.held()) == (bound and not removes)
    updates = [message for _, message in sent if isinstance(message, BindingUpdate)]
    assert len(updates) == removes
    if removes:
        (gone,) = updates[0].bindings
        assert gone == deletion(
            home_agent=HUT, care_of_address=care_of_address, identification=from_time(lab.now)
        )
        # "The HA that accepts a de-registration SHOULD keep the entry, marked as deleted."
        assert reply_of(lab.registration(age=0.5)).code == 133


def test_what_travels_with_the_binding() -> None:
    """4.1: flags of the request, the own id as home agent, the NAI as sub-option 1."""
    lab = Lab()
    lab.become_member(P)
    sent = lab.registration(
        flags=0x82,
        destination=VIRTUAL_IP,
        extensions=(Extension(131, b"a@b.com"), Extension(200, b"skipped")),
    )
    expected = binding(
        home_agent=HUT,
        flags=0x82,
        identification=from_time(lab.now),
        sub_options=(SubOption(1, b"a@b.com"),),
    )
    (update,) = [message for _, message in sent if isinstance(message, BindingUpdate)]
    assert update.bindings == (expected,)
    assert lab.held() == {MN: expected}
    assert reply_of(sent).home_agent == VIRTUAL_IP


@pytest.mark.parametrize(("size", "fits"), [(227, True), (228, False), (250, False)])
def test_an_nai_that_does_not_fit_is_left_out(size: int, fits: bool) -> None:
    """4.1; the Length of the binding extension has eight bits."""
    lab = Lab()
    lab.become_member(P)
    lab.registration(extensions=(Extension(131, b"n" * size),))
    assert lab.held()[MN].sub_options == ((SubOption(1, b"n" * size),) if fits else ())


def test_a_full_table() -> None:
    """Limits: code 130 when resources are exhausted; what is there can be refreshed."""
    lab = Lab(capacity=1)
    assert reply_of(lab.registration(age=2)).code == 0
    assert reply_of(lab.registration(home_address="10.64.0.10")).code == 130
    assert reply_of(lab.registration(age=1, care_of_address="192.0.2.77")).code == 0
    assert lab.held()[MN].care_of_address == "192.0.2.77"


def test_only_the_active_answers_at_the_virtual_ip() -> None:
    """1: "answered by the active HA alone"; at the own address "in whatever FHRP state"."""
    lab = Lab(fhrp=WITH_HSRP, peers=(Q,), joined=False)
    for _ in range(30):
        lab.hello(P)
        lab.run(100)
    assert lab.agent.initialized
    assert not lab.agent.is_active
    assert lab.registration(destination=VIRTUAL_IP) == []
    assert reply_of(lab.registration()).code == 0
    lab.run(1500)
    assert lab.agent.is_active
    sent = lab.registration(destination=VIRTUAL_IP)
    assert kinds(sent)[0] == (CARE_OF, "RegistrationReply")
    assert replace(reply_of(sent), identification=0) == RegistrationReply(
        code=0, lifetime=300, home_address=MN, home_agent=VIRTUAL_IP, identification=0
    )
