"""The extensions of registration messages: every type that Mobile IPv4 has (IANA, extensions).

`EXTENSIONS` says which layer a type, or a type and Subtype, has; what it doesn't have is kept octet
for octet, as `Extension` or `LongExtension`. Where a specification contradicts RFC 5944 or itself,
both readings are dissected, and `reading` says which one was seen.
"""

from __future__ import annotations

from scapy.fields import (
    BitField,
    ByteEnumField,
    ByteField,
    IntField,
    IPField,
    ShortEnumField,
    ShortField,
    StrField,
    XIntField,
    XLongField,
    XStrField,
)

from mipconf.layers.authentication_extensions import (
    CriticalVendorExtension,
    DnsServers,
    ForeignHomeAuthentication,
    GeneralizedAuthentication,
    MnFaKeyReply,
    MnFaKeyRequest,
    MnHaKeyReply,
    MnHaKeyRequest,
    MobileCorrespondentAuthentication,
    MobileForeignAuthentication,
    MobileHomeAuthentication,
    NormalVendorExtension,
    OldCriticalVendorExtension,
    OldNormalVendorExtension,
    PppLinkIndicator,
    VendorGreKey,
)
from mipconf.layers.extension import (
    Extension,
    LongExtension,
    OneOctetPadding,
    TypeSpace,
    long,
    short,
    tlv,
)
from mipconf.layers.flags import FlagsField
from mipconf.layers.mobility_extensions import (
    CareOfAddresses,
    EthernetAddress,
    FlowBinding,
    FlowBindingShort,
    ForeignAgentAddress,
    Ipv6PrefixReply,
    Ipv6PrefixRequest,
    Ipv6TunnelingMode,
    LinkLayerAddress,
    MobileNetworkAcknowledgement,
    MobileNetworkRequest,
    Multipath,
    MultipathShort,
    ProxyAccessTechnology,
    ProxyDeviceId,
    ProxyInterfaceId,
    ProxyNonSkippable,
    ProxySubscriberId,
    RouteOptimizationCapability,
    RouteOptimizationPrefixes,
    RouteOptimizationReply,
    SolicitedAddress,
)
from mipconf.layers.numbers import REPLY_CODES

# Tunnels.

ENCAPSULATIONS = {4: "IP in IP", 47: "GRE", 55: "minimal encapsulation"}


class UdpTunnelReply(Extension):
    """Whether the home agent will tunnel in UDP; `keepalive` is seconds, 0 means 110."""

    name = "UDP Tunnel Reply"
    source = "RFC 3519, section 3.2"
    fields_desc = [
        *short(44, 0),
        ByteEnumField("code", 0, {0: "will do tunnelling", 64: "declined, reason unspecified"}),
        FlagsField("flags", "F"),
        BitField("reserved", 0, 15),
        ShortField("keepalive", 0),
    ]


class UdpTunnelRequest(Extension):
    """Asks for a tunnel in UDP: F forces it, R says that the foreign agent is required."""

    name = "UDP Tunnel Request"
    source = "RFC 3519, section 3.1"
    fields_desc = [
        *short(144, 0),
        ByteField("reserved1", 0),
        FlagsField("flags", "FR"),
        BitField("reserved2", 0, 6),
        ByteEnumField("encapsulation", 4, ENCAPSULATIONS),
        ShortField("reserved3", 0),
    ]


class GreKey(LongExtension):
    """The key of a GRE tunnel."""

    name = "GRE Key"
    source = "RFC 6245, section 5"
    fields_desc = [*long(48, 0), XIntField("key_identifier", 0)]


class EncapsulatingDelivery(Extension):
    """The mobile node will encapsulate what it sends to the foreign agent; it has no value."""

    name = "Encapsulating Delivery Style"
    source = "RFC 3024, section 3.3"
    fields_desc = tlv(130)


class Traversal(Extension):
    """The addresses between which a firewall is to be traversed (SKIP)."""

    name = "Traversal"
    source = "RFC 2356, section 7.3"
    fields_desc = [
        *tlv(129),
        ShortField("reserved", 0),
        IPField("mn_to_ha_traversal_address", "0.0.0.0"),
        IPField("ha_to_mn_traversal_address", "0.0.0.0"),
    ]


