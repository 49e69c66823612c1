"""Extensions: records of Type, Length and value, one after another to the end of a message.

RFC 5944, sections 1.9 to 1.11. There are three forms on the wire:

- the TLV form, Type (8), Length (8) of the value, value; the short form is this with a Subtype as
  the first octet of the value;
- the long form, Type (8), Subtype (8), Length (16) of the value, value, for types of 0..127 only;
- one octet of padding, type 0, without a Length.

Which types have the long form is a matter of the protocol, and so is what the types mean: a
`TypeSpace` says both. The sub-options of a binding and the TLVs of HSRP are type spaces too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from scapy.base_classes import BasePacket
from scapy.fields import ByteEnumField, ByteField, PacketListField, ShortField, XStrField
from scapy.packet import Packet

from mipconf.layers.layer import Layer, fixed_size

Span = tuple[int, int, int]
"""Where an extension was found: its type, the offset of its first octet, the offset after it."""

LAST_NON_SKIPPABLE = 127
"""A type up to this one must be known to the receiver; others are skipped (RFC 5944, 1.8)."""


def tlv(kind: int) -> list[Any]:
    """The header of an extension in TLV form."""
    return [ByteField("type", kind), ByteField("length", None)]


def short(kind: int, subtype: int, names: dict[int, str] | None = None) -> list[Any]:
    """That of one in short form, which is a TLV whose value begins with the Subtype."""
    return [*tlv(kind), ByteEnumField("subtype", subtype, names or {})]


def long(kind: int, subtype: int, names: dict[int, str] | None = None) -> list[Any]:
    """That of one in long form."""
    return [
        ByteField("type", kind),
        ByteEnumField("subtype", subtype, names or {}),
        ShortField("length", None),
    ]


class Extension(Layer):
    """An extension in TLV form; by itself, one whose type is not known, with its value as it is.

    `length` (0..255) is filled when left out; set, it is kept, right or wrong.
    """

    name = "Extension"
    source = "RFC 5944, section 1.9"
    fields_desc = [ByteField("type", 128), ByteField("length", None), XStrField("value", b"")]
    header_size: ClassVar[int] = 2
    """Octets before those that Length counts."""
    reading: ClassVar[str] = ""
    """Which of two contradicting specifications this form is of; empty where there is one."""
    told_by: ClassVar[tuple[int, bytes]] = (0, b"")
    """Octets, and where they begin, that tell it from others of its type."""

    def post_build(self, pkt: bytes, pay: bytes) -> bytes:
        """Fill in the length; raises ValueError where the value is too long for it."""
        octets = pkt + pay
        if self.length is not None:
            return octets
        size = len(octets) - self.header_size
        # Length stands last in the header of both forms, so its width is what the rest leaves.
        width = self.header_size // 2
        if size >= 1 << 8 * width:
            raise ValueError(f"{self.name}: {size} octets do not fit its {8 * width}-bit Length")
        at = self.header_size - width
        return octets[:at] + size.to_bytes(width) + octets[self.header_size :]

    def mysummary(self) -> str:
        """The type and its name."""
        return f"{self.name} ({self.type})"


class LongExtension(Extension):
    """An extension in long form; by itself, one whose type is not known. `length` is 0..65535."""

    name = "Long Extension"
    source = "RFC 5944, section 1.10"
    fields_desc = [
        ByteField("type", LAST_NON_SKIPPABLE),
        ByteField("subtype", 0),
        ShortField("length", None),
        XStrField("value", b""),
    ]
    header_size = 4


class OneOctetPadding(Layer):
    """Type 0: a single octet, without length or value (RFC 5944, section 1.9)."""

    name = "One-octet Padding"
    source = "RFC 5944, section 1.9"
    fields_desc = [ByteField("type", 0)]

    def mysummary(self) -> str:
        """Its name."""
        return str(self.name)


Layers = type[Packet] | tuple[type[Packet], ...]
"""A layer, or several of one type: the first that the octets are long enough for, and tell."""


@dataclass(frozen=True, slots=True)
class TypeSpace:
    """What the types of a list of extensions mean.

    `classes` has the layer of each known type, or of type and Subtype; `long_form` has the types
    of that form; `padding` says whether type 0 is one octet of padding; `plain` is the layer of an
    unknown type in TLV form; with `only_known` such a type ends the list. `drawn_long` has
    skippable types that their specification draws in the long form all the same, with the layers
    of their Subtypes: such a Subtype, 1 or 2, can't be the Length of a short one, so it tells which
    form was sent.
    """

    classes: Mapping[int | tuple[int, int], Layers]
    long_form: frozenset[int] = frozenset()
    drawn_long: Mapping[int, Mapping[int, type[Packet]]] = field(default_factory=dict)
    padding: bool = True
    plain: type[Extension] = Extension
    only_known: bool = False

    def walk(self, octets: bytes, at: int, end: int) -> tuple[list[Span], int]:
        """Find the extensions in `octets[at:end]`, without looking into them.

        Returns them and the offset where that ended: `end`, or where an extension begins that
        `end` cuts off. Takes time linear in the number of octets.
        """
        spans: list[Span] = []
        while at < end:
            kind = octets[at]
            if self.only_known and not self.knows(kind):
                break
            if kind == 0 and self.padding:
                after = at + 1
            elif self.is_long(octets, at):
                if at + 4 > end:
                    break
                after = at + 4 + int.from_bytes(octets[at + 2 : at + 4])
            else:
                if at + 2 > end:
                    break
                after = at + 2 + octets[at + 1]
            if after > end:
                break
            spans.append((kind, at, after))
            at = after
        return spans, at

    def knows(self, kind: int) -> bool:
        """Whether a type means anything here, whatever its Subtype."""
        return any(kind in (key if isinstance(key, tuple) else (key,))[:1] for key in self.classes)

    def is_long(self, octets: bytes, at: int = 0) -> bool:
        """Whether the extension that begins at `at` has the long form."""
        kind = octets[at]
        drawn = self.drawn_long.get(kind, ())
        return kind in self.long_form or (at + 1 < len(octets) and octets[at + 1] in drawn)

    def layer_of(self, octets: bytes) -> type[Packet]:
        """The layer for one whole extension: the one of its type or, failing that, a plain one."""
        plain = LongExtension if self.is_long(octets) else self.plain
        return next((each for each in self.candidates(octets) if _fits(each, octets)), plain)

    def candidates(self, octets: bytes) -> tuple[type[Packet], ...]:
        """The layers of an extension's type, and of its Subtype where that tells; none: unknown."""
        kind = octets[0]
        is_long = self.is_long(octets)
        if is_long and kind in self.drawn_long:
            return (self.drawn_long[kind][octets[1]],)
        subtype = octets[1:2] if is_long else octets[2:3]
        by_subtype = self.classes.get((kind, subtype[0])) if subtype else None
        found = by_subtype or self.classes.get(kind) or ()
        return found if isinstance(found, tuple) else (found,)


def _fits(layer: type[Packet], octets: bytes) -> bool:
    at, told_by = getattr(layer, "told_by", Extension.told_by)
    return len(octets) >= fixed_size(layer) and octets.startswith(told_by, at)


class ExtensionListField(PacketListField):
    """The extensions of a message, each a layer of its own.

    What cannot be walked to the end is left to the layer's payload, which makes it Raw. Scapy's own
    list field copies the rest of the message for each element, and gives up after 100 of them.
    """

    __slots__ = ["space"]

    def __init__(self, name: str, space: TypeSpace) -> None:
        super().__init__(name, [], Packet)
        self.space = space

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, list[BasePacket]]:
        """Take the extensions from `s`; returns what is left, and them."""
        spans, stop = self.space.walk(s, 0, len(s))
        pieces = (s[start:end] for _, start, end in spans)
        return s[stop:], [self.space.layer_of(piece)(piece, _parent=pkt) for piece in pieces]
