"""MIPHAR: what the Home Agents of one virtual router group tell each other (docs/protocol.md).

`MESSAGES` has the layer of each Subtype, `EXTENSIONS` that of each extension. Addresses are IPv4,
lifetimes are seconds (65535 is infinity), Identifications are NTP timestamps of 64 bits.
"""

from __future__ import annotations

import struct
from typing import Any

from scapy.fields import (
    BitField,
    ByteEnumField,
    ByteField,
    IntField,
    IPField,
    ShortField,
    StrField,
    XIntField,
    XLongField,
    XStrField,
)
from scapy.packet import Packet, Raw

from mipconf.layers.addresses import AddressListField
from mipconf.layers.authentication_extensions import GeneralizedAuthentication
from mipconf.layers.extension import (
    Extension,
    ExtensionListField,
    OneOctetPadding,
    Span,
    TypeSpace,
)
from mipconf.layers.flags import FlagsField
from mipconf.layers.layer import fixed_size, number_of, type_of
from mipconf.layers.mobileip import FLAGS, AuthenticatedMessage
from mipconf.layers.numbers import MESSAGE_NAMES
from mipconf.layers.security import Authentication, Authenticity

TYPE = 255
"""The Mobile IPv4 experimental message (RFC 4064)."""

VERSION = 1

HA_HA = 100
"""The Subtype of Generalized Authentication between Home Agents (docs/protocol.md#4-3)."""

SUBTYPE_NAMES = {
    1: "Binding Update",
    2: "Binding Update Ack",
    3: "Table Request",
    4: "Table Reply",
    5: "Table Reply Ack",
}
"""docs/protocol.md#3."""

CODES = {
    0: "accepted",
    1: "table not initialized",
    129: "administratively prohibited",
    130: "insufficient resources",
    131: "authentication failed",
    133: "Identification outside the window",
    134: "poorly formed",
}
"""docs/protocol.md#6."""


class SubOption(Extension):
    """A sub-option of a Mobility Binding of unknown type; its value is passed on as it is."""

    name = "Sub-option"
    source = "docs/protocol.md#4-1"
    fields_desc = [ByteField("type", 0), ByteField("length", None), XStrField("value", b"")]


class NaiSubOption(Extension):
    """Sub-option 1: the Network Access Identifier that the mobile node registered with."""

    name = "NAI"
    source = "docs/protocol.md#4-1"
    fields_desc = [ByteField("type", 1), ByteField("length", None), StrField("nai", b"")]


class UdpTunnelSubOption(Extension):
    """Sub-option 2: the address and UDP port that the tunnel ends at (RFC 3519)."""

    name = "UDP tunnel"
    source = "docs/protocol.md#4-1"
    fields_desc = [
        ByteField("type", 2),
        ByteField("length", None),
        IPField("address", "0.0.0.0"),
        ShortField("port", 434),
    ]


class GreKeySubOption(Extension):
    """Sub-option 3: the GRE key of the tunnel (RFC 6245)."""

    name = "GRE key"
    source = "docs/protocol.md#4-1"
    fields_desc = [ByteField("type", 3), ByteField("length", None), XIntField("key", 0)]


SUB_OPTIONS = TypeSpace(
    classes={1: NaiSubOption, 2: UdpTunnelSubOption, 3: GreKeySubOption},
    padding=False,
    plain=SubOption,
)
"""The sub-options of a Mobility Binding."""


class MobilityBinding(Extension):
    """The state of one mobile node (docs/protocol.md#4-1).

    `deleted` is X: the mobile node is no longer registered, and both lifetimes are 0. Otherwise
    `lifetime_remaining` is 1 to `lifetime_granted`. `home_agent` is the HA id of the Home Agent
    that accepted the registration whose Identification this is.
    """

    name = "Mobility Binding"
    source = "docs/protocol.md#4-1"
    fields_desc = [
        ByteField("type", 100),
        ByteField("length", None),
        FlagsField("flags", FLAGS),
        BitField("deleted", 0, 1),
        BitField("reserved", 0, 7),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        ShortField("lifetime_granted", 0),
        ShortField("lifetime_remaining", 0),
        XLongField("identification", 0),
        ExtensionListField("sub_options", SUB_OPTIONS),
    ]

    def mysummary(self) -> str:
        """Who is where, for how long."""
        if self.deleted:
            return self.sprintf("Mobility Binding %home_address% deleted")
        return self.sprintf(
            "Mobility Binding %home_address% at %care_of_address% for %lifetime_remaining% s"
        )


class HomeAgentList(Extension):
    """HA ids, one or more (docs/protocol.md#4-2)."""

    name = "Home Agent List"
    source = "docs/protocol.md#4-2"
    fields_desc = [
        ByteField("type", 101),
        ByteField("length", None),
        AddressListField("home_agents"),
    ]


class HaHaAuthentication(GeneralizedAuthentication):
    """Between Home Agents; the last extension of each message (docs/protocol.md#4-3)."""

    name = "HA-HA Authentication"
    source = "docs/protocol.md#4-3"
    subtype = HA_HA


EXTENSIONS = TypeSpace(
    classes={
        0: OneOctetPadding,
        36: GeneralizedAuthentication,
        (36, HA_HA): HaHaAuthentication,
        100: MobilityBinding,
        101: HomeAgentList,
    },
    long_form=frozenset({36}),
)
"""The extensions of MIPHAR: "Any type but 0, 36, 100 and 101 is unknown", and has the TLV form."""


