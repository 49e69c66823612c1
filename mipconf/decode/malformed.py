"""What is wrong with a message, and whether it is authentic."""

from __future__ import annotations

from collections.abc import Iterator

from scapy.packet import Packet, Raw

from mipconf.codec import STANDARD
from mipconf.layers import all as layers
from mipconf.layers import hsrp, miphar, mobileip
from mipconf.layers.defects import defects
from mipconf.layers.extension import LAST_NON_SKIPPABLE
from mipconf.layers.layer import fixed_size
from mipconf.layers.mobileip import AuthenticatedMessage
from mipconf.layers.security import Authenticity, KeyRing
from mipconf.profile.security import Keys

_MD5 = 254


def malformed(packet: Packet, octets: bytes) -> str | None:
    """What a receiver that knows all extensions would object to, or None."""
    return "; ".join(_wrong(packet, octets)) or None


def authentication_of(packet: Packet, keys: Keys) -> tuple[int | None, str | None, str]:
    """SPI, status and what holds, of a Mobile IP message's authentication, as `Said` has them."""
    if isinstance(packet, layers.RedundancyMessage):
        ring = keys.of_group()
    elif hasattr(packet, "home_address") and hasattr(packet, "verify"):
        ring = keys.of_mobile_node(packet.home_address)
    else:
        return None, None, ""
    found = packet.verify(ring)
    if found.authenticity is Authenticity.ABSENT:
        return None, None, ""
    if not len(ring) or found.spi is None:
        return found.spi, "unverified" if found.spi is not None else "invalid", ""
    status = "valid" if found.authenticity is Authenticity.VALID else "invalid"
    return found.spi, status, found.holds_by


def _wrong(packet: Packet, octets: bytes) -> Iterator[str]:
    if isinstance(packet, layers.VRRP):
        yield from _wrong_advertisement(packet, octets)
    elif isinstance(packet, layers.HSRP) or (isinstance(packet, Raw) and octets[0] == 0):
        yield from _wrong_hello(packet, octets)
    elif octets[0] == miphar.TYPE:
        defect = STANDARD.decode(octets, KeyRing()).defect
        yield from map(str, defects(packet) if defect is None else [defect])
    elif type(packet) is layers.MobileIP:
        yield f"{octets[0]} is no type of a message, at octet 0"
    elif not hasattr(packet, "source"):
        yield _too_short(octets, fixed_size(mobileip.MESSAGES[octets[0]]))
    elif isinstance(packet, mobileip.AuthenticatedMessage) and (
        packet.extensions or packet.payload
    ):
        yield from _unknown_extensions(packet, octets)
        yield from map(str, defects(packet))


def _unknown_extensions(packet: AuthenticatedMessage, octets: bytes) -> Iterator[str]:
    spans, _ = packet.space.walk(octets, fixed_size(type(packet)), len(octets))
    for kind, start, _ in spans:
        if kind <= LAST_NON_SKIPPABLE and not packet.space.knows(kind):
            yield f"an unknown extension of type {kind}, not one to skip, at octet {start}"


def _wrong_hello(packet: Packet, octets: bytes) -> Iterator[str]:
    if type(packet) is layers.HSRP and packet.op_code in hsrp.OP_CODES:
        size = fixed_size(layers.HSRPAdvertisement if packet.op_code == 3 else layers.HSRPv1)
        yield _too_short(octets, size)
    elif type(packet) is layers.HSRP:
        yield f"{packet.op_code} is no Op Code, at octet 1"
    elif isinstance(packet, Raw):
        yield _too_short(octets, fixed_size(layers.HSRPv1))
    else:
        yield from map(str, defects(packet))


def _wrong_advertisement(packet: Packet, octets: bytes) -> Iterator[str]:
    if type(packet) is layers.VRRP:
        if packet.version in (2, 3):
            yield _too_short(octets, fixed_size(layers.VRRPv3))
        else:
            yield f"{packet.version} is no version of VRRP, at octet 0"
        return
    # What vendors put behind a message of this type differs (AUTHENTICATION_TYPES).
    if packet.payload and getattr(packet, "auth_type", 0) != _MD5:
        yield f"{len(packet.payload)} octets after the end, at octet {len(packet.self_build())}"
    if packet.matching_checksum() is None:
        yield "the checksum is wrong, at octet 6"


def _too_short(octets: bytes, size: int) -> str:
    return f"the message ends at octet {len(octets)}, its fixed part takes {size}"
