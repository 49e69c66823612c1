"""All layers at once, bound to their ports: the counterpart of `scapy.all`.

Importing this module has an effect, the only one in this package: Scapy then dissects UDP ports
434, 1985 and 2029, IP protocol 112, and ICMP's router discovery with these layers, in
place of its own whatever was imported first, and type 255 on port 434 as MIPHAR. `HSRP in packet`
holds for a message of any version, by our class and by Scapy's own, of which `packet[HSRP]` is a
copy to read. A packet that is built of these layers has their ports and their protocol, and VRRP's
the group and the TTL that each advertisement is sent with.
"""

from __future__ import annotations

from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.layers.ipsec import AH
from scapy.layers.l2 import GRE
from scapy.packet import Packet, Raw, bind_layers, bind_top_down

from mipconf.layers import advertisement, hsrp, messages, miphar, mobileip, vrrp
from mipconf.layers.advertisement import (
    AgentNai,
    Challenge,
    GeneralizedLinkLayerAddress,
    LinkLayerAddressOption,
    MobilityAgentAdvertisement,
    NewAddressOption,
    NewRouterPrefixOption,
    PrefixLengths,
    RouterAddress,
    RouterAdvertisement,
    RouterSolicitation,
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
from mipconf.layers.defects import Defect, defects
from mipconf.layers.explain import explain
from mipconf.layers.extension import (
    Extension,
    LongExtension,
    OneOctetPadding,
)
from mipconf.layers.hsrp import (
    HSRP,
    GroupState,
    GroupStateIPv6,
    HSRPAdvertisement,
    HSRPv1,
    HSRPv2,
    InterfaceState,
    Md5Authentication,
    TextAuthentication,
    Tlv,
)
from mipconf.layers.messages import (
    CareOfTest,
    CareOfTestInit,
    Experimental,
    FastBindingAcknowledgement,
    FastBindingUpdate,
    GenericNotification,
    GenericNotificationAcknowledgement,
    HandoffReply,
    HandoffRequest,
    HomeTest,
    HomeTestInit,
    RegionalRegistrationReply,
    RegionalRegistrationRequest,
    RegistrationRevocation,
    RevocationAcknowledgement,
    TunnelData,
)
from mipconf.layers.miphar import (
    BindingUpdate,
    BindingUpdateAck,
    GreKeySubOption,
    HaHaAuthentication,
    HomeAgentList,
    MobilityBinding,
    NaiSubOption,
    RedundancyMessage,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
    UdpTunnelSubOption,
)
from mipconf.layers.mobileip import (
    MobileIP,
    RegistrationReply,
    RegistrationRequest,
)
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
from mipconf.layers.registration_extensions import (
    DynamicHomeAgent,
    DynamicHomeAgentShort,
    EncapsulatingDelivery,
    ExperimentalNonSkippable,
    ExperimentalSkippable,
    FaError,
    GfaAddress,
    GreKey,
    HierarchicalForeignAgent,
    MessageString,
    MobileForeignChallenge,
    MobileNodeNai,
    NaiCarrying,
    RegionalRegistrationLifetime,
    ReplayProtectionStyle,
    ReplayProtectionStyleAlone,
    RevocationSupport,
    ServiceSelection,
    Traversal,
    TrustedNetworksConfigured,
    UdpTunnelReply,
    UdpTunnelRequest,
)
from mipconf.layers.security import (
    Algorithm,
    Association,
    Authentication,
    Authenticity,
    KeyRing,
)
from mipconf.layers.vrrp import (
    VRRP,
    VrrpMd5Authentication,
    VRRPv2,
    VRRPv3,
    VRRPv3IPv6,
)

__all__ = [
    "HSRP",
    "VRRP",
    "AgentNai",
    "Algorithm",
    "Association",
    "Authentication",
    "Authenticity",
    "BindingUpdate",
    "BindingUpdateAck",
    "CareOfAddresses",
    "CareOfTest",
    "CareOfTestInit",
    "Challenge",
    "CriticalVendorExtension",
    "Defect",
    "DnsServers",
    "DynamicHomeAgent",
    "DynamicHomeAgentShort",
    "EncapsulatingDelivery",
    "EthernetAddress",
    "Experimental",
    "ExperimentalNonSkippable",
    "ExperimentalSkippable",
    "Extension",
    "FaError",
    "FastBindingAcknowledgement",
    "FastBindingUpdate",
    "FlowBinding",
    "FlowBindingShort",
    "ForeignAgentAddress",
    "ForeignHomeAuthentication",
    "GeneralizedAuthentication",
    "GeneralizedLinkLayerAddress",
    "GenericNotification",
    "GenericNotificationAcknowledgement",
    "GfaAddress",
    "GreKey",
    "GreKeySubOption",
    "GroupState",
    "GroupStateIPv6",
    "HSRPAdvertisement",
    "HSRPv1",
    "HSRPv2",
    "HaHaAuthentication",
    "HandoffReply",
    "HandoffRequest",
    "HierarchicalForeignAgent",
    "HomeAgentList",
    "HomeTest",
    "HomeTestInit",
    "InterfaceState",
    "Ipv6PrefixReply",
    "Ipv6PrefixRequest",
    "Ipv6TunnelingMode",
    "KeyRing",
    "LinkLayerAddress",
    "LinkLayerAddressOption",
    "LongExtension",
    "Md5Authentication",
    "MessageString",
    "MnFaKeyReply",
    "MnFaKeyRequest",
    "MnHaKeyReply",
    "MnHaKeyRequest",
    "MobileCorrespondentAuthentication",
    "MobileForeignAuthentication",
    "MobileForeignChallenge",
    "MobileHomeAuthentication",
    "MobileIP",
    "MobileNetworkAcknowledgement",
    "MobileNetworkRequest",
    "MobileNodeNai",
    "MobilityAgentAdvertisement",
    "MobilityBinding",
    "Multipath",
    "MultipathShort",
    "NaiCarrying",
    "NaiSubOption",
    "NewAddressOption",
    "NewRouterPrefixOption",
    "NormalVendorExtension",
    "OldCriticalVendorExtension",
    "OldNormalVendorExtension",
    "OneOctetPadding",
    "PppLinkIndicator",
    "PrefixLengths",
    "ProxyAccessTechnology",
    "ProxyDeviceId",
    "ProxyInterfaceId",
    "ProxyNonSkippable",
    "ProxySubscriberId",
    "RedundancyMessage",
    "RegionalRegistrationLifetime",
    "RegionalRegistrationReply",
    "RegionalRegistrationRequest",
    "RegistrationReply",
    "RegistrationRequest",
    "RegistrationRevocation",
    "ReplayProtectionStyle",
    "ReplayProtectionStyleAlone",
    "RevocationAcknowledgement",
    "RevocationSupport",
    "RouteOptimizationCapability",
    "RouteOptimizationPrefixes",
    "RouteOptimizationReply",
    "RouterAddress",
    "RouterAdvertisement",
    "RouterSolicitation",
    "ServiceSelection",
    "SolicitedAddress",
    "SubOption",
    "TableReply",
    "TableReplyAck",
    "TableRequest",
    "TextAuthentication",
    "Tlv",
    "Traversal",
    "TrustedNetworksConfigured",
    "TunnelData",
    "UdpTunnelReply",
    "UdpTunnelRequest",
    "UdpTunnelSubOption",
    "VRRPv2",
    "VRRPv3",
    "VRRPv3IPv6",
    "VendorGreKey",
    "VrrpMd5Authentication",
    "defects",
    "explain",
]


def _dissect(port: int, layer: type[Packet]) -> None:
    # The first match counts: Scapy's own layers for these ports may be bound already, or later.
    UDP.payload_guess = [({"dport": port}, layer), ({"sport": port}, layer), *UDP.payload_guess]


mobileip.MESSAGES.update(messages.MESSAGES)
mobileip.MESSAGES[miphar.TYPE] = RedundancyMessage
_dissect(mobileip.PORT, MobileIP)
_dissect(hsrp.PORT, HSRP)
_dissect(hsrp.PORT_IPV6, HSRPv2)
# A later fragment begins with any octets, and the first one is cut short.
IP.payload_guess = [
    ({"proto": vrrp.PROTOCOL, "frag": 0}, VRRP),
    ({"proto": vrrp.PROTOCOL}, Raw),
    ({"proto": advertisement.PROTOCOL, "frag": 0}, advertisement.RouterDiscovery),
    *IP.payload_guess,
]
for layer in (RouterAdvertisement, RouterSolicitation):
    bind_top_down(IP, layer, proto=advertisement.PROTOCOL)
bind_layers(TunnelData, IP, next_header=4)
bind_layers(TunnelData, GRE, next_header=47)
bind_layers(AH, VRRP, nh=vrrp.PROTOCOL)
IPv6.payload_guess = [({"nh": vrrp.PROTOCOL}, VRRP), *IPv6.payload_guess]
bind_top_down(UDP, MobileIP, sport=mobileip.PORT, dport=mobileip.PORT)
bind_top_down(UDP, HSRP, sport=hsrp.PORT, dport=hsrp.PORT)
bind_top_down(IP, VRRP, proto=vrrp.PROTOCOL, dst=vrrp.GROUP_ADDRESS, ttl=vrrp.TTL)
bind_top_down(IPv6, VRRPv3IPv6, nh=vrrp.PROTOCOL, dst=vrrp.GROUP_ADDRESS_IPV6, hlim=vrrp.TTL)
