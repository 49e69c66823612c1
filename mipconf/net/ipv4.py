"""Datagrams as IPv4 packets, to octets and back: what a capture holds of them."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

from mipconf.net.host import UDP, VRRP, Datagram, Endpoint

_IPV4 = struct.Struct(">BBHHHBBH4s4s")
_UDP = struct.Struct(">HHHH")
_PSEUDO = struct.Struct(">4s4sBBH")

_VERSION_AND_LENGTH = 0x45
_DO_NOT_FRAGMENT = 0x4000
_MORE_FRAGMENTS = 0x2000
_FRAGMENT_OFFSET = 0x1FFF
_IN_IPV4 = 4


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A packet that holds, or may hold, a datagram which cannot be had from it; and why."""

    reason: str


def pack(datagram: Datagram) -> bytes:
    """The IPv4 packet of `datagram`, checksums right; raises `ValueError` if it is too large."""
    source = socket.inet_aton(datagram.source.address)
    destination = socket.inet_aton(datagram.destination.address)
    protocol = datagram.source.protocol
    body = datagram.payload
    if protocol == UDP:
        length = _UDP.size + len(body)
        if length > 65535 - _IPV4.size:
            raise ValueError(f"a payload of {len(body)} octets does not fit into one IPv4 packet")
        ports = datagram.source.port, datagram.destination.port
        pseudo = _PSEUDO.pack(source, destination, 0, UDP, length)
        # A computed 0 is sent as all ones, for 0 says that there is no checksum (RFC 768).
        checksum = _checksum(pseudo + _UDP.pack(*ports, length, 0) + body) or 0xFFFF
        body = _UDP.pack(*ports, length, checksum) + body

    def header(checksum: int) -> bytes:
        total = _IPV4.size + len(body)
        return _IPV4.pack(
            _VERSION_AND_LENGTH, 0, total, 0, _DO_NOT_FRAGMENT, datagram.ttl, protocol, checksum,
            source, destination,
        )  # fmt: skip

    return header(_checksum(header(0))) + body


def unpack(packet: bytes) -> Datagram | Unreadable | None:
    """The UDP or VRRP datagram in an IPv4 packet, also in one within IPv4 (RFC 2003).

    None for other protocols and for what is not IPv4. Checksums are not looked at: where an
    interface computes them, what it sends is captured before it did.
    """
    try:
        return _datagram(packet)
    except _UnreadableError as error:
        return Unreadable(str(error))


class _UnreadableError(Exception):
    """Carries the reason out of the steps of `unpack`."""


def _datagram(packet: bytes) -> Datagram | None:
    if not packet or packet[0] >> 4 != 4:
        return None
    if len(packet) < _IPV4.size:
        raise _UnreadableError(f"cut off at octet {len(packet)} of the IPv4 header")
    first, _, total, _, fragment, ttl, protocol, _, source, destination = _IPV4.unpack_from(packet)
    if protocol not in (UDP, VRRP, _IN_IPV4):
        return None
    if fragment & (_MORE_FRAGMENTS | _FRAGMENT_OFFSET):
        raise _UnreadableError(f"a fragment, from octet {(fragment & _FRAGMENT_OFFSET) * 8} on")
    header = (first & 0x0F) * 4
    if not _IPV4.size <= header <= total:
        raise _UnreadableError(f"an IPv4 header of {header} octets in a packet of {total}")
    if total > len(packet):
        raise _UnreadableError(f"cut off at octet {len(packet)} of the IPv4 packet's {total}")
    body = packet[header:total]
    if protocol == _IN_IPV4:
        return _datagram(body)
    source_port = destination_port = 0
    if protocol == UDP:
        source_port, destination_port, body = _udp(body)
    return Datagram(
        source=Endpoint(socket.inet_ntoa(source), source_port, protocol),
        destination=Endpoint(socket.inet_ntoa(destination), destination_port, protocol),
        payload=body,
        ttl=ttl,
    )


def _udp(body: bytes) -> tuple[int, int, bytes]:
    """Both ports and the payload, which may end before the IPv4 packet does."""
    if len(body) < _UDP.size:
        raise _UnreadableError(f"{len(body)} octets where a UDP header should be")
    source_port, destination_port, length, _ = _UDP.unpack_from(body)
    if not _UDP.size <= length <= len(body):
        raise _UnreadableError(f"a UDP length of {length} in an IPv4 payload of {len(body)}")
    return source_port, destination_port, body[_UDP.size : length]


def _checksum(octets: bytes) -> int:
    """The Internet checksum (RFC 1071): a ones' complement sum is the number modulo 2^16 - 1."""
    if len(octets) % 2:
        octets += b"\0"
    return -int.from_bytes(octets) % 0xFFFF
