"""The other messages of Mobile IPv4: tunnels, revocation, handoffs, regions, notifications, tests.

`MESSAGES` has the layer of each type; `mipconf.layers.all` puts them beside those of `mobileip`.
"""

from __future__ import annotations

import struct
from typing import ClassVar

from scapy.fields import (
    BitField,
    ByteEnumField,
    ByteField,
    IntField,
    IPField,
    ShortField,
    XLongField,
    XStrField,
)
from scapy.packet import Packet, Raw

from mipconf.layers.authentication_extensions import ForeignHomeAuthentication
from mipconf.layers.extension import ExtensionListField
from mipconf.layers.flags import FlagsField
from mipconf.layers.mobileip import (
    FLAGS,
    MobileIP,
    RegistrationMessage,
    RegistrationReply,
    RegistrationRequest,
)
from mipconf.layers.numbers import MESSAGE_NAMES, NOTIFICATION_CODES, REPLY_CODES
from mipconf.layers.registration_extensions import ENCAPSULATIONS, EXTENSIONS


def _of_type(number: int) -> ByteEnumField:
    return ByteEnumField("type", number, MESSAGE_NAMES)


class TunnelData(MobileIP):
    """What goes through a tunnel in UDP: a datagram of `next_header` follows.

    Scapy dissects it where its header is whole; otherwise it is Raw.
    """

    name = "Tunnel Data"
    source = "RFC 3519, section 3.3"
    fields_desc = [
        _of_type(4),
        ByteEnumField("next_header", 4, ENCAPSULATIONS),
        ShortField("reserved", 0),
    ]

    def guess_payload_class(self, payload: bytes) -> type[Packet]:
        """The layer of what is tunnelled."""
        needed = {4: _whole_ipv4, 47: _whole_gre}.get(self.next_header)
        if needed is None or not needed(payload):
            return Raw
        guessed: type[Packet] = super().guess_payload_class(payload)
        return guessed


def _whole_ipv4(octets: bytes) -> bool:
    size = 4 * (octets[0] & 0xF) if octets else 0
    return 20 <= size <= len(octets) and octets[0] >> 4 == 4


def _whole_gre(octets: bytes) -> bool:
    # RFC 2784 and 2890: a checksum, a key and a sequence number, each where its flag is set.
    options = sum(bool(octets[0] & flag) for flag in (0x80, 0x20, 0x10)) if octets else 0
    return len(octets) >= 4 + 4 * options and octets[0] & 0x4F == 0 and octets[1] == 0


# Revocation (RFC 3543).


class _RevocationMessage(RegistrationMessage):
    """What revocation and acknowledgement have in common."""

    name = "Revocation message"
    authentication = ForeignHomeAuthentication

    def hashret(self) -> bytes:
        """The identifier, which an acknowledgement copies."""
        return struct.pack("!I", self.revocation_identifier)


