"""Extensions that authenticate a message, carry keys, or belong to a vendor.

Those of an SPI and an authenticator are computed and verified by `AuthenticatedMessage`.
"""

from __future__ import annotations

import struct
from typing import Any

from scapy.fields import (
    ByteEnumField,
    ByteField,
    IntEnumField,
    IntField,
    IPField,
    ShortEnumField,
    ShortField,
    XIntField,
    XStrField,
)

from mipconf.layers.extension import Extension, LongExtension, long, short, tlv
from mipconf.layers.numbers import (
    CRITICAL_VENDOR_TYPES,
    DNS_ENTITIES,
    PPP_LINKS,
    VENDOR_TYPES,
    VENDORS,
)

# Authentication.


class SpiExtension(Extension):
    """An extension of SPI (32 bits) and authenticator over the message up to and with the SPI."""

    name = "Authentication"
    source = "RFC 5944, section 3.5"
    fields_desc = [*tlv(0), IntField("spi", 256), XStrField("authenticator", b"")]


class MobileHomeAuthentication(SpiExtension):
    """Protects what the mobile node and the home agent say."""

    name = "Mobile-Home Authentication"
    source = "RFC 5944, section 3.5.2"
    type = 32


class MobileForeignAuthentication(SpiExtension):
    """Protects what the mobile node and the foreign agent say."""

    name = "Mobile-Foreign Authentication"
    source = "RFC 5944, section 3.5.3"
    type = 33


class ForeignHomeAuthentication(SpiExtension):
    """Protects what the foreign agent and the home agent say."""

    name = "Foreign-Home Authentication"
    source = "RFC 5944, section 3.5.4"
    type = 34


class GeneralizedAuthentication(LongExtension):
    """The Subtype says between whom; Length is 16 bits."""

    name = "Generalized Authentication"
    source = "RFC 4721, section 5"
    fields_desc = [
        *long(36, 1, {1: "MN-AAA", 2: "FA-FA", 3: "MN-GFA", 4: "MN-PAR", 100: "HA-HA"}),
        IntField("spi", 256),
        XStrField("authenticator", b""),
    ]


class MobileCorrespondentAuthentication(Extension):
    """Between mobile router and correspondent: nonce indexes stand where the SPI does elsewhere."""

    name = "Mobile-Correspondent Authentication"
    source = "RFC 6521, section 5.3"
    fields_desc = [
        *short(49, 2),
        ByteField("reserved", 0),
        ShortField("home_nonce_index", 0),
        ShortField("care_of_nonce_index", 0),
        XStrField("authenticator", b""),
    ]


# Vendors.


class VendorTypeField(ShortEnumField):
    """A type that each vendor numbers for itself; named where the vendor's numbers are known."""

    __slots__ = ["names"]

    def __init__(self, name: str, names: dict[tuple[int, int], str]) -> None:
        super().__init__(name, 0, {})
        self.names = names

    def i2repr(self, pkt: Any, x: Any) -> str:
        """The name that the vendor gave the number, or the number."""
        vendor = getattr(pkt, "vendor_id", None)
        return self.names.get((vendor or 0, int(x)), str(x))


class CriticalVendorExtension(LongExtension):
    """A receiver that does not know the vendor's type must not go on (CVSE)."""

    name = "Critical Vendor/Organization Specific"
    source = "RFC 3115, section 2.1"
    fields_desc = [
        ByteField("type", 38),
        ByteField("reserved", 0),
        ShortField("length", None),
        IntEnumField("vendor_id", 9, VENDORS),
        VendorTypeField("vendor_cvse_type", CRITICAL_VENDOR_TYPES),
        XStrField("vendor_cvse_value", b""),
    ]


class OldCriticalVendorExtension(CriticalVendorExtension):
    """The number that CVSE had first, with the same body."""

    name = "Critical Vendor/Organization Specific (old)"
    type = 37


class NormalVendorExtension(Extension):
    """What a receiver may skip (NVSE); vendor 9's types configure hosts (RFC 4332)."""

    name = "Normal Vendor/Organization Specific"
    source = "RFC 3115, section 2.2"
    fields_desc = [
        *tlv(134),
        ShortField("reserved", 0),
        IntEnumField("vendor_id", 9, VENDORS),
        VendorTypeField("vendor_nvse_type", VENDOR_TYPES),
        XStrField("vendor_nvse_value", b""),
    ]


