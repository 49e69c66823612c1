"""What carries packets, or whole frames, within IP: GRE, minimal encapsulation, VXLAN and others.

A tunnel is told by its header alone. What only looks like one is taken for the datagram it is.
"""

from __future__ import annotations

from socket import AF_INET

from mipconf.net.layering import Layer, Next, Unread, UnreadableError, Way, need
from mipconf.net.link_layers import ethertype

_ERSPAN, _ERSPAN_3 = 0x88BE, 0x22EB
_GRE_CHECKSUM, _GRE_ROUTING, _GRE_KEY, _GRE_SEQUENCE = 0x8000, 0x4000, 0x2000, 0x1000
_GRE_ACKNOWLEDGEMENT, _GRE_VERSION = 0x0080, 0x0007
_GRE_OTHERS = {0: Layer.IPV4, 0x2001: Layer.HDLC}


def gre(octets: bytes, way: Way) -> Next:
    """GRE (RFC 2784, 2890), its version of PPTP (RFC 2637), and what mirrors frames by it."""
    need(octets, 4, "the GRE header")
    flags, number = int.from_bytes(octets[:2]), int.from_bytes(octets[2:4])
    has_checksum = flags & (_GRE_CHECKSUM | _GRE_ROUTING) != 0
    key_at = 8 if has_checksum else 4
    parts = has_checksum, flags & _GRE_KEY, flags & _GRE_SEQUENCE
    is_enhanced = flags & _GRE_VERSION == 1
    size = 4 + 4 * sum(map(bool, (*parts, is_enhanced and flags & _GRE_ACKNOWLEDGEMENT)))
    need(octets, size, "the GRE header")
    if flags & _GRE_ROUTING or flags & _GRE_VERSION > 1:
        raise UnreadableError(Unread.TUNNEL, "in GRE with routing, or of an unknown version")
    content = octets[size:]
    if number == _ERSPAN:
        # Type I has no header of its own, and no sequence number either.
        return (Layer.ERSPAN_2 if flags & _GRE_SEQUENCE else Layer.ETHERNET), content
    if number == _ERSPAN_3:
        return Layer.ERSPAN_3, content
    has_key = flags & _GRE_KEY and not is_enhanced
    way.enter(f"GRE {int.from_bytes(octets[key_at : key_at + 4])}" if has_key else "GRE")
    if number in _GRE_OTHERS:
        return _GRE_OTHERS[number], content
    found = ethertype(number, content) if number > 0 else None
    if found is None:
        raise UnreadableError(Unread.TUNNEL, f"in GRE, with the protocol 0x{number:04x}")
    return found


def erspan_2(octets: bytes, way: Way) -> Next:
    """A frame that a switch mirrors, after 8 octets (draft-foschiano-erspan, type II)."""
    need(octets, 8, "the ERSPAN header")
    return _mirrored(octets, 8, way)


def erspan_3(octets: bytes, way: Way) -> Next:
    """A frame that a switch mirrors, after 12 octets, or 20 (type III)."""
    need(octets, 12, "the ERSPAN header")
    content = _mirrored(octets, 20 if octets[11] & 1 else 12, way)
    is_ip = octets[10] >> 2 & 0x1F == 2
    return (Layer.IP, content[1]) if is_ip else content


def _mirrored(octets: bytes, size: int, way: Way) -> tuple[Layer, bytes]:
    # The VLAN that the frame came from counts unless it is in the frame itself.
    content = octets[size:]
    identifier = int.from_bytes(octets[:2]) & 0x0FFF
    if identifier and content[12:14] != b"\x81\x00":
        way.vlans.append(identifier)
    return Layer.ETHERNET, content


def minimal(octets: bytes, way: Way) -> Next:
    """Minimal encapsulation (RFC 2004): the outer header, changed for the way."""
    has_source = octets[1:2] >= b"\x80"
    size = 12 if has_source else 8
    need(octets, size, "the minimal forwarding header")
    way.enter("minimal encapsulation")
    if way.family != AF_INET:
        return None
    way.protocol, way.destination = octets[0], octets[4:8]
    if has_source:
        way.source = octets[8:12]
    return Layer.BY_PROTOCOL, octets[size:]


def authenticated(octets: bytes, way: Way) -> Next:
    """An Authentication Header (RFC 4302), which hides nothing."""
    need(octets, 12, "the Authentication Header")
    size = (octets[1] + 2) * 4
    need(octets, size, "the Authentication Header")
    way.protocol = octets[0]
    return Layer.BY_PROTOCOL, octets[size:]


def encrypted(_octets: bytes, _way: Way) -> Next:
    """ESP (RFC 4303): nothing can be read without its keys."""
    raise UnreadableError(Unread.TUNNEL, "in ESP, encrypted or not")


def vxlan(octets: bytes, way: Way) -> Next:
    """VXLAN (RFC 7348); None where the flags are not its own."""
    if len(octets) < 8 or octets[0] & 0xF7 or octets[7]:
        return None
    way.tunnels.append(f"VXLAN {int.from_bytes(octets[4:7])}")
    return Layer.ETHERNET, octets[8:]


def geneve(octets: bytes, way: Way) -> Next:
    """Geneve (RFC 8926)."""
    if len(octets) < 8 or octets[0] >> 6:
        return None
    size = 8 + (octets[0] & 0x3F) * 4
    way.tunnels.append(f"Geneve {int.from_bytes(octets[4:7])}")
    return ethertype(int.from_bytes(octets[2:4]), octets[size:])


def gtp(octets: bytes, way: Way) -> Next:
    """User data in GTP version 1 (3GPP TS 29.281)."""
    if len(octets) < 8 or octets[0] >> 4 != 3 or octets[1] != 255:
        return None
    at = 12 if octets[0] & 7 else 8
    following = octets[11:12] if octets[0] & 4 else b"\0"
    while following not in (b"\0", b"") and octets[at : at + 1] not in (b"\0", b""):
        at += octets[at] * 4
        following = octets[at - 1 : at]
    way.enter("GTP")
    return Layer.IP, octets[at:]


def l2tp(octets: bytes, way: Way) -> Next:
    """Data in L2TP version 2 (RFC 2661)."""
    if len(octets) < 6 or octets[0] & 0x80 or octets[1] & 0x0F != 2:
        return None
    flags = octets[0]
    at = 8 if flags & 0x40 else 6
    session = int.from_bytes(octets[at - 2 : at])
    at += 4 if flags & 0x08 else 0
    if flags & 0x02:
        at += 2 + int.from_bytes(octets[at : at + 2])
    way.enter(f"L2TP {session}")
    return Layer.PPP, octets[at:]


OVER_UDP = {
    1701: l2tp,
    2152: gtp,
    4789: vxlan,
    6081: geneve,
    8472: vxlan,  # Linux, before 4789 was assigned
}
"""What takes a tunnel off, by the UDP port that it is sent to."""
