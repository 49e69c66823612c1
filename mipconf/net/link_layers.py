"""Link layers, and what stands between them and IP: tags, LLC, PPP, MPLS.

Numbers are those of www.tcpdump.org/linktypes.html and of IANA's and IEEE's registries.
"""

from __future__ import annotations

from mipconf.net.layering import Layer, Next, Unread, UnreadableError, Way, need

LINK_TYPES = {
    0: Layer.NULL,
    1: Layer.ETHERNET,
    9: Layer.PPP,
    11: Layer.LLC,  # RFC 1483
    12: Layer.IP,  # 12 and 14 are what BSDs wrote for 101.
    14: Layer.IP,
    50: Layer.PPP,
    51: Layer.PPPOE,
    101: Layer.IP,
    104: Layer.HDLC,
    107: Layer.FRAME_RELAY,
    108: Layer.NULL,
    113: Layer.COOKED,
    166: Layer.PPP_DIRECTED,
    204: Layer.PPP_DIRECTED,
    205: Layer.HDLC_DIRECTED,
    219: Layer.MPLS,
    228: Layer.IPV4,
    229: Layer.IPV6,
    276: Layer.COOKED_2,
}
"""What a frame of a LINKTYPE_ value begins with."""

_ETHERTYPES = {
    0x0800: Layer.IPV4,
    0x86DD: Layer.IPV6,
    0x8100: Layer.VLAN,
    0x88A8: Layer.VLAN,
    0x9100: Layer.VLAN,
    0x9200: Layer.VLAN,
    0x9300: Layer.VLAN,
    0x8847: Layer.MPLS,
    0x8848: Layer.MPLS,
    0x8864: Layer.PPPOE,
    0x880B: Layer.PPP,
    0x6558: Layer.ETHERNET,
    0x88E7: Layer.SERVICE_INSTANCE,
}
_MACSEC = 0x88E5
_LARGEST_LENGTH = 1500
"""Up to here the field is the length of an IEEE 802.3 frame, and LLC follows."""

_ISL = (b"\x01\x00\x0c\x00\x00", b"\x03\x00\x0c\x00\x00")
"""What the destination of a frame with Cisco's Inter-Switch Link begins with."""
_ISL_SIZE, _ISL_VLAN_AT = 26, 20

_FAMILY_IPV4 = 2
_FAMILIES_IPV6 = (10, 24, 28, 30)

_PPP_PROTOCOLS = {
    0x0021: Layer.IPV4,
    0x0057: Layer.IPV6,
    0x0281: Layer.MPLS,
    0x0283: Layer.MPLS,
    0x0031: Layer.ETHERNET,
}
_PPP_UNREADABLE = {
    0x003D: "PPP Multilink",
    0x0053: "encrypted PPP",
    0x00FB: "compressed PPP",
    0x00FD: "compressed or encrypted PPP",
}


def ethertype(number: int, octets: bytes) -> Next:
    """What follows an EtherType, or the length in its place."""
    layer = _ETHERTYPES.get(number)
    if layer is not None:
        return layer, octets
    if number <= _LARGEST_LENGTH:
        return Layer.LLC, octets
    if number == _MACSEC:
        raise UnreadableError(Unread.TUNNEL, "in MACsec")
    return None


def ethernet(octets: bytes, way: Way) -> Next:
    """Ethernet II, IEEE 802.3, and Cisco's ISL around either."""
    if octets[:5] in _ISL:
        need(octets, _ISL_SIZE, "the ISL header")
        way.vlans.append(int.from_bytes(octets[_ISL_VLAN_AT : _ISL_VLAN_AT + 2]) >> 1)
        return Layer.ETHERNET, octets[_ISL_SIZE:]
    need(octets, 14, "the link header")
    way.destination_mac, way.source_mac = octets[:6], octets[6:12]
    return ethertype(octets[12] << 8 | octets[13], octets[14:])


def typed(octets: bytes, _: Way) -> Next:
    """An EtherType at once."""
    need(octets, 2, "the link header")
    return ethertype(int.from_bytes(octets[:2]), octets[2:])


def vlan(octets: bytes, way: Way) -> Next:
    """A tag of IEEE 802.1Q or 802.1ad, after its EtherType."""
    need(octets, 4, "the VLAN tag")
    identifier = int.from_bytes(octets[:2]) & 0x0FFF
    if identifier:
        way.vlans.append(identifier)
    return ethertype(octets[2] << 8 | octets[3], octets[4:])


def service_instance(octets: bytes, way: Way) -> Next:
    """A tag of IEEE 802.1ah, before the customer's frame."""
    need(octets, 4, "the I-TAG")
    way.tunnels.append(f"I-SID {int.from_bytes(octets[1:4])}")
    return Layer.ETHERNET, octets[4:]


def llc(octets: bytes, _: Way) -> Next:
    """IEEE 802.2: IP at once, or SNAP (RFC 1042), also bridged Ethernet (RFC 2684)."""
    head = octets[:3]
    if head == b"\x06\x06\x03":
        return Layer.IPV4, octets[3:]
    if head != b"\xaa\xaa\x03":
        return None
    return snap(octets[3:])


def snap(octets: bytes) -> Next:
    """An organization (3 octets) and what it means by the next two."""
    need(octets, 5, "the SNAP header")
    organization, number = octets[:3], int.from_bytes(octets[3:5])
    if organization in (b"\0\0\0", b"\0\0\xf8"):
        return ethertype(number, octets[5:]) if number > _LARGEST_LENGTH else None
    if organization == b"\x00\x80\xc2" and number in (1, 7):
        return Layer.ETHERNET, octets[7:]  # after two octets that fill up
    return None


