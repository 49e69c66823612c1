"""Which messages are one mobile node's, and how they belong together.

A mobile node may ask for its home address and for a home agent: it is known by its NAI then, or by
the address that it is given later, so that a request may be known for its own only by the reply.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scapy.packet import Packet

from mipconf.decode.messages import Said
from mipconf.decode.selection import mobile_nodes, nai_of
from mipconf.layers import all as layers
from mipconf.protocol.durations import SECOND
from mipconf.protocol.messages import UNASSIGNED

Told = tuple[Said, dict[str, Any]]
"""A message, and the JSON of it."""

ACCEPTED = (0, 1)
"""The codes of a Registration Reply that accept (RFC 5944, section 3.4)."""

_REMEMBERED, _ALIKE = 4096, 64
"""Messages that a later one may answer or relay; and of these, those with one Identification."""

_LONGEST_ANSWER_NS = 10 * SECOND
"""A request that is not answered by then is nobody's that is known."""


@dataclass(slots=True)
class Attributed:
    """A message that may be the mobile node's.

    `asked` is the message that it answers, `leg` the one that a foreign agent relays by it, `first`
    its first sending; `is_own` says whether the mobile node is known to be meant.
    """

    said: Said
    one: dict[str, Any]
    nai: str | None
    asked: Attributed | None
    leg: Said | None
    first: Said | None
    is_own: bool


class Follower:
    """Follows a mobile node, by home address or NAI: knows its messages as they come."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.addresses: set[str] = set()
        """The home addresses that the NAI has at present, where that is the name."""
        self._nais: set[str] = set()
        """The NAI that has the home address at present, where that is the name."""
        self._memory = _Memory()

    def hear(self, said: Said, one: dict[str, Any]) -> tuple[list[Attributed], Attributed]:
        """The earlier messages that are now known to be the mobile node's, and this one."""
        nai = nai_of(one)
        asked = self._asked(said, nai)
        is_own = self._concerns(one, nai or (asked.nai if asked is not None else None))
        self._learn(said, one, asked)
        caught_up: list[Attributed] = []
        if isinstance(said.packet, layers.RegistrationReply) and asked is not None:
            is_own = is_own or asked.is_own
            if is_own:
                caught_up = self._catch_up(asked)
        heard = Attributed(said, one, nai, asked, self._leg(said), self._first(said), is_own)
        if is_own or isinstance(said.packet, layers.RegistrationRequest):
            self._memory.add(heard)
        return caught_up, heard

    def _concerns(self, one: dict[str, Any], nai: str | None) -> bool:
        nodes = mobile_nodes(one)
        if self._name in nodes:
            return True
        if nodes & self.addresses:
            return nai in (self._name, None)
        return nai in self._nais and one.get("home_address") == UNASSIGNED

    def _learn(self, said: Said, one: dict[str, Any], asked: Attributed | None) -> None:
        """Who has which home address from now on, by a reply or a binding."""
        for address, nai in _assigned(said, one, asked):
            if nai == self._name:
                self.addresses.add(address)
            else:
                self.addresses.discard(address)
            if address == self._name:
                self._nais = {nai}

    def _catch_up(self, asked: Attributed) -> list[Attributed]:
        """The request that a reply of the mobile node's answers, and its other leg."""
        found = [
            each
            for each in self._memory.like(asked.said.packet)
            if not each.is_own and _is_same_request(each.said, asked.said)
        ]
        for each in found:
            each.is_own = True
        return sorted(found, key=lambda each: each.said.frame)

    def _asked(self, said: Said, nai: str | None) -> Attributed | None:
        """The latest message that this one answers, sent from where it goes to."""
        if not isinstance(said.packet, layers.MobileIP):
            return None
        found = [
            before
            for before in self._memory.asking(said.packet)
            if said.packet.answers(before.said.packet)
            and _goes_back(said, before.said)
            and (nai is None or before.nai in (nai, None))
        ]
        peer = said.datagram.source
        exact = (each for each in found if each.said.datagram.destination == peer)
        return next(exact, found[0] if found else None)

    def _first(self, said: Said) -> Said | None:
        if not getattr(said.packet, "retransmission", 0):
            return None
        earlier = (before.said for before in self._memory.like(said.packet))
        return next((before for before in earlier if _same(before.packet, said.packet)), None)

    def _leg(self, said: Said) -> Said | None:
        kind = type(said.packet)
        if not issubclass(kind, layers.RegistrationRequest | layers.RegistrationReply):
            return None
        ends = said.datagram.source.address, said.datagram.destination.address
        for before in self._memory.like(said.packet):
            theirs = before.said.datagram
            if (
                type(before.said.packet) is kind
                and before.said.packet.identification == said.packet.identification
                and before.said.packet.home_address == said.packet.home_address
                and theirs.destination.address == ends[0]
                and theirs.source.address not in ends
            ):
                return before.said
        return None


