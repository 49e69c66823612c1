"""HSRP, the Hot Standby Router Protocol, of both versions, on UDP port 1985.

Version 1 (whose version field is 0) is RFC 2281; its advertisements (Op Code 3) and version 2 were
never published: their layout is that of Wireshark's packet-hsrp.c, seen in captures. The versions
number the states differently, and what tells them apart is the destination group.
"""

from __future__ import annotations

from typing import Any

from scapy.fields import (
    ByteEnumField,
    ByteField,
    IntField,
    IP6Field,
    IPField,
    MACField,
    ShortEnumField,
    ShortField,
    StrFixedLenField,
    XIntField,
    XShortField,
    XStrFixedLenField,
)
from scapy.packet import Packet, Raw

from mipconf.layers.extension import Extension, ExtensionListField, TypeSpace
from mipconf.layers.layer import Layer, fixed_size

PORT = 1985
PORT_IPV6 = 2029

GROUP_ADDRESS = "224.0.0.2"
"""Where version 1 is sent to."""
GROUP_ADDRESS_2 = "224.0.0.102"
"""Where version 2 is sent to."""

OP_CODES = {0: "hello", 1: "coup", 2: "resign", 3: "advertise"}

STATES = {0: "Initial", 1: "Learn", 2: "Listen", 4: "Speak", 8: "Standby", 16: "Active"}
"""RFC 2281, section 5.1."""

STATES_2 = {
    0: "Disabled",
    1: "Initial",
    2: "Learn",
    3: "Listen",
    4: "Speak",
    5: "Standby",
    6: "Active",
}


class Tlv(Extension):
    """A TLV of unknown type; its value is kept as it is."""

    name = "HSRP TLV"
    source = "packet-hsrp.c of Wireshark"


class GroupState(Extension):
    """What a version 2 router says of a group, type 1.

    `group` is 0..4095, `priority` and the times are 32 bits, the times are milliseconds. After an
    IPv4 address 12 octets are unused.
    """

    name = "HSRPv2 Group State"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [
        ByteField("type", 1),
        ByteField("length", None),
        ByteField("version", 2),
        ByteEnumField("op_code", 0, OP_CODES),
        ByteEnumField("state", 1, STATES_2),
        ByteField("ip_version", 4),
        ShortField("group", 0),
        MACField("identifier", None),
        IntField("priority", 100),
        IntField("hellotime", 3000),
        IntField("holdtime", 10000),
        IPField("virtual_ip_address", "0.0.0.0"),
        XStrFixedLenField("unused", bytes(12), 12),
    ]

    @classmethod
    def dispatch_hook(cls, octets: bytes = b"", *_: Any, **__: Any) -> type[Packet]:
        """This layer, or for IPv6 the one with the longer address."""
        if not octets:
            return cls
        if len(octets) < fixed_size(GroupState):
            return Raw
        return GroupStateIPv6 if octets[_IP_VERSION_AT] == 6 else GroupState

    def mysummary(self) -> str:
        """What is said of which group."""
        return self.sprintf("HSRPv2 %op_code% group %group% %state% priority %priority%")


_IP_VERSION_AT = 5


class GroupStateIPv6(GroupState):
    """A Group State whose virtual address is IPv6."""

    name = "HSRPv2 Group State (IPv6)"
    fields_desc = [*GroupState.fields_desc[:-2], IP6Field("virtual_ip_address", "::")]
    ip_version = 6


class InterfaceState(Extension):
    """How many groups an interface is active and passive for, type 2."""

    name = "HSRPv2 Interface State"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [
        ByteField("type", 2),
        ByteField("length", None),
        ShortField("active_groups", 0),
        ShortField("passive_groups", 0),
    ]

    def mysummary(self) -> str:
        """For how many groups."""
        return self.sprintf(
            "HSRPv2 Interface State, active for %active_groups%, passive for %passive_groups%"
        )


class TextAuthentication(Extension):
    """A password in clear text, type 3: 8 octets, filled up with zeros."""

    name = "HSRP Text Authentication"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [
        ByteField("type", 3),
        ByteField("length", None),
        StrFixedLenField("authentication_data", b"cisco", 8),
    ]


