"""VRRP, the Virtual Router Redundancy Protocol, IP protocol 112: versions 2 and 3.

Version 2 is RFC 3768, version 3 RFC 9568 (before it, RFC 5798). Their checksums differ, and so do
those of their implementations: `Checksum` has the forms that are about.
"""

from __future__ import annotations

from enum import Enum
from socket import AF_INET, AF_INET6, inet_pton
from typing import Any

from scapy.fields import (
    BitEnumField,
    BitField,
    ByteEnumField,
    ByteField,
    FieldLenField,
    StrLenField,
    XShortField,
)
from scapy.packet import Packet
from scapy.utils import checksum

from mipconf.layers.addresses import AddressListField
from mipconf.layers.extension import ExtensionListField, TypeSpace
from mipconf.layers.hsrp import Md5Authentication, Tlv
from mipconf.layers.layer import Layer, fixed_size, with_checksum

PROTOCOL = 112

GROUP_ADDRESS = "224.0.0.18"
GROUP_ADDRESS_IPV6 = "ff02::12"
"""Where advertisements are sent to."""

TTL = 255
"""What the IP header of every advertisement has; any other is to be dropped by the receiver."""

TYPES = {1: "ADVERTISEMENT"}

AUTHENTICATION_TYPES = {
    0: "none",
    1: "simple text password",
    2: "IP authentication header",
    254: "MD5",
}
"""1 and 2 are RFC 2338's, 254 some vendors'; RFC 3768 has 0 only, but kept the data's room."""

AUTHENTICATION_SIZE = 8
_CHECKSUM_AT = 6


class Checksum(Enum):
    """What a checksum was computed over.

    RFC 3768, 5.3.8, and RFC 9568, 5.2.8, have the message alone over IPv4, as Cisco's routers do.
    RFC 5798, 5.2.8, had the pseudo-header of IPv4 before it in version 3: so have Scapy's layer and
    keepalived 2.2, and Wireshark 4.0 and tcpdump take no other for right. Over IPv6 all have the
    pseudo-header.
    """

    MESSAGE = "the message"
    PSEUDO_HEADER = "the pseudo-header and the message"


def compute_checksum(message: bytes, addresses: tuple[str, str] | None = None) -> int:
    """The checksum of a message whose own reads 0; with `addresses`, source and destination of the
    IP header, over the pseudo-header too.
    """
    return checksum(_pseudo_header(len(message), addresses) + message)


def matching_checksum(message: bytes, addresses: tuple[str, str] | None = None) -> Checksum | None:
    """What the checksum in a whole `message` was computed over; None: it is wrong.

    Without `addresses`, source and destination of the IPv4 header, one with the pseudo-header is
    not recognized.
    """
    # Summed up with the right checksum in its place, either gives 0 (RFC 1071).
    is_ipv6 = addresses is not None and ":" in addresses[0]
    if checksum(message) == 0 and not is_ipv6:
        return Checksum.MESSAGE
    is_version_3 = bool(message) and message[0] >> 4 == 3
    if is_version_3 and addresses and compute_checksum(message, addresses) == 0:
        return Checksum.PSEUDO_HEADER
    return None


def _pseudo_header(size: int, addresses: tuple[str, str] | None) -> bytes:
    if addresses is None:
        return b""
    if ":" in addresses[0]:  # RFC 8200, section 8.1
        octets = b"".join(inet_pton(AF_INET6, address) for address in addresses)
        return octets + size.to_bytes(4) + PROTOCOL.to_bytes(4)
    octets = b"".join(inet_pton(AF_INET, address) for address in addresses)
    return octets + bytes((0, PROTOCOL)) + size.to_bytes(2)


class VRRP(Layer):
    """Any VRRP message: dissecting it gives the layer of its version.

    By itself it is one of another version, or cut short; the rest is its payload.
    """

    name = "VRRP"
    source = "RFC 9568, section 5.1"
    scapys_own = ("scapy.layers.vrrp", "VRRP")
    fields_desc = [BitField("version", 0, 4), BitEnumField("type", 1, 4, TYPES)]

    @classmethod
    def dispatch_hook(
        cls, octets: bytes = b"", *_: Any, _underlayer: Packet | None = None, **__: Any
    ) -> type[Packet]:
        """The layer for `octets`, by the version in the first of them, and by the IP header."""
        layer = _BY_VERSION.get(octets[0] >> 4, cls) if octets else cls
        if layer is VRRPv3 and _underlayer is not None and _underlayer.name == "IPv6":
            layer = VRRPv3IPv6
        return layer if len(octets) >= fixed_size(layer) else cls

    def mysummary(self) -> str:
        """Which version it is of."""
        return self.sprintf("VRRP version %version%")


