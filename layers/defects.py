"""What is wrong with the extensions of a dissected message, and at which octet.

Only what their own layouts say is looked at: lengths, Subtypes, and what has to be the last. What a
receiver makes of it is a matter of the protocol.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from scapy.packet import Packet

from mipconf.layers.authentication_extensions import GeneralizedAuthentication, SpiExtension
from mipconf.layers.extension import ExtensionListField, LongExtension, TypeSpace
from mipconf.layers.layer import fixed_size
from mipconf.layers.miphar import HA_HA, HaHaAuthentication, RedundancyMessage


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, in words that name the octet, and that octet of the message."""

    reason: str
    octet: int

    def __str__(self) -> str:
        return self.reason


def defects(message: Packet) -> list[Defect]:
    """All that is wrong, from the first octet on; nothing for a message without extensions."""
    found = list(_of_lists(message, 0))
    for space, placed, end in _lists(message, 0):
        if message.payload and not space.only_known:
            reason = f"the extension at octet {end} does not end within the message"
            found.append(Defect(reason, end))
        if isinstance(message, RedundancyMessage):
            found += _of_authentication(placed)
    return sorted(found, key=attrgetter("octet"))


Placed = tuple[int, Packet]
"""An extension, and the octet of the message where it begins."""


def _lists(layer: Packet, start: int) -> Iterator[tuple[TypeSpace, list[Placed], int]]:
    """The lists of extensions in a layer that begins at `start`, each with the octet after it."""
    for field in layer.fields_desc:
        if not isinstance(field, ExtensionListField):
            continue
        elements = layer.getfieldval(field.name)
        # The list is the last field of every layer that has one.
        end = start + len(layer.self_build())
        at = end - sum(len(bytes(each)) for each in elements)
        placed: list[Placed] = []
        for each in elements:
            placed.append((at, each))
            at += len(bytes(each))
        yield field.space, placed, end


def _of_lists(layer: Packet, start: int) -> Iterator[Defect]:
    for space, placed, _ in _lists(layer, start):
        for at, each in placed:
            reason = _of_extension(space, each)
            if reason:
                yield Defect(f"{reason}, at octet {at}", at)
            yield from _of_lists(each, at)


def _of_extension(space: TypeSpace, extension: Packet) -> str:
    """What is wrong with the octets of one extension, or nothing."""
    size = len(bytes(extension))
    layer = type(extension)
    missing = 0
    if layer in (space.plain, LongExtension):
        # A known type has this layer where its octets are too few for its own.
        layer = min(space.candidates(bytes(extension)), key=fixed_size, default=layer)
        missing = fixed_size(layer) - size
    if missing > 0:
        return f"{_named(layer, extension)}, {_octets(missing)} too short"
    if extension.payload:
        return f"{_named(layer, extension)}, {_octets(len(extension.payload))} too long"
    is_signed = isinstance(extension, SpiExtension | GeneralizedAuthentication)
    if is_signed and not extension.authenticator:
        return f"{_named(layer, extension)}, without an authenticator"
    return ""


def _named(layer: type[Packet], extension: Packet) -> str:
    return f"{layer._name} of Length {extension.length}"


def _octets(number: int) -> str:
    return "1 octet" if number == 1 else f"{number} octets"


def _of_authentication(placed: list[Placed]) -> Iterator[Defect]:
    """docs/protocol.md#4-3: Subtype 100, and "It is the last extension"."""
    for number, (at, each) in enumerate(placed, start=1):
        if not isinstance(each, GeneralizedAuthentication):
            continue
        if not isinstance(each, HaHaAuthentication):
            reason = f"{each.name} of Subtype {each.subtype}, not {HA_HA}"
            yield Defect(f"{reason}, at octet {at}", at)
        elif number < len(placed):
            yield Defect(f"{each.name} that is not the last extension, at octet {at}", at)
