"""The groups of routers in a trace: which messages are of one group, on one LAN.

A number alone does not make a group: "group 1" is on every LAN. A group is a protocol, its version
and a number on one LAN; where frames do not tell the LAN, the virtual addresses do.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mipconf.judge.routers import glbp, hsrp, vrrp
from mipconf.judge.routers.message import PassedOver, RouterMessage, Said
from mipconf.net.host import Datagram
from mipconf.net.layering import UNKNOWN_LAN, Lan
from mipconf.trace.trace import Packet

_NEAR, _FAR = 24, 16
"""Bits that addresses of one subnet have in common at least, and those of two may have."""

_PROTOCOLS = (hsrp, vrrp, glbp)

_Key = tuple[Lan, str, int, int]


@dataclass(frozen=True, slots=True)
class RouterGroup:
    """One group (HSRP) or virtual router (VRRP) on a LAN, and all that its routers say of it.

    `messages` are in order of time. `addresses` are the virtual ones that most of its routers name.
    """

    lan: Lan
    protocol: str
    version: int
    number: int
    addresses: frozenset[str]
    messages: tuple[RouterMessage, ...]

    @property
    def key(self) -> tuple[Lan, str, int, int]:
        """What two groups have in common whose virtual addresses alone tell them apart."""
        return self.lan, self.protocol, self.version, self.number

    @property
    def routers(self) -> tuple[str, ...]:
        """Those that said something, in the order of their first words."""
        return tuple(dict.fromkeys(said.source for said in self.messages))

    def of(self, router: str) -> tuple[RouterMessage, ...]:
        """What one router said."""
        return tuple(said for said in self.messages if said.source == router)

    def __str__(self) -> str:
        kind = "group" if self.protocol == "hsrp" else "VRID"
        place = "" if self.lan == UNKNOWN_LAN else f" on {self.lan}"
        virtual = f" ({', '.join(_sorted(self.addresses))})" if self.addresses else ""
        return (
            f"{self.protocol.upper()} version {self.version} {kind} {self.number}{virtual}{place}"
        )


def of_routers(datagram: Datagram) -> bool:
    """Whether a datagram is of HSRP or VRRP, or of another protocol of their kind."""
    return any(protocol.carries(datagram) for protocol in _PROTOCOLS)


def said_by_routers(packets: Iterable[Packet]) -> Iterator[Said]:
    """What packets of HSRP and VRRP say; nothing of others."""
    for packet in packets:
        for protocol in _PROTOCOLS:
            if protocol.carries(packet.datagram):
                yield from protocol.read(packet)


def groups_near(address: str, packets: tuple[Packet, ...]) -> tuple[RouterGroup, ...]:
    """The groups on those LANs of a trace that an address sends on."""
    lans = {p.link.lan for p in packets if p.datagram.source.address == address}
    return groups_of(one for one in said_in(packets) if one.lan in lans)


@lru_cache(maxsize=1)
def said_in(packets: tuple[Packet, ...]) -> tuple[Said, ...]:
    """What routers say in a trace, of which each of them is judged in turn."""
    return tuple(said_by_routers(packets))


def groups_of(said: Iterable[Said]) -> tuple[RouterGroup, ...]:
    """The groups that messages tell of, in the order of their first ones."""
    by_key: dict[_Key, list[RouterMessage]] = {}
    for one in said:
        if not isinstance(one, PassedOver):
            key = (one.lan, one.protocol, one.version, one.number)
            by_key.setdefault(key, []).append(one)
    found = [
        RouterGroup(*key, _addresses(messages), tuple(sorted(messages, key=_place)))
        for key, together in by_key.items()
        for messages in _by_lan(together)
    ]
    return tuple(sorted(found, key=lambda group: _place(group.messages[0])))


def are_neighbours(one: RouterGroup, other: RouterGroup) -> bool:
    """Whether routers of two groups are nearer to each other than to their virtual addresses."""
    apart = max(_common_bits(r, s) for r in one.routers for s in other.routers)
    own = [_nearness(r, group.addresses) for group in (one, other) for r in group.routers]
    return apart >= _NEAR and apart >= min(own)


def _place(said: RouterMessage) -> tuple[int, int]:
    return said.time, said.frame


def _by_lan(said: Sequence[RouterMessage]) -> list[list[RouterMessage]]:
    """Messages of one number, those apart whose routers are on LANs of their own.

    Routers that name the same virtual address are on one LAN. One that names none, or one out of
    place, is on that of the routers near it.
    """
    named: dict[str, set[str]] = {}
    for one in said:
        named.setdefault(one.source, set()).update(one.addresses)
    clusters: list[tuple[set[str], set[str]]] = []
    for source, addresses in named.items():
        if not addresses:
            continue
        sources, names = {source}, set(addresses)
        for other in [cluster for cluster in clusters if cluster[1] & names]:
            clusters.remove(other)
            sources |= other[0]
            names |= other[1]
        clusters.append((sources, names))
    for source in sorted(named):
        _move(source, named[source], clusters)
    of = {source: index for index, (sources, _) in enumerate(clusters) for source in sources}
    together: dict[int, list[RouterMessage]] = {}
    for one in said:
        together.setdefault(of[one.source], []).append(one)
    return list(together.values())


def _move(source: str, own: set[str], clusters: list[tuple[set[str], set[str]]]) -> None:
    """Put a router that names no virtual address, or a far one, to the others of its subnet."""
    others = [cluster for cluster in clusters if source not in cluster[0]]
    nearest = max(others, key=lambda cluster: _nearness(source, cluster[1]), default=None)
    is_near = nearest is not None and _nearness(source, nearest[1]) >= _NEAR
    if nearest is not None and is_near and _nearness(source, own) < _FAR:
        for cluster in [cluster for cluster in clusters if cluster[0] == {source}]:
            clusters.remove(cluster)
        for cluster in clusters:
            cluster[0].discard(source)
        nearest[0].add(source)
    elif not any(source in sources for sources, _ in clusters):
        clusters.append(({source}, set(own)))


def _nearness(source: str, addresses: Iterable[str]) -> int:
    """How many leading bits a router's address and the nearest virtual one have in common."""
    return max((_common_bits(source, address) for address in addresses), default=0)


def _common_bits(one: str, other: str) -> int:
    first, second = ipaddress.ip_address(one), ipaddress.ip_address(other)
    if first.version != second.version:
        return 0
    return first.max_prefixlen - (int(first) ^ int(second)).bit_length()


def _addresses(said: Iterable[RouterMessage]) -> frozenset[str]:
    """The virtual addresses that most routers name; those near their routers above all."""
    routers: dict[tuple[str, ...], set[str]] = {}
    for one in said:
        if one.addresses:
            routers.setdefault(one.addresses, set()).add(one.source)

    def weight(named: tuple[tuple[str, ...], set[str]]) -> tuple[bool, int]:
        addresses, by = named
        return any(_nearness(source, addresses) >= _NEAR for source in by), len(by)

    return frozenset(max(routers.items(), key=weight)[0]) if routers else frozenset()


def _sorted(addresses: Iterable[str]) -> list[str]:
    return sorted(addresses, key=lambda address: int(ipaddress.ip_address(address)))