class RegistrationRevocation(_RevocationMessage):
    """Ends a registration before its time; I asks for, or allows, that the MN be told."""

    name = "Registration Revocation"
    source = "RFC 3543, section 3.3"
    fields_desc = [
        _of_type(7),
        ByteField("reserved", 0),
        FlagsField("flags", "AI"),
        BitField("reserved2", 0, 14),
        IPField("home_address", "0.0.0.0"),
        IPField("home_domain_address", "0.0.0.0"),
        IPField("foreign_domain_address", "0.0.0.0"),
        IntField("revocation_identifier", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


class RevocationAcknowledgement(_RevocationMessage):
    """Answers a Registration Revocation; I only if the revocation has it."""

    name = "Revocation Acknowledgement"
    source = "RFC 3543, section 3.4"
    request = RegistrationRevocation
    fields_desc = [
        _of_type(15),
        ByteField("reserved", 0),
        FlagsField("flags", "I"),
        BitField("reserved2", 0, 15),
        IPField("home_address", "0.0.0.0"),
        IntField("revocation_identifier", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


# Low-latency handoffs (RFC 4881).

HANDOFF_FLAGS = "HNRMGTB"


class HandoffRequest(RegistrationMessage):
    """One foreign agent asks another to take a mobile node over; H from the old one, N the new."""

    name = "Handoff Request"
    source = "RFC 4881, section 4.5"
    fields_desc = [
        _of_type(16),
        FlagsField("flags", HANDOFF_FLAGS),
        BitField("reserved", 0, 17),
        ShortField("lifetime", 0),
        ShortField("reserved2", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


class HandoffReply(RegistrationMessage):
    """Answers a Handoff Request."""

    name = "Handoff Reply"
    source = "RFC 4881, section 4.6"
    request = HandoffRequest
    fields_desc = [
        _of_type(17),
        FlagsField("flags", HANDOFF_FLAGS),
        BitField("reserved", 0, 9),
        ByteEnumField("code", 0, {0: "accepted", 1: "not accepted"}),
        ShortField("lifetime", 0),
        ShortField("reserved2", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


# Regional registration (RFC 4857).


class RegionalRegistrationRequest(RegistrationMessage):
    """A Registration Request to the gateway foreign agent."""

    name = "Regional Registration Request"
    source = "RFC 4857, section 10.1"
    fields_desc = [
        _of_type(18),
        FlagsField("flags", FLAGS),
        ShortField("lifetime", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("gfa_ip_address", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


class RegionalRegistrationReply(RegistrationMessage):
    """The gateway foreign agent's answer."""

    name = "Regional Registration Reply"
    source = "RFC 4857, section 10.2"
    request = RegionalRegistrationRequest
    fields_desc = [
        _of_type(19),
        ByteEnumField("code", 0, REPLY_CODES),
        ShortField("lifetime", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("gfa_ip_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


# Fast handovers (RFC 4988).


class _FastBindingMessage(RegistrationMessage):
    """What update and acknowledgement have in common: a Lifetime that is drawn with 10 bits."""

    name = "Fast Binding message"

    @property
    def reading(self) -> str:
        """Which of the two readings of the Lifetime was seen."""
        if self.reserved:
            return "a Lifetime of 16 bits, as in a Registration Request, which the text says it is"
        return "a Lifetime that is the same with 10 bits, as drawn, and with 16, as the text says"

    @property
    def lifetime_of_16_bits(self) -> int:
        """The Lifetime by the text, seconds."""
        return int(self.reserved) << 10 | int(self.lifetime)


class FastBindingUpdate(_FastBindingMessage):
    """Tells the old router of the new care-of address, before or after the move."""

    name = "Fast Binding Update"
    source = "RFC 4988, section 5.1"
    fields_desc = [
        _of_type(20),
        FlagsField("flags", FLAGS),
        BitField("reserved", 0, 6),
        BitField("lifetime", 0, 10),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


class FastBindingAcknowledgement(_FastBindingMessage):
    """Answers a Fast Binding Update."""

    name = "Fast Binding Acknowledgement"
    source = "RFC 4988, section 5.2"
    request = FastBindingUpdate
    fields_desc = [
        _of_type(21),
        ByteEnumField("code", 0, REPLY_CODES),
        BitField("reserved", 0, 6),
        BitField("lifetime", 0, 10),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


# Notifications (RFC 6098).

DIRECTIONS = {
    0: "home agent to mobile node",
    1: "home agent to foreign agent",
    2: "mobile node to home agent",
    3: "mobile node to foreign agent",
    4: "foreign agent to mobile node",
    5: "foreign agent to home agent",
}


class GenericNotification(RegistrationMessage):
    """Says something by its extensions; A asks for an acknowledgement. `md` is the direction."""

    name = "Generic Notification"
    source = "RFC 6098, section 4.1"
    fields_desc = [
        _of_type(22),
        ByteEnumField("md", 0, DIRECTIONS),
        FlagsField("flags", "A"),
        BitField("reserved", 0, 15),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


class GenericNotificationAcknowledgement(RegistrationMessage):
    """Answers a Generic Notification."""

    name = "Generic Notification Acknowledgement"
    source = "RFC 6098, section 4.2"
    request = GenericNotification
    fields_desc = [
        _of_type(23),
        ByteEnumField("md", 0, DIRECTIONS),
        ByteEnumField("code", 0, NOTIFICATION_CODES),
        ByteField("reserved", 0),
        IPField("home_address", "0.0.0.0"),
        IPField("home_agent", "0.0.0.0"),
        IPField("care_of_address", "0.0.0.0"),
        XLongField("identification", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]


# Return routability (RFC 6521).


class _TestMessage(MobileIP):
    """What the four have in common: a cookie that the answer copies."""

    name = "Test message"

    def hashret(self) -> bytes:
        """The cookie."""
        return struct.pack("!Q", self.cookie)


class HomeTestInit(_TestMessage):
    """Asks the correspondent for a token by way of the home agent."""

    name = "Home Test Init"
    source = "RFC 6521, section 5.6"
    fields_desc = [_of_type(24), ByteField("reserved", 0), XLongField("cookie", 0)]


class CareOfTestInit(HomeTestInit):
    """Asks the correspondent for a token from the care-of address."""

    name = "Care-of Test Init"
    source = "RFC 6521, section 5.7"
    type = 25


class HomeTest(_TestMessage):
    """Answers a Home Test Init."""

    name = "Home Test"
    source = "RFC 6521, section 5.8"
    request: ClassVar[type[Packet]] = HomeTestInit
    fields_desc = [
        _of_type(26),
        ByteField("reserved", 0),
        ShortField("nonce_index", 0),
        XLongField("cookie", 0),
        XLongField("keygen_token", 0),
    ]

    def answers(self, other: Packet) -> bool:
        """Whether it answers that one."""
        return type(other) is self.request and self.hashret() == other.hashret()


class CareOfTest(HomeTest):
    """Answers a Care-of Test Init."""

    name = "Care-of Test"
    source = "RFC 6521, section 5.9"
    request = CareOfTestInit
    type = 27


class Experimental(MobileIP):
    """Type 255 where it isn't MIPHAR's."""

    name = "Experimental"
    source = "RFC 4064, section 3"
    fields_desc = [_of_type(255), XStrField("opaque", b"")]


MESSAGES: dict[int, type[Packet]] = {
    1: RegistrationRequest,
    3: RegistrationReply,
    4: TunnelData,
    7: RegistrationRevocation,
    15: RevocationAcknowledgement,
    16: HandoffRequest,
    17: HandoffReply,
    18: RegionalRegistrationRequest,
    19: RegionalRegistrationReply,
    20: FastBindingUpdate,
    21: FastBindingAcknowledgement,
    22: GenericNotification,
    23: GenericNotificationAcknowledgement,
    24: HomeTestInit,
    25: CareOfTestInit,
    26: HomeTest,
    27: CareOfTest,
}
"""The layer of each type but 255."""
