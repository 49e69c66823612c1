"""Extensions, sub-options and TLVs as JSON values."""

from __future__ import annotations

from typing import Any

from scapy.packet import Packet

from mipconf.layers import all as layers
from mipconf.layers.numbers import OTHER_EXTENSION_NAMES


def extension_document(extension: Packet) -> dict[str, Any]:
    """An extension, a sub-option or a TLV: its type, its name, and its fields."""
    reading = getattr(extension, "reading", "")
    return {
        "type": extension.type,
        "name": OTHER_EXTENSION_NAMES.get(extension.type, str(extension.name))
        if type(extension) is layers.Extension
        else str(extension.name),
        **{
            field.name: value_of(extension, field.name)
            for field in extension.fields_desc
            if field.name not in ("type", "length") and not field.name.startswith("reserved")
        },
        **({"reading": reading} if reading else {}),
    }


def value_of(packet: Packet, name: str) -> Any:
    """A field of a layer, as a value that JSON has."""
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