# Foreign agents, and home agents found on the way.


class FaError(Extension):
    """What the foreign agent has to say to a reply of the home agent."""

    name = "FA Error"
    source = "RFC 4636, section 3"
    fields_desc = [*short(45, 0), ByteEnumField("status", 64, REPLY_CODES)]


class GfaAddress(Extension):
    """The gateway foreign agent that the mobile node is to register with."""

    name = "GFA IP Address"
    source = "RFC 4857, section 9.1"
    fields_desc = [*tlv(46), ShortField("reserved", 0), IPField("gfa_ip_address", "0.0.0.0")]


class HierarchicalForeignAgent(Extension):
    """One foreign agent of a hierarchy."""

    name = "Hierarchical Foreign Agent"
    source = "RFC 4857, section 9.2"
    fields_desc = [*tlv(140), ShortField("reserved", 0), IPField("fa_ip_address", "0.0.0.0")]


REPLAY_STYLES = {0: "timestamp", 1: "nonce"}


class ReplayProtectionStyle(Extension):
    """How replay is prevented regionally, with what it begins from, as the figure draws it."""

    name = "Replay Protection Style"
    source = "RFC 4857, section 9.3"
    reading = "with the Initial Identification, as the figure draws it"
    fields_desc = [
        *tlv(141),
        ShortEnumField("replay_protection_style", 0, REPLAY_STYLES),
        XLongField("initial_identification", 0),
    ]


class ReplayProtectionStyleAlone(Extension):
    """The same with the Length that its text says, 2: there is no room for the rest."""

    name = "Replay Protection Style (Length 2)"
    source = "RFC 4857, section 9.3"
    reading = "without the Initial Identification, as Length 2 of the text says"
    fields_desc = [*tlv(141), ShortEnumField("replay_protection_style", 0, REPLAY_STYLES)]


class RegionalRegistrationLifetime(Extension):
    """For how long the foreign agent grants regional registrations, in seconds."""

    name = "Regional Registration Lifetime"
    source = "RFC 4857, section 9.4"
    fields_desc = [*tlv(142), ShortField("reserved", 0), IntField("lifetime", 0)]


DYNAMIC_HA = {1: "Requested HA", 2: "Redirected HA"}


class DynamicHomeAgent(LongExtension):
    """The home agent asked for, or the one to go to, in the long form that RFC 4433 draws."""

    name = "Dynamic HA"
    source = "RFC 4433, section 3.4"
    reading = "the long form, as RFC 4433 draws it"
    fields_desc = [*long(139, 1, DYNAMIC_HA), IPField("ha_address", "0.0.0.0")]


class DynamicHomeAgentShort(Extension):
    """The same in the short form, the only one that a skippable extension may have."""

    name = "Dynamic HA (short form)"
    source = "RFC 4433, section 3.4; RFC 5944, section 1.10"
    reading = "the short form, as RFC 5944, 1.10, asks of a skippable extension"
    fields_desc = [*short(139, 1, DYNAMIC_HA), IPField("ha_address", "0.0.0.0")]


class RevocationSupport(Extension):
    """The sender can revoke registrations; `timestamp` is by the clock of its revocations."""

    name = "Revocation Support"
    source = "RFC 3543, section 3.2"
    fields_desc = [
        *tlv(137),
        FlagsField("flags", "I"),
        BitField("reserved", 0, 15),
        IntField("timestamp", 0),
    ]


# Names of mobile nodes, services and messages.


class MobileNodeNai(Extension):
    """The mobile node's Network Access Identifier, such as `user@realm`."""

    name = "MN-NAI"
    source = "RFC 2794, section 2"
    fields_desc = [*tlv(131), StrField("nai", b"")]


class NaiCarrying(Extension):
    """The NAI of somebody else, by the Subtype."""

    name = "NAI Carrying"
    source = "RFC 3846, section 3; RFC 4857, section 9"
    fields_desc = [*short(136, 1, {1: "HA", 2: "AAAH", 3: "FA"}), StrField("nai", b"")]


class MobileForeignChallenge(Extension):
    """The challenge of the foreign agent that the mobile node answers."""

    name = "MN-FA Challenge"
    source = "RFC 4721, section 4"
    fields_desc = [*tlv(132), XStrField("challenge", b"")]


