"""ICMP router discovery with what mobility agents put into it (RFC 1256; RFC 5944, section 2).

`EXTENSIONS` is a type space of its own: 16 and 19 mean nothing in a registration.
"""

from __future__ import annotations

from typing import Any

from scapy.base_classes import BasePacket
from scapy.fields import (
    BitField,
    ByteEnumField,
    ByteField,
    FieldLenField,
    IPField,
    PacketListField,
    ShortField,
    SignedIntField,
    XIntField,
    XShortField,
    XStrField,
)
from scapy.packet import Packet, Raw
from scapy.utils import checksum

from mipconf.layers.addresses import AddressListField
from mipconf.layers.extension import (
    Extension,
    ExtensionListField,
    OneOctetPadding,
    TypeSpace,
    tlv,
)
from mipconf.layers.flags import FlagsField
from mipconf.layers.layer import Layer, fixed_size, with_checksum
from mipconf.layers.mobility_extensions import LinkLayerAddress
from mipconf.layers.registration_extensions import MobileForeignChallenge, NaiCarrying

PROTOCOL = 1
TYPES = {9: "router advertisement", 10: "router solicitation"}
_CHECKSUM_AT = 2


class MobilityAgentAdvertisement(Extension):
    """What a mobility agent offers; `lifetime` is seconds, and the addresses are care-of ones."""

    name = "Mobility Agent Advertisement"
    source = "RFC 5944, section 2.1.1"
    fields_desc = [
        *tlv(16),
        ShortField("sequence", 0),
        ShortField("lifetime", 1800),
        FlagsField("flags", "RBHFMGrTUXI"),
        BitField("reserved", 0, 5),
        AddressListField("care_of_addresses"),
    ]


class PrefixLengths(Extension):
    """The prefix lengths of the router addresses, an octet each."""

    name = "Prefix-Lengths"
    source = "RFC 5944, section 2.1.2"
    fields_desc = [*tlv(19), XStrField("prefix_lengths", b"")]


class LinkLayerAddressOption(Extension):
    """Fast handovers: the link-layer address of whom the Option-Code says."""

    name = "Link-Layer Address Option"
    source = "RFC 4988, section 6.1"
    fields_desc = [*tlv(20), ByteField("option_code", 0), XStrField("address", b"")]


class NewAddressOption(Extension):
    """Fast handovers: the address of the new router, or at it."""

    name = "New IPv4 Address Option"
    source = "RFC 4988, section 6.2"
    fields_desc = [
        *tlv(21),
        ByteField("option_code", 0),
        ByteField("reserved", 0),
        IPField("new_ipv4_address", "0.0.0.0"),
    ]


class NewRouterPrefixOption(Extension):
    """Fast handovers: the prefix length of the new router."""

    name = "New Router Prefix Information Option"
    source = "RFC 4988, section 6.3"
    fields_desc = [
        *tlv(22),
        ByteField("option_code", 0),
        ByteField("prefix_length", 0),
        XIntField("reserved", 0),
    ]


class Challenge(MobileForeignChallenge):
    """What a mobile node is to answer in its Registration Request."""

    name = "Challenge"
    source = "RFC 4721, section 2"
    type = 24


class AgentNai(NaiCarrying):
    """The Network Access Identifier of the foreign agent."""

    name = "Foreign Agent NAI"
    source = "RFC 3846, section 3; RFC 4857, section 8"
    subtype = 3


class GeneralizedLinkLayerAddress(LinkLayerAddress):
    """An address below IP, or what finds an agent; in a registration its type is 138."""

    name = "Generalized Link Layer Address (router discovery)"
    type = 140


EXTENSIONS = TypeSpace(
    classes={
        0: OneOctetPadding,
        16: MobilityAgentAdvertisement,
        19: PrefixLengths,
        20: LinkLayerAddressOption,
        21: NewAddressOption,
        22: NewRouterPrefixOption,
        24: Challenge,
        136: AgentNai,
        140: GeneralizedLinkLayerAddress,
    }
)
"""The extensions of router discovery; 127 and 255 are experiments, in TLV form (RFC 4064, 4.2)."""


class RouterAddress(Layer):
    """A router's address, and how much it is preferred: -2^31 means never by default."""

    name = "Router Address"
    source = "RFC 1256, section 3"
    fields_desc = [IPField("address", "0.0.0.0"), SignedIntField("preference", 0)]


class RouterAddressListField(PacketListField):
    """As many router addresses as Num Addrs says, if there are that many."""

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, list[BasePacket]]:
        """Take them from `s`; returns what is left, and them."""
        size = fixed_size(RouterAddress)
        end = size * min(pkt.num_addrs, len(s) // size)
        return s[end:], [RouterAddress(s[at : at + size]) for at in range(0, end, size)]


class _RouterDiscovery(Layer):
    """What the two messages have in common: the checksum over the message."""

    def post_build(self, pkt: bytes, pay: bytes) -> bytes:
        """Fill in the checksum."""
        octets = pkt + pay
        if self.checksum is not None:
            return octets
        return with_checksum(octets, _CHECKSUM_AT, checksum(octets))


class RouterAdvertisement(_RouterDiscovery):
    """ICMP type 9; Code 16 means that the agent routes no common traffic. `lifetime` is seconds."""

    name = "Router Advertisement"
    source = "RFC 1256, section 3; RFC 5944, section 2.1"
    fields_desc = [
        ByteEnumField("type", 9, TYPES),
        ByteField("code", 0),
        XShortField("checksum", None),
        FieldLenField("num_addrs", None, count_of="router_addresses", fmt="B"),
        ByteField("addr_entry_size", 2),
        ShortField("lifetime", 1800),
        RouterAddressListField("router_addresses", [], RouterAddress),
        ExtensionListField("extensions", EXTENSIONS),
    ]

    def mysummary(self) -> str:
        """Its name."""
        return self.sprintf("ICMP router advertisement for %lifetime% s")


class RouterSolicitation(_RouterDiscovery):
    """ICMP type 10."""

    name = "Router Solicitation"
    source = "RFC 1256, section 3; RFC 5944, section 2.2"
    fields_desc = [
        ByteEnumField("type", 10, TYPES),
        ByteField("code", 0),
        XShortField("checksum", None),
        XIntField("reserved", 0),
        ExtensionListField("extensions", EXTENSIONS),
    ]

    def mysummary(self) -> str:
        """Its name."""
        return "ICMP router solicitation"


class RouterDiscovery(Layer):
    """Any ICMP message: router discovery gets its layer, others get Scapy's."""

    name = "ICMP router discovery"
    source = "RFC 1256, section 3"
    fields_desc = [ByteEnumField("type", 9, TYPES)]

    @classmethod
    def dispatch_hook(cls, octets: bytes = b"", *_: Any, **__: Any) -> type[Packet]:
        """The layer for `octets`, by the first of them."""
        layer = _BY_TYPE.get(octets[0]) if octets else cls
        if layer is None:
            from scapy.layers.inet import ICMP  # noqa: PLC0415 - one layer alone loads no others

            return ICMP
        return layer if not octets or len(octets) >= fixed_size(layer) else Raw


_BY_TYPE: dict[int, type[Packet]] = {9: RouterAdvertisement, 10: RouterSolicitation}
