"""Extensions that say more of a mobile node: its link, its networks, its paths.

Handoffs (RFC 4881), proxies (RFC 5563), mobile networks (RFC 5177), dual stack (RFC 5454), route
optimization (RFC 6521) and flow bindings (RFC 7629).
"""

from __future__ import annotations

from typing import Any

from scapy.fields import (
    BitEnumField,
    BitField,
    ByteEnumField,
    ByteField,
    FieldLenField,
    IP6Field,
    IPField,
    MACField,
    StrLenField,
    XStrField,
)

from mipconf.layers.addresses import AddressListField
from mipconf.layers.extension import Extension, LongExtension, long, short
from mipconf.layers.flags import FlagsField

# Link-layer addresses (RFC 4881, section 9).

LINK_LAYER = {
    1: "3GPP2 IMSI",
    2: "3GPP IMSI",
    3: "Ethernet",
    4: "EUI-64",
    5: "solicited IPv4 address",
    6: "access point",
    7: "FA IPv4 address",
}


class LinkLayerAddress(Extension):
    """An address below IP, or what finds an agent; other Subtypes than 3, 5 and 7 as they are."""

    name = "Generalized Link Layer Address"
    source = "RFC 4881, section 9"
    fields_desc = [*short(138, 1, LINK_LAYER), XStrField("address", b"")]


class EthernetAddress(Extension):
    """The MAC address of the mobile node."""

    name = "Generalized Link Layer Address: Ethernet"
    source = "RFC 4881, section 9.3"
    fields_desc = [*short(138, 3, LINK_LAYER), MACField("mac", None)]


class SolicitedAddress(Extension):
    """The IPv4 address of the agent that is solicited."""

    name = "Generalized Link Layer Address: solicited IPv4"
    source = "RFC 4881, section 9.5"
    fields_desc = [*short(138, 5, LINK_LAYER), IPField("ipv4_address", "0.0.0.0")]


class ForeignAgentAddress(SolicitedAddress):
    """The IPv4 address of the old foreign agent."""

    name = "Generalized Link Layer Address: FA IPv4"
    source = "RFC 4881, section 9.7"
    subtype = 7


# Proxy Mobile IPv4 (RFC 5563).

PROXY = {1: "Interface ID", 2: "Device ID", 3: "Subscriber ID", 4: "Access Technology Type"}
DEVICE_IDS = {1: "Ethernet MAC address", 2: "MEID", 3: "IMEI", 4: "ESN"}
SUBSCRIBER_IDS = {1: "IMSI"}
ACCESS_TECHNOLOGIES = {
    1: "802.3",
    2: "802.11a/b/g",
    3: "802.16e",
    4: "802.16m",
    5: "3GPP EUTRAN/LTE",
    6: "3GPP UTRAN/GERAN",
    7: "3GPP2 1xRTT/HRPD",
    8: "3GPP2 UMB",
}


class ProxyNonSkippable(LongExtension):
    """How the proxy and the home agent authenticate each other."""

    name = "PMIPv4 Per-Node Authentication Method"
    source = "RFC 5563, section 5.1"
    fields_desc = [
        *long(47, 1, {1: "Per-Node Authentication Method"}),
        ByteEnumField("method", 1, {1: "FA-HA authentication", 2: "IPsec authentication"}),
    ]


class ProxyInterfaceId(Extension):
    """The interface by which the mobile node is attached."""

    name = "PMIPv4 Interface ID"
    source = "RFC 5563, section 5.2"
    fields_desc = [*short(147, 1, PROXY), XStrField("identifier", b"")]


class ProxyDeviceId(Extension):
    """The device of the mobile node."""

    name = "PMIPv4 Device ID"
    source = "RFC 5563, section 5.3"
    fields_desc = [
        *short(147, 2, PROXY),
        ByteEnumField("id_type", 1, DEVICE_IDS),
        XStrField("identifier", b""),
    ]


class ProxySubscriberId(Extension):
    """The subscriber."""

    name = "PMIPv4 Subscriber ID"
    source = "RFC 5563, section 5.4"
    fields_desc = [
        *short(147, 3, PROXY),
        ByteEnumField("id_type", 1, SUBSCRIBER_IDS),
        XStrField("identifier", b""),
    ]


class ProxyAccessTechnology(Extension):
    """The access technology by which the mobile node is attached."""

    name = "PMIPv4 Access Technology Type"
    source = "RFC 5563, section 5.5"
    fields_desc = [*short(147, 4, PROXY), ByteEnumField("tech_type", 1, ACCESS_TECHNOLOGIES)]


# Mobile networks, and IPv6 beside IPv4.

MOBILE_NETWORK = {0: "request", 1: "explicit acknowledgement", 2: "implicit acknowledgement"}
MOBILE_NETWORK_CODES = {
    0: "success",
    1: "invalid prefix",
    2: "unauthorized prefix",
    3: "forwarding setup failed",
}


class MobileNetworkRequest(Extension):
    """A network that moves with the mobile router."""

    name = "Mobile Network Request"
    source = "RFC 5177, section 4.1"
    fields_desc = [
        *short(148, 0, MOBILE_NETWORK),
        ByteField("prefix_length", 0),
        IPField("prefix", "0.0.0.0"),
    ]


