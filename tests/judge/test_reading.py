"""What an FHRP message announces to the judge: HSRP and VRRP, sound and not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.fhrp.vrrp import VrrpState
from mipconf.judge.fhrp.announcement import Announcement, FhrpState
from mipconf.judge.fhrp.election import Election
from mipconf.protocol.fhrp_messages import Opcode, State

from .story import parse
from .wording import PARTIES, at

HELLO, COUP, RESIGN = Opcode
OWN = "10.0.0.1"
MASTER = VrrpState.MASTER


def announced(options: str, line: str) -> list[Announcement]:
    (story,) = parse(f"* a message\n: {options}\n1.0 {line}\n")
    trace, _ = story.recorded
    return list(Election(trace, story.setting).announcements)


def from_hut(
    state: FhrpState, opcode: Opcode, priority: int, ip: str | None, *, cut_off: bool = False
) -> list[Announcement]:
    return [Announcement(2, at(1), PARTIES["HUT"], state, opcode, priority, ip, cut_off)]


def from_p(
    state: FhrpState, opcode: Opcode, priority: int, ip: str | None = OWN
) -> list[Announcement]:
    return [Announcement(2, at(1), PARTIES["P"], state, opcode, priority, ip)]


HSRP_2, HSRP_1 = "fhrp=hsrp", "fhrp=hsrp version=1"
VRRP_2, VRRP_3 = "fhrp=vrrp", "fhrp=vrrp version=3"
ROWS = [
    (HSRP_2, "P > all hello Standby", from_p(State.STANDBY, HELLO, 200)),
    (HSRP_2, "P > all hello Active coup", from_p(State.ACTIVE, COUP, 200)),
    (HSRP_2, "P > all hello Active resign", from_p(State.ACTIVE, RESIGN, 200)),
    (HSRP_2, "P > all hello Active vip=none", from_p(State.ACTIVE, HELLO, 200, None)),
    (HSRP_2, "P > all hello Active group=8", []),
    (HSRP_2, "P > HUT hello Active", []),
    (HSRP_2, "P > all hello Active port=1986", []),
    (HSRP_1, "P > all hello Speak", from_p(State.SPEAK, HELLO, 200)),
    # What is cut off nobody takes from another; of the HUT it still tells of its state.
    (HSRP_2, "P > all hello Active octets=30", []),
    (HSRP_1, "P > all hello Active octets=19", []),
    (
        HSRP_2,
        "HUT > all hello Active octets=26",
        from_hut(State.ACTIVE, HELLO, 100, None, cut_off=True),
    ),
    (
        HSRP_1,
        "HUT > all hello Active octets=7",
        from_hut(State.ACTIVE, HELLO, 100, None, cut_off=True),
    ),
    (HSRP_1, "HUT > all hello Active octets=6", []),
    (HSRP_2, "HUT > all hello Active octets=0", []),
    (HSRP_2, "HUT > all hello Active", from_hut(State.ACTIVE, HELLO, 100, OWN)),
    (
        HSRP_2,
        "VIP > all hello Active",
        [Announcement(2, at(1), OWN, State.ACTIVE, HELLO, 100, OWN)],
    ),
    (VRRP_2, "P > all hello Master", from_p(MASTER, HELLO, 200)),
    (VRRP_3, "P > all hello Master", from_p(MASTER, HELLO, 200)),
    (VRRP_3, "P > all hello Master resign", from_p(MASTER, RESIGN, 0)),
    (VRRP_3, "P > all hello Master vip=STRANGER", from_p(MASTER, HELLO, 200, PARTIES["STRANGER"])),
    (VRRP_3, "P > all hello Master vip=none", []),
    (VRRP_3, "P > all hello Master group=8", []),
    (VRRP_3, "P > HUT hello Master", []),
    (VRRP_3, "P > all hello Master byte=6:ff", []),
    # Others' are discarded with another TTL, and in version 2 with another interval.
    (VRRP_3, "P > all hello Master ttl=254", []),
    (VRRP_2, "P > all hello Master ttl=254", []),
    (VRRP_2, "P > all hello Master hello=2000", []),
    (VRRP_2, "P > all hello Master hello=1000", from_p(MASTER, HELLO, 200)),
    (VRRP_3, "P > all hello Master hello=2000", from_p(MASTER, HELLO, 200)),
    (VRRP_3, "HUT > all hello Master ttl=254", from_hut(MASTER, HELLO, 100, OWN)),
    (VRRP_2, "HUT > all hello Master hello=2000", from_hut(MASTER, HELLO, 100, OWN)),
    (VRRP_3, "HUT > all hello Master byte=6:ff", from_hut(MASTER, HELLO, 100, None, cut_off=True)),
    (VRRP_3, "HUT > all hello Master octets=3", from_hut(MASTER, HELLO, 100, None, cut_off=True)),
    (VRRP_3, "HUT > all hello Master octets=2", []),
    (VRRP_3, "HUT > all hello Master byte=0:21", []),
    (VRRP_3, "HUT > all hello Master byte=0:32", []),
    (
        VRRP_3,
        "HUT > all hello Master resign octets=4",
        from_hut(MASTER, RESIGN, 0, None, cut_off=True),
    ),
    # Without an FHRP nobody announces anything.
    ("fhrp=none", "P > all hello Active", []),
]


@pytest.mark.parametrize(("options", "line", "expected"), ROWS)
def test_what_a_message_announces(options: str, line: str, expected: list[Announcement]) -> None:
    assert announced(options, line) == expected


def test_no_octets_announce_nothing_even_of_group_0() -> None:
    (story,) = parse(f"* a message\n: {HSRP_1}\n1.0 HUT > all hello Active octets=0\n")
    trace, _ = story.recorded
    group = story.setting.group.model_copy(update={"number": 0})
    assert Election(trace, replace(story.setting, group=group)).announcements == ()