class RedundancyMessage(AuthenticatedMessage):
    """The fixed header of all five messages (docs/protocol.md#2).

    `retransmission` is R and `more` is M, of Table Replies: more parts follow. `group` is the VRRP
    VRID or HSRP group number, `home_agent_id` the sender, `sequence` the Sequence Number, in an
    acknowledgement that of the message acknowledged.
    """

    name = "MIPHAR message"
    source = "docs/protocol.md#2"
    fields_desc = [
        ByteEnumField("type", TYPE, MESSAGE_NAMES),
        ByteEnumField("subtype", 0, SUBTYPE_NAMES),
        ByteField("version", VERSION),
        BitField("retransmission", 0, 1),
        BitField("more", 0, 1),
        BitField("reserved", 0, 6),
        ShortField("group", 0),
        ByteEnumField("code", 0, CODES),
        ByteField("reserved2", 0),
        IPField("home_agent_id", "0.0.0.0"),
        IntField("sequence", 0),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]
    space = EXTENSIONS
    authentication = HaHaAuthentication

    @classmethod
    def dispatch_hook(cls, octets: bytes = b"", *_: Any, **__: Any) -> type[Packet]:
        """The layer for `octets`, by their Subtype; an unknown one has the fixed header only."""
        if not octets:
            return cls
        layer = MESSAGES.get(octets[1], RedundancyMessage) if len(octets) > 1 else cls
        return layer if len(octets) >= fixed_size(layer) else Raw

    @classmethod
    def _find_authentication(
        cls, octets: bytes, spans: list[Span], stop: int
    ) -> tuple[int, int] | Authentication:
        # "It is the last extension: octets after it, padding too, fail the check" (section 4.3).
        wanted = type_of(cls.authentication)
        subtype = number_of(cls.authentication, "subtype")
        found = [at for kind, at, _ in spans if kind == wanted and octets[at + 1] == subtype]
        if not found:
            reason = "there is no HA-HA Authentication extension"
            return Authentication(None, Authenticity.ABSENT, reason)
        _, start, end = spans[-1]
        if found[-1] != start or stop != len(octets):
            after = next(end for _, start, end in spans if start == found[-1])
            reason = f"the HA-HA Authentication is followed by other octets, from octet {after}"
            return Authentication(None, Authenticity.INVALID, reason)
        return start, end

    def hashret(self) -> bytes:
        """What a message and its answer share.

        A Table Reply has the request's number in one field and its own in another, and each is
        what one of its two partners goes by: so all that every pair shares is the group.
        """
        return struct.pack("!BH", self.type, self.group)

    def mysummary(self) -> str:
        """What is said, by whom, and the number that it goes by."""
        return self.sprintf("MIPHAR %subtype% of %home_agent_id%, sequence %sequence%")


class BindingUpdate(RedundancyMessage):
    """Subtype 1: bindings made, changed or ended at the sender."""

    name = "Binding Update"
    source = "docs/protocol.md#3"
    subtype = 1


class BindingUpdateAck(RedundancyMessage):
    """Subtype 2: answers a Binding Update; `sequence` is that of the update."""

    name = "Binding Update Ack"
    source = "docs/protocol.md#3"
    subtype = 2

    def answers(self, other: Packet) -> bool:
        """Whether this acknowledges that update."""
        return _acknowledges(self, other, BindingUpdate)


class TableRequest(RedundancyMessage):
    """Subtype 3: asks the group for the whole mobility binding table."""

    name = "Table Request"
    source = "docs/protocol.md#3"
    subtype = 3


class TableReply(RedundancyMessage):
    """Subtype 4: one part of a table. `part` counts from 1; the last one has `more` 0."""

    name = "Table Reply"
    source = "docs/protocol.md#3"
    fields_desc = [
        *RedundancyMessage.fields_desc[:-1],
        IntField("request_sequence", 0),
        IntField("part", 1),
        RedundancyMessage.fields_desc[-1],
    ]
    subtype = 4

    def answers(self, other: Packet) -> bool:
        """Whether this is a part of the answer to that request."""
        return (
            isinstance(other, TableRequest)
            and self.group == other.group
            and self.request_sequence == other.sequence
        )

    def mysummary(self) -> str:
        """Which part of which answer."""
        return self.sprintf(
            "MIPHAR Table Reply of %home_agent_id%, part %part% for request %request_sequence%"
        )


class TableReplyAck(RedundancyMessage):
    """Subtype 5: answers one part of a table; `sequence` is that of the part."""

    name = "Table Reply Ack"
    source = "docs/protocol.md#3"
    subtype = 5

    def answers(self, other: Packet) -> bool:
        """Whether this acknowledges that part."""
        return _acknowledges(self, other, TableReply)


def _acknowledges(ack: RedundancyMessage, other: Packet, expected: type[RedundancyMessage]) -> bool:
    return (
        isinstance(other, expected) and ack.group == other.group and ack.sequence == other.sequence
    )


MESSAGES: dict[int, type[RedundancyMessage]] = {
    1: BindingUpdate,
    2: BindingUpdateAck,
    3: TableRequest,
    4: TableReply,
    5: TableReplyAck,
}
"""The layer of each Subtype."""
