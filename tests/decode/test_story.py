"""One mobile node's story: who answered whom after how long, and what came again."""

from __future__ import annotations

import pytest
from scapy.packet import Packet

from mipconf.decode.following import of_mobile_node
from mipconf.decode.story import story
from mipconf.layers.all import (
    BindingUpdate,
    BindingUpdateAck,
    HomeTestInit,
    MobileNodeNai,
    MobilityBinding,
    NaiSubOption,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    TableReplyAck,
)

from .frames import Told, said, told

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
    frames = [said(time, source, to, packet) for time, source, to, packet, _ in SAID]
    steps = list(story(told(frames), MN))
    expected = [(number, text) for number, (*_, text) in enumerate(SAID, 1) if text is not None]
    assert [(step.frame, str(step)) for step in steps] == expected


FA, NAI, OTHER_NAI = "203.0.113.1", "user@example.com", "other@example.com"


def dynamic(number: int, nai: str = NAI, home: str = "0.0.0.0", agent: str = A) -> Packet:
    """A request of a mobile node that is known by its NAI."""
    return RegistrationRequest(
        home_address=home,
        home_agent=agent,
        care_of_address=COA,
        lifetime=300,
        identification=number,
        extensions=[MobileNodeNai(nai=nai.encode())],
    )


def given(number: int, home: str = MN, nai: str | None = NAI, code: int = 0) -> Packet:
    """The reply to it."""
    return RegistrationReply(
        code=code,
        home_address=home,
        home_agent=A,
        lifetime=300,
        identification=number,
        extensions=[] if nai is None else [MobileNodeNai(nai=nai.encode())],
    )


ASKED = f"asks {A} for 300 s at {COA} as {NAI}, and for a home address"
TAGGED = MobilityBinding(
    home_address=MN,
    care_of_address=COA,
    lifetime_remaining=300,
    sub_options=[NaiSubOption(nai=NAI.encode())],
)
HIGH = 1 << 32


def heard(*spoken: tuple[float, str, str, Packet]) -> list[Told]:
    return told([said(*each) for each in spoken])


BY_ADDRESS_AND_BY_NAI = [
    (
        "a home address that is assigned",
        heard((0, COA, A, dynamic(1)), (20, A, COA, given(1))),
        [
            f"1: {ASKED}",
            f"2: accepted by {A} for 300 s with the home address {MN}, 20.000 ms after frame 1",
        ],
    ),
    (
        "one whose reply has no NAI, and another's request between",
        heard(
            (0, COA, A, dynamic(1)),
            (1, "192.0.2.10", A, dynamic(1, OTHER_NAI)),
            (20, A, COA, given(1, nai=None)),
        ),
        [
            f"1: {ASKED}",
            f"3: accepted by {A} for 300 s with the home address {MN}, 20.000 ms after frame 1",
        ],
    ),
    (
        "a home agent that is asked for, at the broadcast address",
        heard(
            (0, COA, "255.255.255.255", dynamic(1, agent="255.255.255.255")),
            (20, A, COA, given(1)),
        ),
        [
            f"1: asks 255.255.255.255 for 300 s at {COA} as {NAI}, and for a home address and a "
            "home agent",
            f"2: accepted by {A} for 300 s with the home address {MN}, 20.000 ms after frame 1",
        ],
    ),
    (
        "from no address yet",
        heard((0, "0.0.0.0", FA, dynamic(1)), (20, FA, COA, given(1))),
        [
            f"1: asks {A} by way of {FA} for 300 s at {COA} as {NAI}, and for a home address",
            f"2: accepted by {A}, relayed by {FA}, for 300 s with the home address {MN}, "
            "20.000 ms after frame 1",
        ],
    ),
    (
        "both legs of a foreign agent",
        heard(
            (0, COA, FA, dynamic(1)),
            (1, FA, A, dynamic(1)),
            (3, A, FA, given(1)),
            (4, FA, COA, given(1)),
        ),
        [
            f"1: asks {A} by way of {FA} for 300 s at {COA} as {NAI}, and for a home address",
            f"2: relayed by {FA} to {A}, 1.000 ms after frame 1",
            f"3: accepted by {A} for 300 s with the home address {MN}, 2.000 ms after frame 2",
            f"4: the reply of {A} relayed by {FA} to {COA}, 1.000 ms after frame 3",
        ],
    ),
    (
        "registered again, and replicated",
        heard(
            (0, COA, A, dynamic(1)),
            (20, A, COA, given(1)),
            (21, A, ALL, BindingUpdate(home_agent_id=A, sequence=7, extensions=[TAGGED])),
            (40, COA, A, dynamic(2)),
            (60, A, COA, given(2)),
        ),
        [
            f"1: {ASKED}",
            f"2: accepted by {A} for 300 s with the home address {MN}, 20.000 ms after frame 1",
            f"3: replicated at {COA} for 300 s by {A} to {ALL}",
            f"4: {ASKED}",
            f"5: accepted by {A} for 300 s with the home address {MN}, 20.000 ms after frame 4",
        ],
    ),
]


