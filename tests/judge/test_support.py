"""By what one sees that a HUT does what a claim asks."""

from __future__ import annotations

import pytest

from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.support import DEEDS
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    TableReply,
    TableReplyAck,
    TableRequest,
)

HEADER = {"group": 7, "home_agent_id": "10.0.0.10", "sequence": 1, "identification": 1}
BOUND = Binding("10.64.0.1", "10.0.0.10", "192.0.2.1", 0, False, 300, 300, 1)
DELETED = Binding("10.64.0.1", "10.0.0.10", "192.0.2.1", 0, True, 0, 0, 1)
LISTED = ("10.0.0.10", "10.0.0.21")


def update(**more: object) -> BindingUpdate:
    return BindingUpdate(**(HEADER | {"bindings": (BOUND,)} | more))  # type: ignore[arg-type]


def part(**more: object) -> TableReply:
    told = {"bindings": (), "request_sequence": 7, "part": 1, "more": False}
    return TableReply(**(HEADER | told | more))  # type: ignore[arg-type]


SAID = {
    "an update": update(),
    "a deletion": update(bindings=(DELETED,)),
    "an update again": update(retransmission=True),
    "an acknowledgement": BindingUpdateAck(**HEADER),  # type: ignore[arg-type]
    "a request": TableRequest(**HEADER),  # type: ignore[arg-type]
    "a part": part(),
    "a part again": part(retransmission=True),
    "a part with a list": part(home_agents=LISTED),
    "a part with a list again": part(home_agents=LISTED, retransmission=True),
    "Code 1": part(code=1),
    "a part taken": TableReplyAck(**HEADER),  # type: ignore[arg-type]
    "a hello": Announcement(1, 1, "10.0.0.10", State.ACTIVE, Opcode.HELLO, 100),
}
UPDATES = {"an update", "a deletion", "an update again"}
AGAIN = {"a part again", "a part with a list again"}
WITH_LIST = {"a part with a list", "a part with a list again"}
TABLE = {"a part", *AGAIN, *WITH_LIST}

SEEN = [
    (1, UPDATES),
    (8, {"an update again"}),
    (11, {"a request"}),
    (12, {"a part taken"}),
    (14, {*TABLE, "Code 1"}),
    (15, {*WITH_LIST, "an update again"}),
    (16, TABLE),
    (18, AGAIN),
    (19, WITH_LIST),
    (21, {"a part with a list again"}),
    (22, {"Code 1"}),
    (23, {"a deletion"}),
    (24, {"a hello"}),
    (36, {"an acknowledgement"}),
]


@pytest.mark.parametrize(("claim", "seen"), SEEN)
def test_what_is_the_doing_of_a_claim(claim: int, seen: set[str]) -> None:
    assert {name for name, said in SAID.items() if DEEDS[claim](said)} == seen


def test_every_deed_is_in_the_table() -> None:
    assert {DEEDS[claim] for claim, _ in SEEN} == set(DEEDS.values())