class Md5Authentication(Extension):
    """A digest by a shared key, type 4; in version 1 it follows the fixed 20 octets."""

    name = "HSRP MD5 Authentication"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [
        ByteField("type", 4),
        ByteField("length", None),
        ByteEnumField("algorithm", 1, {1: "MD5"}),
        ByteField("padding", 0),
        XShortField("flags", 0),
        IPField("ip_address", "0.0.0.0"),
        IntField("key_id", 0),
        XStrFixedLenField("digest", bytes(16), 16),
    ]


TLVS = TypeSpace(
    classes={
        1: GroupState,
        2: InterfaceState,
        3: TextAuthentication,
        4: Md5Authentication,
    },
    padding=False,
    plain=Tlv,
)
"""What version 2 is made of, and what may follow the fixed part of version 1."""


class HSRP(Layer):
    """Any HSRP message: dissecting it gives the layer of its version.

    By itself it is one of version 1 with an Op Code that is not known; the rest is its payload.
    """

    name = "HSRP"
    source = "RFC 2281, section 5.1"
    scapys_own = ("scapy.layers.hsrp", "HSRP")
    fields_desc = [ByteField("version", 0), ByteEnumField("op_code", 0, OP_CODES)]

    @classmethod
    def dispatch_hook(
        cls, octets: bytes = b"", *_: Any, _underlayer: Packet | None = None, **__: Any
    ) -> type[Packet]:
        """The layer for `octets`, by the group that they were sent to, as Wireshark does.

        Without an IP header the first octet must do: version 1's is 0, version 2's never.
        """
        if not octets:
            return cls
        group = getattr(_underlayer.underlayer, "dst", None) if _underlayer else None
        if group == GROUP_ADDRESS_2 or (group != GROUP_ADDRESS and octets[0] != 0):
            return HSRPv2
        if len(octets) < fixed_size(HSRP):
            return Raw
        layer = _BY_OP_CODE.get(octets[1], HSRP)
        return layer if len(octets) >= fixed_size(layer) else HSRP

    def mysummary(self) -> str:
        """What kind of message it is."""
        return self.sprintf("HSRP %op_code%")


class HSRPv1(HSRP):
    """RFC 2281, section 5.1: hello, coup or resign.

    `hellotime` and `holdtime` are seconds, `group` is 0..255. `authentication_data` is a password
    in clear text of 8 octets.
    """

    name = "HSRP version 1"
    source = "RFC 2281, section 5.1"
    fields_desc = [
        ByteField("version", 0),
        ByteEnumField("op_code", 0, OP_CODES),
        ByteEnumField("state", 0, STATES),
        ByteField("hellotime", 3),
        ByteField("holdtime", 10),
        ByteField("priority", 100),
        ByteField("group", 0),
        ByteField("reserved", 0),
        StrFixedLenField("authentication_data", b"cisco", 8),
        IPField("virtual_ip_address", "0.0.0.0"),
        ExtensionListField("tlvs", TLVS),
    ]

    def mysummary(self) -> str:
        """What is said of which group."""
        return self.sprintf("HSRP %op_code% group %group% %state% priority %priority%")


class HSRPAdvertisement(HSRP):
    """Op Code 3 of version 1: how many groups an interface is active and passive for.

    `length` was 14 in every captured one, which counts from `advertisement_type` on.
    """

    name = "HSRP advertisement"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [
        ByteField("version", 0),
        ByteEnumField("op_code", 3, OP_CODES),
        ShortEnumField("advertisement_type", 1, {1: "interface state"}),
        ShortField("length", 14),
        ByteEnumField("state", 1, {1: "dormant", 2: "passive", 3: "active"}),
        ByteField("reserved", 0),
        ShortField("active_groups", 0),
        ShortField("passive_groups", 0),
        XIntField("reserved2", 0),
    ]


class HSRPv2(HSRP):
    """Version 2: a list of TLVs, of which Group State or Interface State is the first."""

    name = "HSRP version 2"
    source = "packet-hsrp.c of Wireshark"
    fields_desc = [ExtensionListField("tlvs", TLVS)]

    def mysummary(self) -> str:
        """What is said of the first group, or of the interface."""
        first = self.tlvs[0] if self.tlvs else None
        if isinstance(first, GroupState | InterfaceState):
            return first.mysummary()
        return str(self.name)


_BY_OP_CODE = {0: HSRPv1, 1: HSRPv1, 2: HSRPv1, 3: HSRPAdvertisement}