@pytest.mark.parametrize("who", [MN, NAI])
@pytest.mark.parametrize(
    ("heard", "steps"),
    [each[1:] for each in BY_ADDRESS_AND_BY_NAI],
    ids=[each[0] for each in BY_ADDRESS_AND_BY_NAI],
)
def test_a_mobile_node_is_followed_by_address_and_by_nai(
    heard: list[Told], steps: list[str], who: str
) -> None:
    assert [f"{step.frame}: {step}" for step in story(heard, who)] == steps


@pytest.mark.parametrize("who", [MN, NAI])
@pytest.mark.parametrize("heard", [each[1] for each in BY_ADDRESS_AND_BY_NAI])
def test_what_is_filtered_is_what_is_followed(heard: list[Told], who: str) -> None:
    """All but the acknowledgements, which do not say whom they are about."""
    filtered = [each.frame for each, _ in of_mobile_node(heard, who)]
    assert filtered == [step.frame for step in story(heard, who)]


def test_a_request_that_nobody_answers_holds_up_nothing() -> None:
    others = [(20_000 + n, COA, A, dynamic(9 + n, home=MN)) for n in range(3)]
    found = heard((0, "192.0.2.10", A, dynamic(1, OTHER_NAI)), *others)
    filtered = of_mobile_node(iter(found), MN)
    assert [each.frame for each, _ in filtered] == [2, 3, 4]


def test_a_refusal_returns_the_low_half() -> None:
    found = heard((0, COA, A, dynamic(1)), (20, A, COA, given(1 + HIGH, "0.0.0.0", code=133)))
    assert [step.answers for step in story(found, NAI)] == [None, 1]


def test_ports_tell_two_mobile_nodes_behind_one_address_apart() -> None:
    found = heard(
        (0, f"{COA}:1001", A, dynamic(1)),
        (1, f"{COA}:1002", A, dynamic(1, OTHER_NAI)),
        (20, A, f"{COA}:1001", given(1, MN, None)),
        (21, A, f"{COA}:1002", given(1, "10.1.0.10", None)),
    )
    assert [step.frame for step in story(found, MN)] == [1, 3]
    assert [step.frame for step in story(found, OTHER_NAI)] == [2, 4]


def test_an_address_that_goes_to_another_is_no_longer_the_first_ones() -> None:
    found = heard(
        (0, COA, A, dynamic(1)),
        (20, A, COA, given(1)),
        (1000, "192.0.2.10", A, dynamic(2, OTHER_NAI)),
        (1020, A, "192.0.2.10", given(2, nai=OTHER_NAI)),
        (1030, A, ALL, BindingUpdate(home_agent_id=A, sequence=8, extensions=[BOUND])),
    )
    assert [step.frame for step in story(found, NAI)] == [1, 2]
    assert [step.frame for step in story(found, OTHER_NAI)] == [3, 4, 5]
    assert [step.frame for step in story(found, MN)] == [1, 2, 3, 4, 5]
