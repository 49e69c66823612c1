"""How the judge reads HSRP: RFC 2281, and version 2's layout."""

from __future__ import annotations

from mipconf.fhrp.hsrp_wire import decode
from mipconf.judge.fhrp import hsrp_form
from mipconf.judge.fhrp.announcement import Announcement, Clauses, FhrpReading
from mipconf.net.host import UDP, Datagram
from mipconf.protocol.fhrp_messages import HsrpMessage, State
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet

_LONGEST = 64
"""More octets than the fixed parts of either version have."""


def _carries(datagram: Datagram, setting: Setting) -> bool:
    to = datagram.destination
    return to.protocol == UDP and to.port == setting.fhrp.port


def _read(packet: Packet, setting: Setting) -> Announcement | None:
    datagram = packet.datagram
    if not _carries(datagram, setting) or not datagram.destination.is_multicast:
        return None
    message = decode(datagram.payload, setting.fhrp.version)
    cut_off = message is None
    if message is None and datagram.source.address == setting.hut:
        message = _fragment(datagram.payload, setting.fhrp.version)
    if message is None or message.group != setting.group.number:
        return None
    return Announcement(
        packet.frame,
        packet.time,
        datagram.source.address,
        message.state,
        message.opcode,
        message.priority,
        message.virtual_ip,
        cut_off,
    )


def _fragment(payload: bytes, version: int) -> HsrpMessage | None:
    """What a message that is too short still tells of its sender's state.

    Claims 25 and 41 alone judge that it is not well-formed.
    """
    return decode(payload.ljust(_LONGEST, b"\0"), version) if payload else None


HSRP = FhrpReading(
    name="HSRP",
    states=State,
    carries=_carries,
    read=_read,
    concerns_group=hsrp_form.concerns_group,
    defects=hsrp_form.defects,
    passive_ones_speak=True,
    active_hello="active hello",
    clauses=Clauses(
        yields="RFC 2281 5.7, event g: an active router that hears a better active one yields",
        stays_passive="RFC 2281 5.7, event g: who hears a better active router is not active",
        address="RFC 2281 5.1: the virtual IP address used by this group",
        hello="RFC 2281 5.7, event e: an active router says hello every hello time",
        form=(
            "RFC 2281 5.1 (version 1), docs/hut-contract.md#hsrp-2 (version 2): the layout of "
            "HSRP messages"
        ),
    ),
)