def cooked(octets: bytes, way: Way) -> Next:
    """Linux's "cooked" capture, LINKTYPE_LINUX_SLL: of any interface."""
    need(octets, 16, "the link header")
    if octets[4:6] == b"\0\6":
        way.source_mac = octets[6:12]
    return _cooked(int.from_bytes(octets[14:16]), octets[16:])


def cooked_2(octets: bytes, way: Way) -> Next:
    """LINKTYPE_LINUX_SLL2, which tells the interface by its number."""
    need(octets, 20, "the link header")
    if octets[11] == 6:
        way.source_mac = octets[12:18]
    way.interface = f"{way.interface or 'any'}#{int.from_bytes(octets[4:8])}"
    return _cooked(int.from_bytes(octets[:2]), octets[20:])


def _cooked(number: int, octets: bytes) -> Next:
    if number == 1:
        return Layer.ETHERNET, octets
    return ethertype(number, octets) if number > _LARGEST_LENGTH or number == 4 else None


def null(octets: bytes, _: Way) -> Next:
    """An address family, in the order of the capturing machine or of the network."""
    if len(octets) < 4:
        return None
    families = int.from_bytes(octets[:4], "little"), int.from_bytes(octets[:4], "big")
    if _FAMILY_IPV4 in families:
        return Layer.IPV4, octets[4:]
    return (Layer.IPV6, octets[4:]) if {*families} & {*_FAMILIES_IPV6} else None


def ppp(octets: bytes, way: Way) -> Next:
    """PPP (RFC 1661), in HDLC-like framing (RFC 1662) or without its first two octets."""
    if octets[:2] == b"\xff\x03":
        octets = octets[2:]
    elif octets[:1] in (b"\x0f", b"\x8f"):
        return Layer.HDLC, octets  # LINKTYPE_PPP_HDLC is also Cisco's
    need(octets, 2, "the PPP header")
    if octets[0] & 1:  # compressed to one octet (RFC 1661, section 6.5)
        number, content = octets[0], octets[1:]
    else:
        number, content = int.from_bytes(octets[:2]), octets[2:]
    if number in _PPP_UNREADABLE:
        raise UnreadableError(Unread.TUNNEL, f"in {_PPP_UNREADABLE[number]}")
    layer = _PPP_PROTOCOLS.get(number)
    if number == 0x0031:  # RFC 3518: flags and pads, and the kind of MAC
        content = content[2:]
    return None if layer is None else (layer, content)


def ppp_directed(octets: bytes, _: Way) -> Next:
    """PPP with the direction in, or before, its first octet."""
    directed = octets[:1] in (b"\0", b"\1")
    content = octets[1:] if directed else octets
    return Layer.PPP, content[1:] if content[:1] == b"\x03" else content


def pppoe(octets: bytes, way: Way) -> Next:
    """A session of PPP over Ethernet (RFC 2516)."""
    need(octets, 6, "the PPPoE header")
    if octets[1] != 0:
        return None  # discovery
    way.tunnels.append(f"PPPoE {int.from_bytes(octets[2:4])}")
    return Layer.PPP, octets[6 : 6 + int.from_bytes(octets[4:6])]


def hdlc(octets: bytes, _: Way) -> Next:
    """Cisco's HDLC: an address, an octet, and an EtherType."""
    need(octets, 4, "the link header")
    return ethertype(int.from_bytes(octets[2:4]), octets[4:])


def hdlc_directed(octets: bytes, _: Way) -> Next:
    """Cisco's HDLC after an octet that tells the direction."""
    return Layer.HDLC, octets[1:]


def frame_relay(octets: bytes, way: Way) -> Next:
    """Frame Relay, as in RFC 2427 or as Cisco has it, with an EtherType."""
    size = next((at for at in range(1, 5) if octets[at - 1 : at] and octets[at - 1] & 1), 0)
    if size < 2:
        return None
    way.tunnels.append(f"DLCI {(octets[0] & 0xFC) << 2 | octets[1] >> 4}")
    content = octets[size:]
    if content[:1] != b"\x03":
        return Layer.ETHERTYPE, content
    content = content[2:] if content[1:2] == b"\0" else content[1:]  # after a pad
    if content[:1] == b"\xcc":
        return Layer.IPV4, content[1:]
    if content[:1] == b"\x8e":
        return Layer.IPV6, content[1:]
    return snap(content[1:]) if content[:1] == b"\x80" else None


def mpls(octets: bytes, _: Way) -> Next:
    """A stack of labels (RFC 3032), and IP or a pseudowire (RFC 4448): nothing says which."""
    at = 0
    while True:
        need(octets[at:], 4, "the MPLS label")
        at += 4
        if octets[at - 2] & 1:
            break
    content = octets[at:]
    version = content[0] >> 4 if content else 0
    if version in (4, 6):
        return (Layer.IPV4 if version == 4 else Layer.IPV6), content
    return Layer.ETHERNET, content[4:] if version == 0 else content  # after the control word


def either_ip(octets: bytes, _: Way) -> Next:
    """IP of the version that it says."""
    if not octets:
        return None
    version = octets[0] >> 4
    return None if version not in (4, 6) else (Layer.IPV4 if version == 4 else Layer.IPV6, octets)