class MobileNetworkAcknowledgement(Extension):
    """Whether the home agent forwards to a mobile network."""

    name = "Mobile Network Acknowledgement"
    source = "RFC 5177, section 4.2"
    fields_desc = [
        *short(148, 1, MOBILE_NETWORK),
        ByteEnumField("code", 0, MOBILE_NETWORK_CODES),
        ByteField("prefix_length", 0),
        ByteField("reserved", 0),
        IPField("prefix", "0.0.0.0"),
    ]


DUAL_STACK = {1: "IPv6 prefix request", 2: "IPv6 prefix reply", 3: "IPv6 tunneling mode"}


class Ipv6PrefixRequest(Extension):
    """The IPv6 prefix that the mobile node registers with its home address."""

    name = "IPv6 Prefix Request"
    source = "RFC 5454, section 2.1"
    fields_desc = [
        *short(152, 1, DUAL_STACK),
        ByteField("prefix_length", 0),
        IP6Field("prefix", "::"),
    ]


class Ipv6PrefixReply(Extension):
    """What became of it: Codes below 8 accept."""

    name = "IPv6 Prefix Reply"
    source = "RFC 5454, section 2.2"
    fields_desc = [
        *short(152, 2, DUAL_STACK),
        ByteEnumField(
            "code",
            0,
            {
                0: "accepted, tunnel to the home address",
                1: "accepted, tunnel to the care-of address",
                8: "rejected, reason unspecified",
                9: "rejected, not home link",
            },
        ),
        ByteField("prefix_length", 0),
        ByteField("reserved", 0),
        IP6Field("prefix", "::"),
    ]


class Ipv6TunnelingMode(Extension):
    """IPv6 may be tunnelled to the care-of address."""

    name = "IPv6 Tunneling Mode"
    source = "RFC 5454, section 2.3"
    fields_desc = [*short(152, 3, DUAL_STACK), ByteField("reserved", 0)]


# Route optimization (RFC 6521).


class RouteOptimizationCapability(Extension):
    """What a mobile router can do; with O, `home_address` may follow, or not."""

    name = "Mobile Router Route Optimization Capability"
    source = "RFC 6521, section 5.1"
    fields_desc = [
        *short(153, 1),
        FlagsField("flags", "ARSO"),
        BitField("reserved", 0, 4),
        AddressListField("home_address"),
    ]


class RouteOptimizationReply(Extension):
    """Whether the home agent does it: Codes up to 15 say yes."""

    name = "Route Optimization Reply"
    source = "RFC 6521, section 5.2"
    fields_desc = [
        *short(49, 1),
        FlagsField("flags", "ON"),
        BitField("solicited", 0, 1),
        BitEnumField(
            "code",
            0,
            5,
            {0: "will do route optimization", 16: "declined, reason unspecified"},
        ),
    ]


class CareOfAddresses(Extension):
    """The ends of the tunnels to come."""

    name = "Care-of Address"
    source = "RFC 6521, section 5.4"
    fields_desc = [
        *short(49, 3),
        ByteField("reserved", 0),
        AddressListField("care_of_addresses"),
    ]


class RouteOptimizationPrefixes(LongExtension):
    """Prefixes and realms of mobile routers, compressed (section 4); as they are."""

    name = "Route Optimization Prefix Advertisement"
    source = "RFC 6521, section 5.5"
    fields_desc = [*long(50, 1), XStrField("prefixes", b"")]


# Several bindings of one mobile node (RFC 7629).

MULTIPATH = {1: "Multipath", 2: "Flow-Binding"}


def _multipath() -> list[Any]:
    return [
        ByteField("interface_access_technology", 0),
        ByteField("interface_label", 1),
        ByteField("binding_id", 1),
        FlagsField("flags", "BO"),
        BitField("reserved", 0, 6),
    ]


def _flow_binding() -> list[Any]:
    return [
        ByteEnumField("action", 1, {0: "DROP", 1: "FORWARD"}),
        FieldLenField("bid_count", None, length_of="binding_ids", fmt="B"),
        StrLenField("binding_ids", b"", length_from=lambda packet: packet.bid_count),
        StrLenField("ts_format", b"\1", length_from=lambda _: 1),
        XStrField("traffic_selector", b""),
    ]


class Multipath(LongExtension):
    """One interface of a mobile node, in the long form that RFC 7629 draws."""

    name = "Multipath"
    source = "RFC 7629, section 4.1"
    reading = "the long form, as RFC 7629 draws it"
    fields_desc = [*long(154, 1, MULTIPATH), *_multipath()]


class MultipathShort(Extension):
    """The same in the short form, the only one that a skippable extension may have."""

    name = "Multipath (short form)"
    source = "RFC 7629, section 4.1; RFC 5944, section 1.10"
    reading = "the short form, as RFC 5944, 1.10, asks of a skippable extension"
    fields_desc = [*short(154, 1, MULTIPATH), *_multipath()]


class FlowBinding(LongExtension):
    """A flow, and by which bindings it goes, in the long form that RFC 7629 draws."""

    name = "Flow-Binding"
    source = "RFC 7629, section 4.2"
    reading = "the long form, as RFC 7629 draws it"
    fields_desc = [*long(154, 2, MULTIPATH), *_flow_binding()]


class FlowBindingShort(Extension):
    """The same in the short form, the only one that a skippable extension may have."""

    name = "Flow-Binding (short form)"
    source = "RFC 7629, section 4.2; RFC 5944, section 1.10"
    reading = "the short form, as RFC 5944, 1.10, asks of a skippable extension"
    fields_desc = [*short(154, 2, MULTIPATH), *_flow_binding()]
