"""From captured frames to Mobile IP messages: what is said on its port, dissected by the layers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from scapy.packet import Packet

from mipconf.codec import STANDARD
from mipconf.layers import all as layers
from mipconf.layers import miphar, mobileip
from mipconf.layers.extension import LAST_NON_SKIPPABLE, TypeSpace
from mipconf.layers.layer import fixed_size
from mipconf.layers.security import Authenticity, KeyRing
from mipconf.net.host import UDP, Datagram
from mipconf.profile.security import Keys
from mipconf.trace.frame import CapturedFrame, datagram_of, remark_of
from mipconf.trace.remark import RemarkKind

PORT = 434


@dataclass(frozen=True, slots=True)
class Said:
    """One Mobile IP message: its frame, its time (ns since the epoch), and what it is.

    `status` is None where it has no authentication; `valid` or `invalid` where there is a key
    for it, or else `unverified`. `malformed` says what is wrong, and at which octet, or is None.
    """

    frame: int
    time: int
    datagram: Datagram
    packet: Packet
    spi: int | None
    status: str | None
    malformed: str | None


def messages(frames: Iterable[CapturedFrame], keys: Keys, ports: Iterable[int]) -> Iterator[Said]:
    """The Mobile IP messages in frames: those on one of `ports`, and on that of a run's setting."""
    known = set(ports)
    for frame in frames:
        remark = remark_of(frame)
        if remark is not None:
            if remark.kind == RemarkKind.SETTING:
                known |= ports_of(remark.data)
            continue
        datagram = datagram_of(frame)
        if not isinstance(datagram, Datagram) or datagram.destination.protocol != UDP:
            continue
        if known & {datagram.source.port, datagram.destination.port} and datagram.payload:
            yield _said(frame, datagram, keys)


def ports_of(setting: Mapping[str, object], *sections: str) -> set[int]:
    """The port of a run's Home Agent, by the setting in its capture, or that of a section of it.

    Empty where the setting names none.
    """
    said: object = setting
    for section in ("hut", *sections):
        said = said.get(section) if isinstance(said, Mapping) else None
    port = said.get("port") if isinstance(said, Mapping) else None
    return {port} if isinstance(port, int) else set()


def _said(frame: CapturedFrame, datagram: Datagram, keys: Keys) -> Said:
    packet = layers.MobileIP(datagram.payload)
    malformed = _malformed(packet, datagram.payload)
    spi, status = _authentication(packet, datagram.payload, keys)
    return Said(frame.number, frame.time, datagram, packet, spi, status, malformed)


def _malformed(packet: Packet, octets: bytes) -> str | None:
    """What a receiver that knows all extensions would object to first."""
    if octets[0] == miphar.TYPE:
        defect = STANDARD.decode(octets, KeyRing()).defect
        return None if defect is None else str(defect)
    if type(packet) is layers.MobileIP:
        return f"{octets[0]} is no type of a message, at octet 0"
    if not hasattr(packet, "source"):
        size = fixed_size(mobileip.MESSAGES[octets[0]])
        return f"the message ends at octet {len(octets)}, its fixed part takes {size}"
    if isinstance(packet, layers.MobileIP) and hasattr(packet, "space"):
        return _malformed_extension(octets, fixed_size(type(packet)), packet.space)
    return None


def _malformed_extension(octets: bytes, at: int, space: TypeSpace) -> str | None:
    spans, stop = space.walk(octets, at, len(octets))
    for kind, start, _ in spans:
        if kind <= LAST_NON_SKIPPABLE and not space.knows(kind):
            return f"an unknown extension of type {kind}, not one to skip, at octet {start}"
    if stop < len(octets):
        return f"the extension at octet {stop} does not end within the message"
    return None


def _authentication(packet: Packet, octets: bytes, keys: Keys) -> tuple[int | None, str | None]:
    if isinstance(packet, layers.RedundancyMessage):
        ring = keys.of_group()
    elif hasattr(packet, "home_address") and hasattr(packet, "verify"):
        ring = keys.of_mobile_node(packet.home_address)
    else:
        return None, None
    found = packet.verify(ring)
    if found.authenticity is Authenticity.ABSENT:
        return None, None
    if not len(ring) or found.spi is None:
        return found.spi, "unverified" if found.spi is not None else "invalid"
    return found.spi, "valid" if found.authenticity is Authenticity.VALID else "invalid"
