"""A format in which no octet is what it was, those of registrations neither."""

from __future__ import annotations

from mipconf.codec import STANDARD, Association, Decoded, KeyRing
from mipconf.protocol.messages import Binding, Message

MASK = 0x5A


def scrambled(octets: bytes) -> bytes:
    return bytes(octet ^ MASK for octet in octets)


class ScrambledCodec:
    def encode(self, message: Message, association: Association | None, /) -> bytes:
        return scrambled(STANDARD.encode(message, association))

    def decode(self, payload: bytes, keys: KeyRing, /) -> Decoded:
        return STANDARD.decode(scrambled(payload), keys)

    def binding_size(self, binding: Binding, /) -> int:
        return STANDARD.binding_size(binding)


CODEC = ScrambledCodec()
