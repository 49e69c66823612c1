"""VRRP advertisements of any router: RFC 2338 and 3768 (version 2), RFC 5798 and 9568 (version 3).

Passwords and authentication headers of RFC 2338, Cisco's digests, unicast peers and octets after
the last address are in use. An interval of 0 is what old daemons say of one below a second.
"""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.codec.fixed_layout import Record
from mipconf.fhrp.vrrp import VrrpState
from mipconf.judge.routers.message import PassedOver, RouterMessage, Said
from mipconf.layers import vrrp
from mipconf.layers.vrrp import Checksum, matching_checksum
from mipconf.net.host import VRRP, Datagram
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import RESIGNING, VRRP_UNIT_MS, Opcode
from mipconf.trace.trace import Packet

_ADVERTISEMENT = 1
_ADDRESS_SIZE = 4
_DIGEST = 254
_CARP = b"\x21"
_CARP_SIZE, _CARP_WORDS = 36, 7

_RECORDS = {
    2: Record(
        vrrp.VRRPv2,
        (
            "type",
            "virtual_rtr_id",
            "priority",
            "count_ip_addrs",
            "auth_type",
            "adver_int",
            "checksum",
        ),
    ),
    3: Record(
        vrrp.VRRPv3,
        (
            "type",
            "virtual_rtr_id",
            "priority",
            "ipvx_addr_count",
            "reserved",
            "max_advertise_interval",
            "checksum",
        ),
    ),
}
_SIZE = _RECORDS[2].size


def carries(datagram: Datagram) -> bool:
    """Whether this is VRRP, or CARP, which has the same protocol number."""
    return datagram.destination.protocol == VRRP


def read(packet: Packet) -> Iterator[Said]:
    """What a packet says of its virtual router."""
    octets = packet.datagram.payload
    version = octets[0] >> 4 if octets else 0
    why = None
    if _is_carp(octets):
        why = "CARP, which has VRRP's protocol number, is not judged"
    elif version not in _RECORDS:
        why = f"VRRP version {version} is not known" if octets else "VRRP without an octet"
    elif len(octets) < _SIZE:
        why = f"VRRP of {len(octets)} octets, fewer than {_SIZE}"
    if why is not None:
        yield PassedOver(packet.frame, packet.datagram.source.address, packet.link.lan, why)
    else:
        yield _advertisement(packet, version)


def _is_carp(octets: bytes) -> bool:
    """CARP's first octets are those of VRRP version 2; its "authlen" is 7, where a count would be.

    Seven addresses would need more octets than it has.
    """
    return octets[:1] == _CARP and len(octets) == _CARP_SIZE and octets[3] == _CARP_WORDS


def _advertisement(packet: Packet, version: int) -> RouterMessage:
    datagram, octets = packet.datagram, packet.datagram.payload
    to_many = datagram.destination.is_multicast
    kind, number, priority, count, authentication, interval, checksum = _RECORDS[version].unpack(
        octets
    )
    end = _SIZE + count * _ADDRESS_SIZE
    wrong: list[str] = []
    odd: list[str] = []
    if kind != _ADVERTISEMENT:
        wrong.append(f"type {kind}, not {_ADVERTISEMENT}")
    if datagram.ttl != vrrp.TTL:
        # "MUST discard ... if the TTL is not 255"; a unicast peer may be some routers away.
        (wrong if to_many else odd).append(f"TTL {datagram.ttl}, not {vrrp.TTL}")
    if to_many and datagram.destination.address != vrrp.GROUP_ADDRESS:
        wrong.append(f"destination {datagram.destination.address}, not {vrrp.GROUP_ADDRESS}")
    if len(octets) < end:
        wrong.append(f"{len(octets)} octets, fewer than the {end} of {count} addresses")
    if interval == 0:
        odd.append("advertisement interval 0")
    if version == 3 and authentication:
        odd.append(f"reserved bits {authentication}, not 0")
    form = _form(datagram, version, end)
    if form is None and len(octets) >= end:
        # What a digest covers, and so what is in place of it meanwhile, is not published.
        digested = version == 2 and authentication == _DIGEST
        (odd if digested else wrong).append(f"checksum {checksum:#06x}, which is wrong")
    return RouterMessage(
        frame=packet.frame,
        time=packet.time,
        source=datagram.source.address,
        destination=datagram.destination.address,
        lan=packet.link.lan,
        protocol="vrrp",
        version=version,
        number=number,
        opcode=Opcode.RESIGN if priority == RESIGNING else Opcode.HELLO,
        state=VrrpState.MASTER,
        priority=priority,
        hello_ns=interval * VRRP_UNIT_MS[version] * MILLISECOND,
        hold_ns=0,
        addresses=_addresses(octets[_SIZE:end]),
        authentication=_authentication(authentication, octets[end:]) if version == 2 else "none",
        checksum=form,
        defects=tuple(wrong),
        oddities=tuple(odd),
    )


def _form(datagram: Datagram, version: int, end: int) -> Checksum | None:
    """What the checksum was computed over: with or without octets after the end, too."""
    ends = (datagram.source.address, datagram.destination.address)
    sizes = (len(datagram.payload), end, end + vrrp.AUTHENTICATION_SIZE * (version == 2))
    for size in dict.fromkeys(size for size in sizes if size <= len(datagram.payload)):
        form = matching_checksum(datagram.payload[:size], ends)
        if form is not None:
            return form
    return None


def _addresses(octets: bytes) -> tuple[str, ...]:
    whole = len(octets) // _ADDRESS_SIZE * _ADDRESS_SIZE
    return tuple(
        ".".join(map(str, octets[at : at + _ADDRESS_SIZE])) for at in range(0, whole, _ADDRESS_SIZE)
    )


def _authentication(kind: int, octets: bytes) -> str:
    match kind:
        case 0:
            return "none"
        case 1:
            text = octets[: vrrp.AUTHENTICATION_SIZE].rstrip(b"\0")
            return f"text {text.decode('latin-1')!r}"
        case 2:
            return "an IP authentication header"
        case 254:
            return "MD5"
        case _:
            return f"type {kind}"
