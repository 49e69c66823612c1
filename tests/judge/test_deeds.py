"""By what one sees that a HUT does what a requirement asks."""

from __future__ import annotations

import pytest

from mipconf.judge.deeds import is_deed
from mipconf.judge.fhrp.announcement import Announcement
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.requirements.requirement import Deed

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

SEEN = {
    Deed.UPDATE: UPDATES,
    Deed.DELETION: {"a deletion"},
    Deed.UPDATE_AGAIN: {"an update again"},
    Deed.UPDATE_ACK: {"an acknowledgement"},
    Deed.REQUEST: {"a request"},
    Deed.REPLY: {*TABLE, "Code 1"},
    Deed.TABLE: TABLE,
    Deed.NOT_INITIALIZED: {"Code 1"},
    Deed.PART_AGAIN: AGAIN,
    Deed.LIST: WITH_LIST,
    Deed.LIST_AGAIN: {"a part with a list again"},
    Deed.LIST_OR_UPDATE_AGAIN: {*WITH_LIST, "an update again"},
    Deed.REPLY_ACK: {"a part taken"},
    Deed.HELLO: {"a hello"},
}


@pytest.mark.parametrize("deed", Deed)
def test_what_is_a_deed(deed: Deed) -> None:
    assert {name for name, said in SAID.items() if is_deed(deed, said)} == SEEN[deed]
