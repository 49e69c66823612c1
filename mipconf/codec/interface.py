"""What a codec is: three functions, and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mipconf.layers.security import Association, Authentication, KeyRing
from mipconf.protocol.messages import Binding, Code, Message


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong with a message, found first, and the offset of the octet where it is.

    `code` is what a receiver acknowledges it with (docs/protocol.md#5-2), or None where it
    drops the message: because it cannot be read, or because RFC 5944 says so.
    """

    reason: str
    offset: int
    code: Code | None

    def __str__(self) -> str:
        """What is wrong, and where."""
        place = f"at octet {self.offset}"
        return self.reason if place in self.reason else f"{self.reason}, {place}"


@dataclass(frozen=True, slots=True)
class Decoded:
    """What octets mean; with a defect, `message` has what could be read all the same, or is None.

    A receiver looks at a `defect` without code first, then at `authentication`, then at a defect
    with one: that is the order of docs/protocol.md#5-2.
    """

    message: Message | None
    authentication: Authentication
    defect: Defect | None


@runtime_checkable
class Codec(Protocol):
    """A wire format.

    What depends on the receiver is not checked here: group, source address, whose id it is, and
    whether the Identification is in the window.
    """

    def encode(self, message: Message, association: Association | None, /) -> bytes:
        """The UDP payload of a message, authenticated with `association`.

        Without one it has no authentication. A message without bindings is encoded like any other:
        so it is found how much room they have. Raises ValueError naming what does not fit its
        field.
        """

    def decode(self, payload: bytes, keys: KeyRing, /) -> Decoded:
        """What a UDP payload means; never raises, for any octets.

        `message` does not depend on the keys: where these depend on the message, as with mobile
        nodes, it is decoded with `KeyRing()` first, and then with those of its home address.
        """

    def binding_size(self, binding: Binding, /) -> int:
        """Octets that a binding takes in a message; raises ValueError where it fits in none."""


def fits(binding: Binding, codec: Codec) -> bool:
    """Whether a message has room for the binding, with all its sub-options."""
    try:
        codec.binding_size(binding)
    except ValueError:
        return False
    return True
