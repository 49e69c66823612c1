"""IPv4, IPv6 and UDP.

Lengths are those that the headers say: what follows them in a frame is padding, or its checksum.
Checksums are not looked at: where an interface computes them, what it sends is captured before.
"""

from __future__ import annotations

from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_ntop
from struct import Struct

from mipconf.net.host import ICMP, UDP, VRRP, Datagram, Endpoint
from mipconf.net.layering import Layer, Next, Unread, Unreadable, UnreadableError, Way, need
from mipconf.net.tunnels import OVER_UDP

_IPV4 = Struct(">BxHHHBB2x4s4s")
_IPV6 = Struct(">4xHBB16s16s")
_UDP = Struct(">HHH2x")
_FRAGMENT = Struct(">BxHI")

_MORE_FRAGMENTS, _FRAGMENT_OFFSET = 0x2000, 0x1FFF

_WITHIN = {
    UDP: Layer.UDP,
    VRRP: Layer.WHOLE,
    ICMP: Layer.WHOLE,
    4: Layer.IPV4,
    41: Layer.IPV6,
    47: Layer.GRE,
    50: Layer.ENCRYPTED,
    51: Layer.AUTHENTICATED,
    55: Layer.MINIMAL,
    137: Layer.MPLS,
}
"""What may hold a datagram for us, by the protocol number of IP."""
_TUNNELS = {4: "IPv4 tunnel", 41: "IPv6 tunnel", 137: "MPLS tunnel"}

_EXTENSION_HEADERS = (0, 43, 60, 135)
"""Of IPv6: options, routing and mobility; each tells its length (RFC 8200, section 4)."""
_FRAGMENT_HEADER = 44

_ROUTER_DISCOVERY = (b"\x09", b"\x0a")
"""The ICMP messages that are of interest: advertisement and solicitation (RFC 1256)."""


def ipv4(octets: bytes, way: Way) -> Next:
    """IPv4 (RFC 791)."""
    if not octets or octets[0] >> 4 != 4:
        return None
    if len(octets) < _IPV4.size:
        reason = f"cut off at octet {len(octets)} of the IPv4 header"
        raise UnreadableError(Unread.CUT, reason)
    first, total, identification, fragment, ttl, protocol, source, to = _IPV4.unpack_from(octets)
    if protocol not in _WITHIN:
        return None
    header = (first & 0x0F) * 4
    total = total or len(octets)  # What an interface is yet to cut into segments says 0.
    if not _IPV4.size <= header <= total:
        reason = f"an IPv4 header of {header} octets in a packet of {total}"
        raise UnreadableError(Unread.DAMAGED, reason)
    way.family, way.source, way.destination = AF_INET, source, to
    way.protocol, way.ttl, way.identification = protocol, ttl, identification
    if total > len(octets):
        way.cut = f"cut off at octet {len(octets)} of the IPv4 packet's {total}"
    content = octets[header:total]
    if fragment & (_MORE_FRAGMENTS | _FRAGMENT_OFFSET):
        at = (fragment & _FRAGMENT_OFFSET) * 8
        is_last = not fragment & _MORE_FRAGMENTS
        return _fragment(identification, at, content, way, is_last=is_last)
    return by_protocol(content, way)


def ipv6(octets: bytes, way: Way) -> Next:
    """IPv6 (RFC 8200), with its extension headers."""
    if not octets or octets[0] >> 4 != 6:
        return None
    need(octets, _IPV6.size, "the IPv6 header")
    length, protocol, ttl, source, to = _IPV6.unpack_from(octets)
    way.family, way.source, way.destination = AF_INET6, source, to
    way.ttl, way.identification = ttl, 0
    end = _IPV6.size + (length or len(octets) - _IPV6.size)
    if end > len(octets):
        way.cut = f"cut off at octet {len(octets)} of the IPv6 packet's {end}"
    content = octets[_IPV6.size : end]
    while protocol in _EXTENSION_HEADERS:
        need(content, 8, "the IPv6 extension header")
        protocol, content = content[0], content[(content[1] + 1) * 8 :]
    way.protocol = protocol
    if protocol != _FRAGMENT_HEADER:
        return by_protocol(content, way)
    need(content, _FRAGMENT.size, "the IPv6 fragment header")
    way.protocol, place, identification = _FRAGMENT.unpack_from(content)
    if way.protocol not in _WITHIN:
        return None
    content = content[_FRAGMENT.size :]
    return _fragment(identification, place & ~7, content, way, is_last=not place & 1)


def by_protocol(octets: bytes, way: Way) -> Next:
    """What follows IP, or a header after it, by the protocol's number."""
    layer = _WITHIN.get(way.protocol)
    if layer is None:
        return None
    if way.protocol in _TUNNELS:
        way.enter(_TUNNELS[way.protocol])
    return layer, octets


def udp(octets: bytes, way: Way) -> Next:
    """UDP (RFC 768), and the tunnels over it."""
    if len(octets) < _UDP.size:
        if way.cut:
            return Unreadable(Unread.CUT, way.cut)
        reason = f"{len(octets)} octets where a UDP header should be"
        raise UnreadableError(Unread.DAMAGED, reason)
    source, to, length = _UDP.unpack_from(octets)
    length = length or len(octets)  # As the length of the IPv4 packet
    if not way.cut and not _UDP.size <= length <= len(octets):
        reason = f"a UDP length of {length} in an IP payload of {len(octets)}"
        raise UnreadableError(Unread.DAMAGED, reason)
    payload = octets[_UDP.size : length]
    tunnel = OVER_UDP.get(to)
    found = None if tunnel is None else tunnel(payload, way)
    return found or _found(_datagram(source, to, payload, way), way)


def whole(octets: bytes, way: Way) -> Next:
    """A datagram of a protocol without ports."""
    if way.protocol == ICMP and octets[:1] not in _ROUTER_DISCOVERY:
        return None
    return _found(_datagram(0, 0, octets, way), way)


def first_part(source: bytes, to: bytes, protocol: int, octets: bytes) -> Datagram | None:
    """The beginning of a datagram, by its first fragment; None where that tells no ports."""
    way = Way(None)
    way.family = AF_INET if len(source) == 4 else AF_INET6
    way.source, way.destination, way.protocol = source, to, protocol
    if protocol != UDP or len(octets) < _UDP.size:
        return None
    source_port, port, _ = _UDP.unpack_from(octets)
    return _datagram(source_port, port, octets[_UDP.size :], way)


def _fragment(identification: int, at: int, octets: bytes, way: Way, *, is_last: bool) -> Next:
    if way.cut:
        part = first_part(way.source, way.destination, way.protocol, octets) if at == 0 else None
        return Unreadable(Unread.CUT, way.cut, part)
    key = (way.source, way.destination, way.protocol, identification)
    joined = way.fragments.add(key, at, octets, way.frame, way.time, is_last=is_last)
    return None if joined is None else by_protocol(joined, way)


def _found(datagram: Datagram, way: Way) -> Datagram | Unreadable:
    return Unreadable(Unread.CUT, way.cut, datagram) if way.cut else datagram


def _datagram(source_port: int, port: int, payload: bytes, way: Way) -> Datagram:
    family, protocol = way.family, way.protocol
    return Datagram(
        _endpoint(family, way.source, source_port, protocol),
        _endpoint(family, way.destination, port, protocol),
        payload,
        way.ttl,
    )


@lru_cache(maxsize=4096)
def _endpoint(family: int, address: bytes, port: int, protocol: int) -> Endpoint:
    return Endpoint(inet_ntop(family, address), port, protocol)
