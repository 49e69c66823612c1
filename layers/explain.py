"""A message, field by field: where each stands, what it says, and where that is specified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scapy.packet import NoPayload, Packet

_OF_FIELDS = {
    "identification": "RFC 5944, section 5.7",
    "spi": "RFC 5944, section 5.1",
    "authenticator": "RFC 5944, section 3.5.1",
}
"""Fields that mean the same in every layer, and have a section of their own."""


@dataclass(frozen=True, slots=True)
class ExplainedField:
    """A field: its layer's and its own name, the octet it begins in, its width in bits, its value.

    `source` is RFC and section, or the page of docs/protocol.md; `depth` is how far the layer is
    inside others, 0 for the message itself.
    """

    layer: str
    name: str
    octet: int
    bits: int
    value: str
    source: str
    depth: int = 0

    def __str__(self) -> str:
        octets = self.bits // 8
        whole = "1 octet" if octets == 1 else f"{octets} octets"
        width = f"{self.bits} bits" if self.bits % 8 else whole
        place = f"octet {self.octet}, {width}"
        return f"{'  ' * self.depth}{place:<22}  {self.name} = {self.value}  [{self.source}]"


def explain(packet: Packet) -> str:
    """The fields of all our layers of a packet, a line each under the name of its layer."""
    lines = []
    current = None
    for field in explained(packet):
        if (field.layer, field.depth) != current or field.name == "type":
            lines.append(f"{'  ' * field.depth}{field.layer}")
            current = (field.layer, field.depth)
        lines.append(f"  {field}")
    return "\n".join(lines)


def explained(packet: Packet) -> Iterator[ExplainedField]:
    """The fields of all layers of a packet that say where they are specified, from the first on."""
    layer: Packet = packet
    at = 0
    while not isinstance(layer, NoPayload):
        if getattr(layer, "source", ""):
            yield from _fields(layer, at, 0)
        at += len(layer.self_build())
        layer = layer.payload


def _fields(layer: Packet, start: int, depth: int) -> Iterator[ExplainedField]:
    bits = 8 * start
    source = getattr(layer, "source", "")
    for field in layer.fields_desc:
        value = layer.getfieldval(field.name)
        size = _bits(layer, field, value)
        yield ExplainedField(
            str(layer.name),
            field.name,
            bits // 8,
            size,
            _shown(layer, field, value),
            _OF_FIELDS.get(field.name) or source,
            depth,
        )
        if isinstance(value, list):
            at = bits // 8
            for item in value:
                if isinstance(item, Packet):
                    yield from _fields(item, at, depth + 1)
                    at += len(bytes(item))
        bits += size


def _bits(layer: Packet, field: Any, value: Any) -> int:
    if hasattr(field, "rev"):  # What Scapy's fields of bits have in common
        return int(field.size)
    return 8 * len(field.addfield(layer, b"", value))


def _shown(layer: Packet, field: Any, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(item, Packet) for item in value):
        return f"{len(value)} extensions" if len(value) != 1 else "1 extension"
    return str(field.i2repr(layer, value))