class MessageString(Extension):
    """A text for the user of the mobile node."""

    name = "Message String"
    source = "RFC 4917, section 3"
    fields_desc = [*short(145, 1, {1: "HA", 2: "FA"}), StrField("text", b"")]


class ServiceSelection(Extension):
    """The name of the service that the mobile node asks for."""

    name = "Service Selection"
    source = "RFC 5446, section 3"
    fields_desc = [*tlv(151), StrField("identifier", b"")]


class TrustedNetworksConfigured(Extension):
    """The mobile node has a list of trusted networks."""

    name = "Trusted Networks Configured"
    source = "RFC 5265, section 3.4"
    fields_desc = [*short(149, 0), ByteField("reserved", 0)]


# Experiments.


class ExperimentalNonSkippable(LongExtension):
    """For experiments; the message is dropped where it isn't known."""

    name = "Experimental (not skippable)"
    source = "RFC 4064, section 4.1"
    fields_desc = [*long(127, 0), XStrField("opaque", b"")]


class ExperimentalSkippable(Extension):
    """For experiments; skipped where it isn't known."""

    name = "Experimental (skippable)"
    source = "RFC 4064, section 4.3"
    fields_desc = [*short(255, 0), XStrField("opaque", b"")]


EXTENSIONS = TypeSpace(
    classes={
        0: OneOctetPadding,
        32: MobileHomeAuthentication,
        33: MobileForeignAuthentication,
        34: ForeignHomeAuthentication,
        36: GeneralizedAuthentication,
        37: OldCriticalVendorExtension,
        38: (VendorGreKey, CriticalVendorExtension),
        40: MnFaKeyRequest,
        41: MnFaKeyReply,
        42: MnHaKeyRequest,
        43: MnHaKeyReply,
        44: UdpTunnelReply,
        45: FaError,
        46: GfaAddress,
        47: ProxyNonSkippable,
        48: GreKey,
        (49, 1): RouteOptimizationReply,
        (49, 2): MobileCorrespondentAuthentication,
        (49, 3): CareOfAddresses,
        50: RouteOptimizationPrefixes,
        127: ExperimentalNonSkippable,
        129: Traversal,
        130: EncapsulatingDelivery,
        131: MobileNodeNai,
        132: MobileForeignChallenge,
        133: OldNormalVendorExtension,
        134: (PppLinkIndicator, DnsServers, NormalVendorExtension),
        136: NaiCarrying,
        137: RevocationSupport,
        138: LinkLayerAddress,
        (138, 3): EthernetAddress,
        (138, 5): SolicitedAddress,
        (138, 7): ForeignAgentAddress,
        139: DynamicHomeAgentShort,
        140: HierarchicalForeignAgent,
        141: (ReplayProtectionStyle, ReplayProtectionStyleAlone),
        142: RegionalRegistrationLifetime,
        144: UdpTunnelRequest,
        145: MessageString,
        (147, 1): ProxyInterfaceId,
        (147, 2): ProxyDeviceId,
        (147, 3): ProxySubscriberId,
        (147, 4): ProxyAccessTechnology,
        (148, 0): MobileNetworkRequest,
        (148, 1): MobileNetworkAcknowledgement,
        (148, 2): MobileNetworkAcknowledgement,
        149: TrustedNetworksConfigured,
        151: ServiceSelection,
        (152, 1): Ipv6PrefixRequest,
        (152, 2): Ipv6PrefixReply,
        (152, 3): Ipv6TunnelingMode,
        153: RouteOptimizationCapability,
        (154, 1): MultipathShort,
        (154, 2): FlowBindingShort,
        255: ExperimentalSkippable,
    },
    # Generalized Authentication (RFC 4721), critical vendor extensions (RFC 3115; old and new),
    # key generation (RFC 3957), proxy (RFC 5563), GRE key (RFC 6245), route optimization data
    # (RFC 6521), experiments (RFC 4064).
    long_form=frozenset({36, 37, 38, 40, 41, 42, 43, 47, 48, 50, 127}),
    drawn_long={
        139: {1: DynamicHomeAgent, 2: DynamicHomeAgent},
        154: {1: Multipath, 2: FlowBinding},
    },
)
"""The extensions of registration messages."""
