"""How the judge reads VRRP: RFC 3768 (version 2) and RFC 9568 (version 3)."""

from __future__ import annotations

from mipconf.fhrp.vrrp import VrrpState
from mipconf.fhrp.vrrp_wire import decode
from mipconf.judge.fhrp import vrrp_form
from mipconf.judge.fhrp.announcement import Announcement, Clauses, FhrpReading
from mipconf.layers import vrrp
from mipconf.net.host import VRRP as VRRP_PROTOCOL
from mipconf.net.host import Datagram
from mipconf.protocol.fhrp_messages import RESIGNING, Opcode, VrrpMessage, carried_interval
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet

_SHORTEST = 3
"""Octets up to the priority, which is all that tells of its sender's state."""


def _carries(datagram: Datagram, setting: Setting) -> bool:
    return datagram.destination.protocol == VRRP_PROTOCOL


def _read(packet: Packet, setting: Setting) -> Announcement | None:
    """What an advertisement announces; None for one that the HUT is to discard.

    Messages of the HUT count even where others discard them: claims 25 and 41 alone judge that
    they are not well-formed.
    """
    datagram = packet.datagram
    if not _carries(datagram, setting) or not datagram.destination.is_multicast:
        return None
    source, version = datagram.source.address, setting.fhrp.version
    message = decode(datagram.payload, version, source, datagram.destination.address)
    cut_off = message is None
    if source == setting.hut:
        message = message or _fragment(datagram.payload, version)
    elif message is not None and _is_discarded(message, datagram, setting):
        return None
    if message is None or message.vrid != setting.group.number:
        return None
    return Announcement(
        packet.frame,
        packet.time,
        source,
        VrrpState.MASTER,
        Opcode.RESIGN if message.priority == RESIGNING else Opcode.HELLO,
        message.priority,
        _virtual_ip(message, setting),
        cut_off,
    )


def _is_discarded(message: VrrpMessage, datagram: Datagram, setting: Setting) -> bool:
    """RFC 3768 7.1 and RFC 9568 7.1: the TTL, and in version 2 the advertisement interval."""
    interval = carried_interval(setting.fhrp.hello_ms, message.version)
    return datagram.ttl != vrrp.TTL or (
        message.version == 2 and message.advertisement_ms != interval
    )


def _fragment(payload: bytes, version: int) -> VrrpMessage | None:
    """What a message that is not sound still tells of its sender's state."""
    if len(payload) < _SHORTEST or payload[0] != version << 4 | vrrp_form.ADVERTISEMENT:
        return None
    return VrrpMessage(
        version=version, vrid=payload[1], priority=payload[2], advertisement_ms=0, addresses=()
    )


def _virtual_ip(message: VrrpMessage, setting: Setting) -> str | None:
    """The group's own, if it is among the addresses; else the first of them."""
    if setting.group.virtual_ip in message.addresses:
        return setting.group.virtual_ip
    return next(iter(message.addresses), None)


VRRP = FhrpReading(
    name="VRRP",
    states=VrrpState,
    carries=_carries,
    read=_read,
    concerns_group=vrrp_form.concerns_group,
    defects=vrrp_form.defects,
    passive_ones_speak=False,
    active_hello="advertisement",
    clauses=Clauses(
        yields=(
            "RFC 3768 6.4.3, RFC 9568 6.4.3: a master that hears a higher priority becomes Backup"
        ),
        stays_passive="RFC 3768 6.4.2, RFC 9568 6.4.2: who hears a higher priority stays Backup",
        address="RFC 3768 5.3.9, RFC 9568 5.2.9: the IP addresses of the virtual router",
        hello="RFC 3768 6.4.3, RFC 9568 6.4.3: a master advertises every advertisement interval",
        form="RFC 3768 5.1 (version 2), RFC 9568 5.1 (version 3): the layout of an advertisement",
    ),
)