def of_mobile_node(told: Iterable[Told], name: str) -> Iterator[Told]:
    """The messages of a mobile node, by home address or NAI, in their order.

    A request that asks for a home address, and what comes after it, waits for the reply.
    """
    node = Follower(name)
    waiting: deque[Attributed] = deque()
    for said, one in told:
        waiting.append(node.hear(said, one)[1])
        while waiting and not _is_open(waiting[0], said):
            heard = waiting.popleft()
            if heard.is_own:
                yield heard.said, heard.one
    yield from ((heard.said, heard.one) for heard in waiting if heard.is_own)


def _is_open(heard: Attributed, latest: Said) -> bool:
    """Whether nobody can say yet whose message it is."""
    asks = isinstance(heard.said.packet, layers.RegistrationRequest)
    if heard.is_own or not asks or heard.said.packet.home_address != UNASSIGNED:
        return False
    return abs(latest.time - heard.said.time) <= _LONGEST_ANSWER_NS


Key = tuple[int, int] | bytes
"""What those share that belong together: group and Sequence Number, or half an Identification."""


class _Memory:
    """The latest messages, by what those share that belong together."""

    def __init__(self) -> None:
        self._all: deque[tuple[Key, Attributed]] = deque()
        self._by_key: dict[Key, deque[Attributed]] = {}

    def add(self, heard: Attributed) -> None:
        """Remember a message, and forget the oldest."""
        key = _key(heard.said.packet)
        self._all.append((key, heard))
        self._by_key.setdefault(key, deque(maxlen=_ALIKE)).append(heard)
        if len(self._all) > _REMEMBERED:
            old, forgotten = self._all.popleft()
            alike = self._by_key[old]
            if alike and alike[0] is forgotten:
                alike.popleft()
            if not alike:
                del self._by_key[old]

    def like(self, packet: Packet) -> Iterator[Attributed]:
        """Those that share the key of a message, the latest first."""
        return reversed(self._by_key.get(_key(packet), deque()))

    def asking(self, packet: Packet) -> Iterator[Attributed]:
        """Those that a message may be the answer to, the latest first."""
        if isinstance(packet, layers.TableReply):
            return reversed(self._by_key.get((packet.group, packet.request_sequence), deque()))
        return self.like(packet)


def _key(packet: Packet) -> Key:
    if isinstance(packet, layers.RedundancyMessage):
        return packet.group, packet.sequence
    return bytes(packet.hashret())


def _assigned(
    said: Said, one: dict[str, Any], asked: Attributed | None
) -> Iterator[tuple[str, str]]:
    """The home addresses that a message gives somebody, and the NAI of who that is."""
    packet = said.packet
    is_reply = isinstance(packet, layers.RegistrationReply)
    if is_reply and packet.code in ACCEPTED and packet.lifetime:
        nai = nai_of(one) or (asked.nai if asked is not None else None)
        if nai is not None:
            yield packet.home_address, nai
    for binding in one.get("bindings", []):
        for option in binding.get("sub_options", []):
            if "nai" in option and not binding["deleted"]:
                yield binding["home_address"], option["nai"]


def _goes_back(said: Said, before: Said) -> bool:
    """Whether an answer goes to where the request came from.

    A mobile node that has no address yet sends from 0.0.0.0 (RFC 5944, section 3.6.1.1).
    """
    asking, to = before.datagram.source, said.datagram.destination
    if not isinstance(said.packet, layers.RegistrationReply):
        return asking.address == to.address
    return asking.port == to.port and asking.address in (to.address, UNASSIGNED)


def _is_same_request(one: Said, other: Said) -> bool:
    return one is other or (
        one.packet.identification == other.packet.identification
        and one.packet.home_address == other.packet.home_address
        and other.datagram.source.address == one.datagram.destination.address
    )


def _same(one: Packet, other: Packet) -> bool:
    return type(one) is type(other) and all(
        getattr(one, name) == getattr(other, name)
        for name in ("group", "home_agent_id", "sequence")
    )
