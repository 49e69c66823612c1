"""Messages as values with types: what a program reads of a capture, where people read a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mipconf.codec import Codec, KeyRing
from mipconf.decode.messages import Said
from mipconf.protocol.messages import Message

Authenticated = Literal["valid", "invalid", "unverified"]
_AUTHENTICATED: dict[str | None, Authenticated] = {
    "valid": "valid",
    "invalid": "invalid",
    "unverified": "unverified",
}


@dataclass(frozen=True, slots=True)
class DecodedMessage:
    """One Mobile IP message in a capture.

    `frame` is its number, from 1, as Wireshark counts; `time` is nanoseconds since the Unix epoch;
    `source` and `destination` are IPv4 addresses as dotted-quad text, with UDP ports 0 to 65535.
    `message` is what it means (`mipconf.protocol.messages`), None where the format knows no such
    message or it cannot be read. `malformed` says what is wrong with it and at which octet, None
    where nothing is. `spi` is that of its first authentication, None where it has none; then
    `authentication` is None, too. It is `unverified` where no key is known.
    """

    frame: int
    time: int
    source: str
    source_port: int
    destination: str
    destination_port: int
    message: Message | None
    malformed: str | None
    spi: int | None
    authentication: Authenticated | None


def typed(said: Said, codec: Codec) -> DecodedMessage:
    """The message as a value, read by `codec`."""
    source, destination = said.datagram.source, said.datagram.destination
    return DecodedMessage(
        frame=said.frame,
        time=said.time,
        source=source.address,
        source_port=source.port,
        destination=destination.address,
        destination_port=destination.port,
        message=codec.decode(said.datagram.payload, KeyRing()).message,
        malformed=said.malformed,
        spi=said.spi,
        authentication=_AUTHENTICATED.get(said.status),
    )
