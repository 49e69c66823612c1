"""A message as JSON values, in the form that design.md fixes (`mipconf decode --format json`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from scapy.packet import Packet

from mipconf.decode.messages import Said
from mipconf.layers import all as layers
from mipconf.layers.miphar import SUBTYPE_NAMES
from mipconf.layers.numbers import MESSAGE_NAMES, OTHER_EXTENSION_NAMES
from mipconf.protocol.durations import SECOND


def document(said: Said) -> dict[str, Any]:
    """One object; keys are in the order of the page."""
    return {
        "frame": said.frame,
        "time": moment(said.time),
        "source": said.datagram.source.address,
        "destination": said.datagram.destination.address,
        "message": name_of(said.packet, said.datagram.payload),
        "type": said.datagram.payload[0],
        **_content(said.packet),
        "authentication": None if said.status is None else {"spi": said.spi, "status": said.status},
        "malformed": said.malformed,
    }


def moment(time: int) -> str:
    """A time (ns since the epoch) by the calendar, UTC, to the microsecond."""
    whole = datetime.fromtimestamp(time // SECOND, UTC).replace(tzinfo=None)
    return f"{whole.isoformat()}.{time % SECOND // 1000:06}"


def name_of(packet: Packet, octets: bytes) -> str:
    """The message's name, as docs/protocol.md and the RFCs have it."""
    if isinstance(packet, layers.RedundancyMessage):
        return SUBTYPE_NAMES.get(packet.subtype, f"MIPHAR {packet.subtype}")
    return MESSAGE_NAMES.get(octets[0], f"type {octets[0]}")


def _content(packet: Packet) -> dict[str, Any]:
    if isinstance(packet, layers.RedundancyMessage):
        return _redundancy(packet)
    if not hasattr(packet, "source"):
        return {"octets": bytes(packet).hex()}
    content = {
        field.name: [_extension(each) for each in packet.extensions]
        if field.name == "extensions"
        else _value(packet, field.name)
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
        content["sub_options"] = [_extension(each) for each in binding.sub_options]
    return content


def _extension(extension: Packet) -> dict[str, Any]:
    reading = getattr(extension, "reading", "")
    return {
        "type": extension.type,
        "name": OTHER_EXTENSION_NAMES.get(extension.type, str(extension.name))
        if type(extension) is layers.Extension
        else str(extension.name),
        **{
            field.name: _value(extension, field.name)
            for field in extension.fields_desc
            if field.name not in ("type", "length") and not field.name.startswith("reserved")
        },
        **({"reading": reading} if reading else {}),
    }


def _value(packet: Packet, name: str) -> Any:
    value = packet.getfieldval(name)
    if name == "identification":
        return f"{value:016x}"
    if isinstance(value, bytes):
        return value.decode() if _is_text(name, value) else value.hex()
    if isinstance(value, bool | int | str) and type(value) in (bool, int, str):
        return value
    return value if isinstance(value, list) else str(value)


def _is_text(name: str, value: bytes) -> bool:
    return name in ("nai", "text") and value.isascii() and value.decode().isprintable()
