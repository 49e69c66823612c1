"""All layers at once, bound to their ports: the counterpart of `scapy.all`.

Importing this module has an effect, the only one in this package: Scapy then dissects UDP ports
434, 1985 and 2029, and IP protocol 112 over IPv4, with these layers, in place of its own whatever
was imported first, and type 255 on port 434 as MIPHAR. A packet that is built of them has their
ports and their protocol, and VRRP's the group and the TTL that each advertisement is sent with.
"""

from __future__ import annotations

from scapy.layers.inet import IP, UDP
from scapy.packet import Packet, bind_top_down

from mipconf.layers import hsrp, miphar, mobileip, vrrp
from mipconf.layers.extension import Extension, LongExtension, OneOctetPadding
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
    ForeignHomeAuthentication,
    GeneralizedAuthentication,
    MobileForeignAuthentication,
    MobileHomeAuthentication,
    MobileIP,
    MobileNodeNai,
    RegistrationReply,
    RegistrationRequest,
)
from mipconf.layers.security import Algorithm, Association, Authentication, Authenticity, KeyRing
from mipconf.layers.vrrp import VRRP, VRRPv2, VRRPv3

__all__ = [
    "HSRP",
    "VRRP",
    "Algorithm",
    "Association",
    "Authentication",
    "Authenticity",
    "BindingUpdate",
    "BindingUpdateAck",
    "Extension",
    "ForeignHomeAuthentication",
    "GeneralizedAuthentication",
    "GreKeySubOption",
    "GroupState",
    "GroupStateIPv6",
    "HSRPAdvertisement",
    "HSRPv1",
    "HSRPv2",
    "HaHaAuthentication",
    "HomeAgentList",
    "InterfaceState",
    "KeyRing",
    "LongExtension",
    "Md5Authentication",
    "MobileForeignAuthentication",
    "MobileHomeAuthentication",
    "MobileIP",
    "MobileNodeNai",
    "MobilityBinding",
    "NaiSubOption",
    "OneOctetPadding",
    "RedundancyMessage",
    "RegistrationReply",
    "RegistrationRequest",
    "SubOption",
    "TableReply",
    "TableReplyAck",
    "TableRequest",
    "TextAuthentication",
    "UdpTunnelSubOption",
    "VRRPv2",
    "VRRPv3",
]


def _dissect(port: int, layer: type[Packet]) -> None:
    # The first match counts: Scapy's own layers for these ports may be bound already, or later.
    UDP.payload_guess = [({"dport": port}, layer), ({"sport": port}, layer), *UDP.payload_guess]


mobileip.MESSAGES[miphar.TYPE] = RedundancyMessage
_dissect(mobileip.PORT, MobileIP)
_dissect(hsrp.PORT, HSRP)
_dissect(hsrp.PORT_IPV6, HSRPv2)
# A later fragment begins with any octets, and the first one is cut short.
IP.payload_guess = [({"proto": vrrp.PROTOCOL, "frag": 0}, VRRP), *IP.payload_guess]
bind_top_down(UDP, MobileIP, sport=mobileip.PORT, dport=mobileip.PORT)
bind_top_down(UDP, HSRP, sport=hsrp.PORT, dport=hsrp.PORT)
bind_top_down(IP, VRRP, proto=vrrp.PROTOCOL, dst=vrrp.GROUP_ADDRESS, ttl=vrrp.TTL)
