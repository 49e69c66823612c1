"""Fixed parts of layers as single structs, derived from the layers' `fields_desc`.

Scapy takes about 100 us to build a binding; a struct takes 0.3. A `Record` gives that speed without
a second description of the bytes: names, widths and order are those of the layer.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from socket import AF_INET, inet_ntoa, inet_pton
from typing import Any

from scapy.fields import BitField, Field, FlagsField, IPField
from scapy.packet import Packet

from mipconf.layers.layer import fixed_part

_Reader = Callable[[Sequence[Any]], Any]

_UNSIGNED = {8: "B", 16: "H", 32: "I", 64: "Q"}
parse_address = partial(inet_pton, AF_INET)
"""Dotted-quad text as four octets; unlike `inet_aton` it takes no shorter forms."""


class Record:
    """The fixed part of `layer` as octets, and the values of its fields `names`, in that order.

    Addresses are dotted-quad text, single bits are bool, all else is int. Of fields that are not
    named, `pack` writes the layer's default and `unpack` reads nothing.
    """

    __slots__ = ("_readers", "_struct", "_writers", "layer", "names", "offsets", "size")

    def __init__(self, layer: type[Packet], names: Sequence[str]) -> None:
        self.layer = layer
        self.names = tuple(names)
        readers: dict[str, _Reader] = {}
        self._writers: list[_Reader] = []
        self.offsets: dict[str, int] = {}
        """The offset of each field's first octet."""
        layout = "!"
        for slot, fields in enumerate(_slots(layer)):
            self.offsets.update((field.name, struct.calcsize(layout)) for field in fields)
            layout += _format(fields)
            readers.update((name, read) for name, read in _readers(slot, fields))
            self._writers.append(_writer(fields, self.names))
        self._readers = [readers[name] for name in self.names]
        self._struct = struct.Struct(layout)
        self.size = self._struct.size
        """Octets of the fixed part."""

    def unpack(self, octets: bytes, at: int = 0) -> list[Any]:
        """The values read from `octets[at : at + size]`, which must be there."""
        slots = self._struct.unpack_from(octets, at)
        return [read(slots) for read in self._readers]

    def pack(self, values: Sequence[Any]) -> bytes:
        """The fixed part with these values; raises ValueError naming the first that can't be."""
        try:
            return self._struct.pack(*[write(values) for write in self._writers])
        except (struct.error, OSError, TypeError):
            raise ValueError(self._complaint(values)) from None

    def _complaint(self, values: Sequence[Any]) -> str:
        defaults = {field.name: field.default for field in fixed_part(self.layer)}
        zeros = ["0.0.0.0" if isinstance(defaults[n], str) else 0 for n in self.names]
        for index, (name, value) in enumerate(zip(self.names, values, strict=True)):
            alone = [*zeros[:index], value, *zeros[index + 1 :]]
            try:
                self._struct.pack(*[write(alone) for write in self._writers])
            except (struct.error, OSError, TypeError):
                return f"{self.layer._name}: {name} cannot be {value!r}"
        return f"{self.layer._name}: {values!r} cannot be written"


def _slots(layer: type[Packet]) -> Iterator[list[Field[Any, Any]]]:
    """The fields by item of the struct: each alone, but bits with all that fill their octets."""
    group: list[Field[Any, Any]] = []
    for field in fixed_part(layer):
        group.append(field)
        if not _is_bits(field) or sum(item.size for item in group) in _UNSIGNED:
            yield group
            group = []
    if group:
        raise TypeError(f"{layer.__name__}: {group[0].name} begins bits that fill no octets")


def _is_bits(field: Field[Any, Any]) -> bool:
    return isinstance(field, BitField | FlagsField)


def _format(fields: list[Field[Any, Any]]) -> str:
    if _is_bits(fields[0]):
        return _UNSIGNED[sum(field.size for field in fields)]
    return fields[0].fmt.lstrip("!")


def _readers(slot: int, fields: list[Field[Any, Any]]) -> Iterator[tuple[str, _Reader]]:
    """How each field of an item is read from the struct's items."""
    shift = sum(field.size for field in fields) if _is_bits(fields[0]) else 0
    for field in fields:
        if isinstance(field, IPField):
            yield field.name, lambda slots: inet_ntoa(slots[slot])
        elif not _is_bits(field) or len(fields) == 1:
            yield field.name, itemgetter(slot)
        else:
            shift -= field.size
            yield field.name, _bits(slot, shift, field.size)


def _bits(slot: int, shift: int, size: int) -> _Reader:
    mask = (1 << size) - 1
    if size == 1:
        return lambda slots: bool(slots[slot] >> shift & mask)
    return lambda slots: slots[slot] >> shift & mask


def _writer(fields: list[Field[Any, Any]], names: Sequence[str]) -> _Reader:
    """How an item of the struct is made from the values."""
    field = fields[0]
    if len(fields) == 1:
        if field.name not in names:
            default = field.default or 0
            constant = parse_address(default) if isinstance(field, IPField) else default
            return lambda _: constant
        index = names.index(field.name)
        if isinstance(field, IPField):
            return lambda values: parse_address(values[index])
        return itemgetter(index)
    shift = sum(item.size for item in fields)
    parts: list[tuple[int, int]] = []
    for item in fields:
        shift -= item.size
        if item.name in names:
            parts.append((names.index(item.name), shift))
    if len(parts) == 1:
        ((index, shift),) = parts
        return lambda values: values[index] << shift
    return lambda values: sum(values[index] << shift for index, shift in parts)
