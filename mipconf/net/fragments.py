"""Fragments of IP packets, kept until their datagrams are whole (RFC 791, RFC 8200)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

from mipconf.protocol.durations import MILLISECOND

_DATAGRAMS = 1024
_OCTETS = 1 << 24
"""What is kept at most; more at once is a flood, and the oldest are given up."""

_COMPLETED = 64
"""Whole datagrams that are remembered, to know copies of their fragments."""
SAME_MOMENT_NS = 50 * MILLISECOND
"""Copies of a packet are this close together, or else it was sent again."""

Key = tuple[bytes, bytes, int, int]
"""Source, destination, protocol and Identification (RFC 791, section 3.2)."""


@dataclass(slots=True)
class Pieces:
    """What is there of a datagram: its octets by where they begin, `total` once that is known.

    `frame` is that of the fragment that came first.
    """

    frame: int
    total: int | None = None
    octets: dict[int, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many octets are kept, some perhaps twice."""
        return sum(map(len, self.octets.values()))

    def whole(self) -> bytes | None:
        """The datagram, once all of it is there."""
        if self.total is None or self.size < self.total:
            return None
        joined = b""
        for at in sorted(self.octets):
            if at > len(joined):
                return None
            joined += self.octets[at][len(joined) - at :]
        return joined[: self.total] if len(joined) >= self.total else None


class Fragments:
    """The fragments that wait for the rest of their datagrams."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[Key, Pieces] = OrderedDict()
        self._octets = 0
        self._given_up: list[tuple[Key, Pieces]] = []
        self._completed: OrderedDict[Key, tuple[int, bytes]] = OrderedDict()

    def add(
        self, key: Key, at: int, octets: bytes, frame: int, time: int, *, is_last: bool
    ) -> bytes | None:
        """Take the fragment in a frame; what it is of, where it was the one that was missing."""
        if self._is_copy(key, at, octets, time):
            return None
        pieces = self._waiting.setdefault(key, Pieces(frame))
        if at not in pieces.octets:
            pieces.octets[at] = octets
            self._octets += len(octets)
        if is_last:
            pieces.total = at + len(octets)
        whole = pieces.whole()
        if whole is not None:
            del self._waiting[key]
            self._octets -= pieces.size
            self._completed[key] = (time, whole)
            if len(self._completed) > _COMPLETED:
                self._completed.popitem(last=False)
        while len(self._waiting) > _DATAGRAMS or self._octets > _OCTETS:
            self._give_up()
        return whole

    def incomplete(self) -> Iterator[tuple[Key, Pieces]]:
        """The datagrams that never were whole, in the order of their first fragments."""
        yield from self._given_up
        yield from self._waiting.items()

    def _is_copy(self, key: Key, at: int, octets: bytes, time: int) -> bool:
        """Whether it is of a datagram that has just been whole, as where a port is mirrored."""
        since, whole = self._completed.get(key, (0, b""))
        is_same = whole[at : at + len(octets)] == octets
        return is_same and key in self._completed and abs(time - since) <= SAME_MOMENT_NS

    def _give_up(self) -> None:
        key, pieces = self._waiting.popitem(last=False)
        self._octets -= pieces.size
        first = {0: pieces.octets[0][:64]} if 0 in pieces.octets else {}
        self._given_up.append((key, Pieces(pieces.frame, pieces.total, first)))