class _Advertisement(VRRP):
    """What the versions have in common: how the checksum is filled and verified."""

    def post_build(self, pkt: bytes, pay: bytes) -> bytes:
        """Fill in the checksum."""
        octets = pkt + pay
        if self.checksum is not None:
            return octets
        value = compute_checksum(octets, self._signed_addresses())
        return with_checksum(octets, _CHECKSUM_AT, value)

    def matching_checksum(self) -> Checksum | None:
        """What its checksum was computed over, by the IPv4 header it is in; None: it is wrong."""
        # Not `bytes`, which has the padding of a short Ethernet frame in it too.
        return matching_checksum(self.do_build(), self._addresses())

    def _addresses(self) -> tuple[str, str] | None:
        """Source and destination of the IP header, if there is one."""
        header: Any = self.underlayer
        while header is not None and header.name not in ("IP", "IPv6"):
            header = header.underlayer  # RFC 2338's authentication header
        return None if header is None else (str(header.src), str(header.dst))

    def _signed_addresses(self) -> tuple[str, str] | None:
        """The addresses that a checksum is filled in over: none but with IPv6."""
        return None

    def mysummary(self) -> str:
        """What is said of which virtual router."""
        return self.sprintf(
            "VRRP version %version% %type% VRID %virtual_rtr_id% priority %priority%"
        )


class VrrpMd5Authentication(Md5Authentication):
    """What Cisco's routers authenticate version 2 by: HSRP's digest under another type."""

    name = "VRRP MD5 Authentication"
    source = "captures of Cisco's routers"
    type = 254


TLVS = TypeSpace(classes={254: VrrpMd5Authentication}, padding=False, plain=Tlv, only_known=True)
"""What may follow the authentication data of version 2."""


class VRRPv2(_Advertisement):
    """RFC 3768, section 5.1. `adver_int` is seconds; `authentication_data` is 8 octets.

    Of `auth_type` 1 that is a password in clear text (RFC 2338, 5.3.6). With type 2 an IP
    authentication header comes before the message, with 254 a digest in `tlvs` after it.
    `count_ip_addrs` and `checksum` are filled when left out; set, they are kept, right or wrong.
    """

    name = "VRRP version 2"
    source = "RFC 3768, section 5.1"
    fields_desc = [
        BitField("version", 2, 4),
        BitEnumField("type", 1, 4, TYPES),
        ByteField("virtual_rtr_id", 1),
        ByteField("priority", 100),
        FieldLenField("count_ip_addrs", None, count_of="ip_addresses", fmt="B"),
        ByteEnumField("auth_type", 0, AUTHENTICATION_TYPES),
        ByteField("adver_int", 1),
        XShortField("checksum", None),
        AddressListField("ip_addresses", count_from=lambda packet: packet.count_ip_addrs),
        StrLenField(
            "authentication_data",
            bytes(AUTHENTICATION_SIZE),
            length_from=lambda _: AUTHENTICATION_SIZE,
        ),
        ExtensionListField("tlvs", TLVS),
    ]


class VRRPv3(_Advertisement):
    """RFC 9568, section 5.1. `max_advertise_interval` is centiseconds, 0..4095.

    `ipvx_addr_count` and `checksum` are filled when left out; set, they are kept, right or wrong.
    The checksum is filled over the message alone, as RFC 9568 has it; `compute_checksum` gives the
    other form.
    """

    name = "VRRP version 3"
    source = "RFC 9568, section 5.1"
    fields_desc = [
        BitField("version", 3, 4),
        BitEnumField("type", 1, 4, TYPES),
        ByteField("virtual_rtr_id", 1),
        ByteField("priority", 100),
        FieldLenField("ipvx_addr_count", None, count_of="ipvx_addresses", fmt="B"),
        BitField("reserved", 0, 4),
        BitField("max_advertise_interval", 100, 12),
        XShortField("checksum", None),
        AddressListField("ipvx_addresses", count_from=lambda packet: packet.ipvx_addr_count),
    ]


class VRRPv3IPv6(VRRPv3):
    """Version 3 over IPv6: addresses are IPv6, the link-local one first.

    The checksum is filled over the pseudo-header and the message.
    """

    name = "VRRP version 3 (IPv6)"
    source = "RFC 9568, section 5.1"
    fields_desc = [
        *VRRPv3.fields_desc[:-1],
        AddressListField(
            "ipvx_addresses",
            count_from=lambda packet: packet.ipvx_addr_count,
            family=AF_INET6,
        ),
    ]

    def _signed_addresses(self) -> tuple[str, str] | None:
        return self._addresses()


_BY_VERSION = {2: VRRPv2, 3: VRRPv3}
