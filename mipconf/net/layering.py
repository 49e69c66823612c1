"""What a frame is made of: layers one within the other, and what they say of where it was.

The parsers of `mipconf.net.link_layers`, `mipconf.net.ip` and `mipconf.net.tunnels` each take one
layer off; `mipconf.net.unpacking` calls one after another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum, auto
from socket import AF_INET, inet_ntop

from mipconf.net.fragments import Fragments
from mipconf.net.host import Datagram


class Layer(IntEnum):
    """What the octets are that a parser left."""

    ETHERNET = auto()
    ETHERTYPE = auto()
    """An EtherType of 2 octets, and what it says."""
    VLAN = auto()
    LLC = auto()
    SERVICE_INSTANCE = auto()
    COOKED = auto()
    COOKED_2 = auto()
    NULL = auto()
    PPP = auto()
    PPP_DIRECTED = auto()
    PPPOE = auto()
    HDLC = auto()
    HDLC_DIRECTED = auto()
    FRAME_RELAY = auto()
    MPLS = auto()
    IP = auto()
    """IPv4 or IPv6, by its first four bits."""
    IPV4 = auto()
    IPV6 = auto()
    UDP = auto()
    WHOLE = auto()
    """A datagram of a protocol without ports."""
    BY_PROTOCOL = auto()
    """What the number of the protocol says, which another header had."""
    GRE = auto()
    ERSPAN_2 = auto()
    ERSPAN_3 = auto()
    MINIMAL = auto()
    AUTHENTICATED = auto()
    ENCRYPTED = auto()


class Unread(StrEnum):
    """Why there is nothing to be had from a frame that may hold a message."""

    CUT = "cut off"
    FRAGMENT = "fragments that are not all there"
    LINK_TYPE = "link types that are not read"
    TUNNEL = "tunnels that are not read"
    DAMAGED = "damaged"
    REMARK = "remarks of the tester that do not fit"
    CROWDED = "messages of far too many extensions"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A packet that holds, or may hold, a datagram which cannot be had from it; and why.

    `part` is the beginning of that datagram, where so much of it is there.
    """

    kind: Unread
    reason: str
    part: Datagram | None = None


class UnreadableError(Exception):
    """Carries an `Unreadable` out of a parser."""

    def __init__(self, kind: Unread, reason: str) -> None:
        self.unreadable = Unreadable(kind, reason)


@dataclass(frozen=True, slots=True)
class Lan:
    """On which LAN a frame was, as far as the capture tells.

    `interface` is the capturing interface, `vlans` the VLAN ids from the outermost on, without 0,
    which is none (IEEE 802.1Q). `tunnels` names those that the frame was in, in the same words for
    either direction: "VXLAN 7", "GRE 192.0.2.1 192.0.2.9". A port that mirrors frames, also through
    ERSPAN, is no tunnel of theirs.
    """

    interface: str | None = None
    vlans: tuple[int, ...] = ()
    tunnels: tuple[str, ...] = ()

    def __str__(self) -> str:
        vlans = [f"VLAN {'.'.join(map(str, self.vlans))}"] if self.vlans else []
        return ", ".join([*([self.interface] if self.interface else []), *vlans, *self.tunnels])


UNKNOWN_LAN = Lan()


@dataclass(frozen=True, slots=True)
class Link:
    """How a datagram was seen on a link: the LAN, and the MAC addresses of the innermost frame.

    A MAC address is 6 octets, or None where the link layer has none.
    """

    lan: Lan = UNKNOWN_LAN
    source_mac: bytes | None = None
    destination_mac: bytes | None = None


UNKNOWN_LINK = Link()
"""That of a datagram of which nothing but itself is known."""


class Way:
    """What the layers taken off one frame so far said.

    `source` and `destination` are the octets of the innermost IP header's addresses, of `family`;
    `cut` says where the capture cut the packet off. `fragments` are those of earlier frames.
    """

    __slots__ = (
        *("frame", "time", "fragments"),
        *("interface", "vlans", "tunnels", "source_mac", "destination_mac"),
        *("family", "source", "destination", "protocol", "ttl", "identification", "cut"),
    )

    def __init__(
        self,
        interface: str | None,
        frame: int = 0,
        time: int = 0,
        fragments: Fragments | None = None,
    ) -> None:
        self.frame = frame
        self.time = time
        self.fragments = fragments or Fragments()
        self.interface = interface
        self.vlans: list[int] = []
        self.tunnels: list[str] = []
        self.source_mac: bytes | None = None
        self.destination_mac: bytes | None = None
        self.family: int = AF_INET
        self.source = self.destination = bytes(4)
        self.protocol = 0
        self.ttl = 0
        self.identification = 0
        self.cut: str | None = None

    def enter(self, tunnel: str) -> None:
        """Note a tunnel between the ends of the innermost IP header."""
        ends = sorted((self.source, self.destination))
        self.tunnels.append(" ".join((tunnel, *(inet_ntop(self.family, end) for end in ends))))


Next = tuple[Layer, bytes] | Datagram | Unreadable | None
"""What a parser leaves: the layer within with its octets, what is in the frame, or nothing."""


def need(octets: bytes, size: int, what: str) -> None:
    """Raise `UnreadableError` where a header of `size` octets is cut off."""
    if len(octets) < size:
        raise UnreadableError(Unread.CUT, f"cut off at octet {len(octets)} of {what}'s {size}")
