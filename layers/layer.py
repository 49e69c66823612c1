"""What every layer of this suite has in common: a fixed part, there in full or not at all.

Scapy itself raises on a header cut short, and shows the octets as Raw where it catches that. Here
the octets decide beforehand, so that dissecting never raises, for any octets.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from scapy.fields import AnyField, StrField, StrFixedLenField
from scapy.packet import Packet, Raw


class Layer(Packet):
    """A layer whose input, when shorter than the layer's fixed part, becomes Raw."""

    dispatch_hook: ClassVar[Any]

    def __init_subclass__(cls) -> None:
        """Give each class the hook that Scapy calls before dissecting; it isn't inherited."""
        super().__init_subclass__()
        if "dispatch_hook" not in vars(cls):
            cls.dispatch_hook = classmethod(_whole_or_raw)


def _whole_or_raw(cls: type[Packet], octets: bytes = b"", *_: Any, **__: Any) -> type[Packet]:
    return Raw if octets and len(octets) < fixed_size(cls) else cls


def fixed_part(layer: type[Packet]) -> list[AnyField]:
    """The fields before the first one of open length, such as a value or a list."""
    fields: list[AnyField] = []
    for field in layer.fields_desc:
        is_open = field.islist or isinstance(field, StrField)
        if is_open and not isinstance(field, StrFixedLenField):
            break
        fields.append(field)
    return fields


@cache
def fixed_size(layer: type[Packet]) -> int:
    """Octets of the fixed part."""
    # Scapy gives a bit field the fraction of an octet that it takes; the sum is whole.
    return int(sum(field.sz for field in fixed_part(layer)))


def type_of(layer: type[Packet]) -> int:
    """The Type that marks a message or extension as this layer: what its first field is set to."""
    marker: Any = layer.fields_desc[0].default
    return int(marker)
