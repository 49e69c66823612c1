"""Datagrams as IPv4 packets: what a capture of ours holds of them."""

from __future__ import annotations

import socket
import struct

from mipconf.net.host import UDP, Datagram

_IPV4 = struct.Struct(">BBHHHBBH4s4s")
_UDP = struct.Struct(">HHHH")
_PSEUDO = struct.Struct(">4s4sBBH")

_VERSION_AND_LENGTH = 0x45
_DO_NOT_FRAGMENT = 0x4000


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


def _checksum(octets: bytes) -> int:
    """The Internet checksum (RFC 1071): a ones' complement sum is the number modulo 2^16 - 1."""
    if len(octets) % 2:
        octets += b"\0"
    return -int.from_bytes(octets) % 0xFFFF
