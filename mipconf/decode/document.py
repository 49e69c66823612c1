"""A message as JSON values, in the form of docs/decoding.md (`mipconf decode --format json`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scapy.packet import Packet

from mipconf.decode.extension_document import extension_document, value_of
from mipconf.decode.messages import Said
from mipconf.decode.router_document import router_document
from mipconf.decode.speech import Protocol
from mipconf.layers import all as layers
from mipconf.layers.miphar import SUBTYPE_NAMES
from mipconf.layers.miphar import TYPE as MIPHAR
from mipconf.layers.numbers import MESSAGE_NAMES
from mipconf.protocol.durations import SECOND


def document(said: Said) -> dict[str, Any]:
    """One object; keys are in the order of the page."""
    lan = str(said.link.lan) if said.link.lan.vlans or said.link.lan.tunnels else None
    begin = {
        "frame": said.frame,
        "time": moment(said.time) if said.is_timed else None,
        "source": said.datagram.source.address,
        "destination": said.datagram.destination.address,
    }
    if said.protocol is Protocol.MOBILE_IP:
        authentication = None
        if said.status is not None:
            authentication = {"spi": said.spi, "status": said.status}
            if said.holds_by:
                authentication["holds_by"] = said.holds_by
        told = {
            "message": name_of(said.packet, said.datagram.payload),
            "type": said.datagram.payload[0],
            **_content(said.packet),
            "authentication": authentication,
        }
    else:
        told = router_document(said.packet)
    return {**begin, **told, "malformed": said.malformed, "lan": lan}


_CYCLE_YEARS = 400
_CYCLE_S = 146_097 * 86_400
"""After so many seconds the Gregorian calendar is the same again."""


def moment(time: int) -> str:
    """A time (ns since the epoch) by the calendar, UTC, to the microsecond.

    A capture may hold any time: beyond the year 9999 it is in the expanded form of ISO 8601.
    """
    cycles, seconds = divmod(time // SECOND, _CYCLE_S)
    whole = datetime.fromtimestamp(seconds, UTC)
    year = whole.year + cycles * _CYCLE_YEARS
    shown = f"{year:04}" if 0 <= year <= 9999 else f"{year:+06}"
    return f"{shown}{whole:-%m-%dT%H:%M:%S}.{time % SECOND // 1000:06}"


def name_of(packet: Packet, octets: bytes) -> str:
    """The message's name, as docs/protocol.md and the RFCs have it."""
    if octets[0] == MIPHAR and len(octets) > 1:
        return SUBTYPE_NAMES.get(octets[1], f"MIPHAR {octets[1]}")
    return MESSAGE_NAMES.get(octets[0], f"type {octets[0]}")


def _content(packet: Packet) -> dict[str, Any]:
    if isinstance(packet, layers.RedundancyMessage):
        return _redundancy(packet)
    if not hasattr(packet, "source"):
        return {"octets": bytes(packet).hex()}
    content = {
        field.name: [extension_document(each) for each in packet.extensions]
        if field.name == "extensions"
        else value_of(packet, field.name)
        for field in packet.fields_desc
        if field.name != "type" and not field.name.startswith("reserved")
    }
    reading = getattr(packet, "reading", "")
    return content | ({"reading": reading} if reading else {})


def _redundancy(packet: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        "subtype": packet.subtype,
        "retransmission": bool(packet.retransmission),
        "more": bool(packet.more),
        "group": packet.group,
        "code": packet.code,
        "home_agent_id": packet.home_agent_id,
        "sequence": packet.sequence,
        "identification": f"{packet.identification:016x}",
    }
    if isinstance(packet, layers.TableReply):
        content |= {"request_sequence": packet.request_sequence, "part": packet.part}
    bindings = [e for e in packet.extensions if isinstance(e, layers.MobilityBinding)]
    lists = [e for e in packet.extensions if isinstance(e, layers.HomeAgentList)]
    content["bindings"] = [_binding(binding) for binding in bindings]
    content["home_agents"] = [address for each in lists for address in each.home_agents]
    return content


def _binding(binding: Any) -> dict[str, Any]:
    content = {
        "home_address": binding.home_address,
        "home_agent": binding.home_agent,
        "care_of_address": binding.care_of_address,
        "flags": str(binding.flags),
        "deleted": bool(binding.deleted),
        "lifetime_granted": binding.lifetime_granted,
        "lifetime_remaining": binding.lifetime_remaining,
        "identification": f"{binding.identification:016x}",
    }
    if binding.sub_options:
        content["sub_options"] = [extension_document(each) for each in binding.sub_options]
    return content