class OldNormalVendorExtension(NormalVendorExtension):
    """The number that NVSE had first, with the same body."""

    name = "Normal Vendor/Organization Specific (old)"
    type = 133


_3GPP2 = 5535
_VENDOR_AT = 4


class PppLinkIndicator(NormalVendorExtension):
    """3GPP2: whether PPP is to be negotiated for the link."""

    name = "PPP Link Indicator (3GPP2)"
    source = "RFC 3115, section 2.2; 3GPP2 X.S0011, by packet-mip.c of Wireshark"
    told_by = (_VENDOR_AT, struct.pack("!IH", _3GPP2, 16))
    fields_desc = [*NormalVendorExtension.fields_desc[:-1], ShortEnumField("link", 0, PPP_LINKS)]
    vendor_id = _3GPP2
    vendor_nvse_type = 16


class DnsServers(NormalVendorExtension):
    """3GPP2: the name servers that `entity_type` gives; each with a sub-type and a length."""

    name = "DNS Server IP Address (3GPP2)"
    source = "RFC 3115, section 2.2; 3GPP2 X.S0011, by packet-mip.c of Wireshark"
    told_by = (_VENDOR_AT, struct.pack("!IH", _3GPP2, 17))
    fields_desc = [
        *NormalVendorExtension.fields_desc[:-1],
        ByteEnumField("entity_type", 0, DNS_ENTITIES),
        ByteField("primary_subtype", 1),
        ByteField("primary_length", 6),
        IPField("primary_dns", "0.0.0.0"),
        ByteField("secondary_subtype", 2),
        ByteField("secondary_length", 6),
        IPField("secondary_dns", "0.0.0.0"),
    ]
    vendor_id = _3GPP2
    vendor_nvse_type = 17


class VendorGreKey(CriticalVendorExtension):
    """3GPP2: the key of a GRE tunnel."""

    name = "GRE Key (3GPP2)"
    source = "RFC 3115, section 2.1; 3GPP2 X.S0011, by packet-mip.c of Wireshark"
    told_by = (_VENDOR_AT, struct.pack("!IH", _3GPP2, 0x0401))
    fields_desc = [*CriticalVendorExtension.fields_desc[:-1], XIntField("key", 0)]
    vendor_id = _3GPP2
    vendor_cvse_type = 0x0401


# Keys from the AAA infrastructure (RFC 3957).


class MnFaKeyRequest(LongExtension):
    """Asks for a key with the foreign agent."""

    name = "MN-FA Key Generation Nonce Request"
    source = "RFC 3957, section 6.1"
    fields_desc = [*long(40, 1, {1: "from AAA"}), IntField("mn_spi", 0), XStrField("data", b"")]


class MnFaKeyReply(LongExtension):
    """A nonce to make the key with the foreign agent of; `lifetime` is seconds."""

    name = "MN-FA Key Generation Nonce Reply"
    source = "RFC 3957, section 6.2"
    fields_desc = [
        *long(41, 1, {1: "from AAA"}),
        IntField("lifetime", 0),
        IntField("aaa_spi", 0),
        IntField("fa_spi", 0),
        ShortField("algorithm", 0),
        XStrField("nonce", b""),
    ]


class MnHaKeyRequest(MnFaKeyRequest):
    """Asks for a key with the home agent."""

    name = "MN-HA Key Generation Nonce Request"
    source = "RFC 3957, section 6.3"
    type = 42


class MnHaKeyReply(LongExtension):
    """A nonce to make the key with the home agent of; `lifetime` is seconds."""

    name = "MN-HA Key Generation Nonce Reply"
    source = "RFC 3957, section 6.4"
    fields_desc = [
        *long(43, 1, {1: "from AAA"}),
        IntField("lifetime", 0),
        IntField("aaa_spi", 0),
        IntField("ha_spi", 0),
        ShortField("algorithm", 0),
        ShortEnumField("replay_method", 0, {1: "timestamps", 2: "nonces"}),
        XStrField("nonce", b""),
    ]
