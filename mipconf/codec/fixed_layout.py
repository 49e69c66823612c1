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

from scapy.fields import AnyField, BitField, FlagsField, IPField, StrFixedLenField
from scapy.packet import Packet

from mipconf.layers.layer import fixed_part

_Pick = Callable[[Sequence[Any]], Any]
"""Takes one value out of a sequence, converted."""

_UNSIGNED = {8: "B", 16: "H", 32: "I", 64: "Q"}
_NOT_PACKED = (struct.error, OSError, TypeError)

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
        self.offsets: dict[str, int] = {}
        """The offset of each field's first octet."""
        layout = "!"
        readers: dict[str, _Pick] = {}
        self._writers: list[_Pick] = []
        for index, item in enumerate(_items(layer)):
            self.offsets.update((field.name, struct.calcsize(layout)) for field in item)
            layout += _format(item)
            readers.update(_readers(index, item))
            self._writers.append(_writer(item, self.names))
        self._readers = [readers[name] for name in self.names]
        self._struct = struct.Struct(layout)
        self.size = self._struct.size
        """Octets of the fixed part."""

    def unpack(self, octets: bytes, at: int = 0) -> list[Any]:
        """The values read from `octets[at : at + size]`, which must be there."""
        items = self._struct.unpack_from(octets, at)
        return [read(items) for read in self._readers]

    def pack(self, values: Sequence[Any]) -> bytes:
        """The fixed part with these values; raises ValueError naming the first that can't be."""
        try:
            return self._struct.pack(*[write(values) for write in self._writers])
        except _NOT_PACKED:
            raise ValueError(self._complaint(values)) from None

    def _complaint(self, values: Sequence[Any]) -> str:
        """Which of the values does not fit, found by writing each in turn without the others."""
        name = self.layer._name
        acceptable = self.unpack(bytes(self.size))
        for index, value in enumerate(values):
            alone = [*acceptable[:index], value, *acceptable[index + 1 :]]
            try:
                self._struct.pack(*[write(alone) for write in self._writers])
            except _NOT_PACKED:
                return f"{name}: {self.names[index]} cannot be {value!r}"
        return f"{name} cannot be made of {values!r}"


def _items(layer: type[Packet]) -> Iterator[list[AnyField]]:
    """The fields by item of the struct: one each, but bits with all that fill their octets."""
    item: list[AnyField] = []
    for field in fixed_part(layer):
        item.append(field)
        if not _is_bits(field) or _width(item) in _UNSIGNED:
            yield item
            item = []
    if item:
        raise TypeError(f"{layer.__name__}: {item[0].name} begins bits that fill no octets")


def _is_bits(field: AnyField) -> bool:
    return isinstance(field, BitField | FlagsField)


def _width(item: list[AnyField]) -> int:
    """Bits of an item; Scapy counts octets, as a fraction for a field of bits."""
    return int(8 * sum(field.sz for field in item))


def _format(item: list[AnyField]) -> str:
    if isinstance(item[0], StrFixedLenField):
        return f"{item[0].sz}s"
    return _UNSIGNED[_width(item)] if _is_bits(item[0]) else item[0].fmt.lstrip("!")


def _readers(index: int, item: list[AnyField]) -> Iterator[tuple[str, _Pick]]:
    """How the fields of one item are read from all items."""
    shift = _width(item)
    for field in item:
        shift -= _width([field])
        if isinstance(field, IPField):
            yield field.name, lambda items: inet_ntoa(items[index])
        elif len(item) == 1:
            yield field.name, itemgetter(index)
        else:
            yield field.name, _bits(index, shift, _width([field]))


def _bits(index: int, shift: int, width: int) -> _Pick:
    if width == 1:
        return lambda items: bool(items[index] >> shift & 1)
    mask = (1 << width) - 1
    return lambda items: items[index] >> shift & mask


def _writer(item: list[AnyField], names: Sequence[str]) -> _Pick:
    """How an item is made from the values of `names`."""
    field = item[0]
    if len(item) > 1:
        return _bits_writer(item, names)
    if field.name not in names:
        default: Any = field.default or 0
        constant = parse_address(default) if isinstance(field, IPField) else default
        return lambda _: constant
    index = names.index(field.name)
    if isinstance(field, IPField):
        return lambda values: parse_address(values[index])
    return itemgetter(index)


def _bits_writer(item: list[AnyField], names: Sequence[str]) -> _Pick:
    parts: list[tuple[int, int]] = []
    shift = _width(item)
    for field in item:
        shift -= _width([field])
        if field.name in names:
            parts.append((names.index(field.name), shift))
    if len(parts) == 1:
        ((index, shift),) = parts
        return lambda values: values[index] << shift
    return lambda values: sum(values[index] << shift for index, shift in parts)
