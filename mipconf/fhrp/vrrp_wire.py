"""VRRP advertisements to octets and back; the layout is that of `mipconf.layers.vrrp`.

Each version is one record, the virtual addresses and, in version 2, 8 octets that once held
authentication data. The addresses of the IPv4 header are needed because version 3's checksum is
computed over them, or not: both forms are accepted.
"""

from __future__ import annotations

from socket import inet_ntoa

from mipconf.codec.fixed_layout import Record, parse_address
from mipconf.layers import vrrp
from mipconf.layers.vrrp import Checksum, compute_checksum, matching_checksum
from mipconf.protocol.fhrp_messages import VRRP_UNIT_MS, VrrpMessage, carried_interval

CHECKSUMS = {"message": Checksum.MESSAGE, "pseudo-header": Checksum.PSEUDO_HEADER}
"""The forms of version 3's checksum by the value of `fhrp.checksum` (docs/hut-contract.md)."""

_ADVERTISEMENT = 1
_NO_AUTHENTICATION = 0
_ADDRESS_SIZE = 4

_RECORD_2 = Record(
    vrrp.VRRPv2,
    (
        "version",
        "type",
        "virtual_rtr_id",
        "priority",
        "count_ip_addrs",
        "auth_type",
        "adver_int",
        "checksum",
    ),
)
_RECORD_3 = Record(
    vrrp.VRRPv3,
    (
        "version",
        "type",
        "virtual_rtr_id",
        "priority",
        "ipvx_addr_count",
        "max_advertise_interval",
        "checksum",
    ),
)


def encode(
    message: VrrpMessage,
    source: str,
    destination: str,
    checksum: Checksum = Checksum.MESSAGE,
) -> bytes:
    """The octets of a message from `source` to `destination`; the interval is rounded up.

    `checksum` is the form of version 3's; version 2 has no other than `Checksum.MESSAGE`. Raises
    ValueError naming what does not fit its field.
    """
    has_pseudo_header = message.version == 3 and checksum is Checksum.PSEUDO_HEADER
    addresses = (source, destination) if has_pseudo_header else None
    return _pack(message, compute_checksum(_pack(message, 0), addresses))


def _pack(message: VrrpMessage, checksum: int) -> bytes:
    interval = carried_interval(message.advertisement_ms, message.version)
    interval //= VRRP_UNIT_MS[message.version]
    start = (
        message.version,
        _ADVERTISEMENT,
        message.vrid,
        message.priority,
        len(message.addresses),
    )
    addresses = b"".join(map(parse_address, message.addresses))
    if message.version == 2:
        fixed = _RECORD_2.pack((*start, _NO_AUTHENTICATION, interval, checksum))
        return fixed + addresses + bytes(vrrp.AUTHENTICATION_SIZE)
    return _RECORD_3.pack((*start, interval, checksum)) + addresses


def decode(payload: bytes, version: int, source: str, destination: str) -> VrrpMessage | None:
    """The message of these octets, or None where they are no sound advertisement of `version`.

    A sound one has the right type, all the addresses that it counts and a right checksum (version
    3: either form); in version 2 no authentication (RFC 3768, section 7.1), in version 3 an
    interval and an address (RFC 9568, section 7.1 with its errata). Octets after the addresses are
    allowed: the checksum covers them, too.
    """
    return _decode_2(payload) if version == 2 else _decode_3(payload, source, destination)


def _decode_2(payload: bytes) -> VrrpMessage | None:
    if len(payload) < _RECORD_2.size:
        return None
    version, kind, vrid, priority, count, authentication, interval, _ = _RECORD_2.unpack(payload)
    end = _RECORD_2.size + count * _ADDRESS_SIZE
    if (version, kind, authentication) != (2, _ADVERTISEMENT, _NO_AUTHENTICATION):
        return None
    if len(payload) < end + vrrp.AUTHENTICATION_SIZE:
        return None
    if matching_checksum(payload) is None:
        return None
    return VrrpMessage(
        version=2,
        vrid=vrid,
        priority=priority,
        advertisement_ms=interval * VRRP_UNIT_MS[2],
        addresses=_addresses(payload[_RECORD_2.size : end]),
    )


def _decode_3(payload: bytes, source: str, destination: str) -> VrrpMessage | None:
    if len(payload) < _RECORD_3.size:
        return None
    version, kind, vrid, priority, count, interval, _ = _RECORD_3.unpack(payload)
    if (version, kind) != (3, _ADVERTISEMENT) or not (count and interval):
        return None
    end = _RECORD_3.size + count * _ADDRESS_SIZE
    if len(payload) < end:
        return None
    if matching_checksum(payload, (source, destination)) is None:
        return None
    return VrrpMessage(
        version=3,
        vrid=vrid,
        priority=priority,
        advertisement_ms=interval * VRRP_UNIT_MS[3],
        addresses=_addresses(payload[_RECORD_3.size : end]),
    )


def _addresses(octets: bytes) -> tuple[str, ...]:
    return tuple(
        inet_ntoa(octets[at : at + _ADDRESS_SIZE]) for at in range(0, len(octets), _ADDRESS_SIZE)
    )
