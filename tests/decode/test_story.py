"""One mobile node's story: who answered whom after how long, and what came again."""

from __future__ import annotations

from scapy.packet import Packet

from mipconf.decode.document import document
from mipconf.decode.messages import Decoder
from mipconf.decode.story import story
from mipconf.layers.all import (
    BindingUpdate,
    BindingUpdateAck,
    HomeTestInit,
    MobilityBinding,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    TableReplyAck,
)
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.profile.security import Keys
from mipconf.trace.frame import CapturedFrame

MN, COA, A, B, ALL = "10.1.0.9", "192.0.2.9", "10.0.0.2", "10.0.0.3", "224.0.0.254"
BOUND = MobilityBinding(home_address=MN, care_of_address=COA, lifetime_remaining=300)
ENDED = MobilityBinding(home_address=MN, deleted=1)
OTHER = MobilityBinding(home_address="10.1.0.10")


def asks(lifetime: int, number: int) -> Packet:
    return RegistrationRequest(
        home_address=MN,
        home_agent=A,
        care_of_address=COA,
        lifetime=lifetime,
        identification=number,
    )


def answers(code: int, lifetime: int, number: int) -> Packet:
    return RegistrationReply(code=code, home_address=MN, lifetime=lifetime, identification=number)


def update(number: int, binding: Packet, again: int = 0) -> Packet:
    return BindingUpdate(
        home_agent_id=A, sequence=number, extensions=[binding], retransmission=again
    )


SAID = [
    (0, COA, A, asks(300, 1), f"asks {A} for 300 s at {COA}"),
    (2, A, COA, answers(0, 300, 1), f"accepted by {A} for 300 s, 2.000 ms after frame 1"),
    (3, A, ALL, update(7, BOUND), f"replicated at {COA} for 300 s by {A} to {ALL}"),
    (3, A, ALL, update(8, OTHER), None),
    (4, B, A, BindingUpdateAck(home_agent_id=B, sequence=8), None),
    (
        5,
        A,
        B,
        update(7, BOUND, again=1),
        f"replicated at {COA} for 300 s by {A} to {B}: frame 3 again, 2.000 ms after it",
    ),
    (
        6,
        B,
        A,
        BindingUpdateAck(home_agent_id=B, sequence=7),
        f"acknowledged by {B}, 1.000 ms after frame 6",
    ),
    (7, B, COA, HomeTestInit(cookie=1), None),
    (
        8,
        A,
        B,
        TableReply(home_agent_id=A, sequence=9, extensions=[OTHER, BOUND]),
        f"listed at {COA} for 300 s by {A} to {B}",
    ),
    (
        9,
        B,
        A,
        TableReplyAck(home_agent_id=B, sequence=9, code=130),
        f"acknowledged by {B} with Code 130 (insufficient resources), 1.000 ms after frame 9",
    ),
    (10, COA, B, asks(0, 2), f"de-registers at {A} by way of {B}"),
    (
        11,
        B,
        COA,
        answers(133, 0, 2),
        f"refused by {B}: home agent: registration Identification mismatch, "
        f"1.000 ms after frame 11",
    ),
    (12, COA, A, asks(0, 3), f"de-registers at {A}"),
    (13, A, COA, answers(0, 0, 3), f"ended by {A}, 1.000 ms after frame 13"),
    (14, A, ALL, update(10, ENDED), f"replicated as deleted by {A} to {ALL}"),
]


def test_a_story_from_registration_to_de_registration() -> None:
    frames = []
    for number, (time, source, to, packet, _) in enumerate(SAID, 1):
        octets = pack(Datagram(Endpoint(source, 434), Endpoint(to, 434), bytes(packet)))
        frames.append(CapturedFrame(number, time * 1_000_000, None, 101, octets, len(octets)))
    told = [(said, document(said)) for said in Decoder(Keys((), ())).messages(frames)]
    steps = list(story(told, MN))
    expected = [(number, text) for number, (*_, text) in enumerate(SAID, 1) if text is not None]
    assert [(step.frame, str(step)) for step in steps] == expected
