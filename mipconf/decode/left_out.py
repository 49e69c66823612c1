"""What a capture may hold that is not shown, or not whole: counted, so that nobody wonders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mipconf.net.layering import Unread, Unreadable

_HELP = {
    Unread.CUT: "capture whole frames (tcpdump -s 0)",
    Unread.FRAGMENT: "capture without a filter by port, which lets only the first fragment pass",
    Unread.LINK_TYPE: "if it is Ethernet all the same, say so: editcap -T ether IN OUT",
    Unread.TUNNEL: "capture at an end of the tunnel",
    Unread.DAMAGED: "capture where the packets are sent",
    Unread.REMARK: "mipconf wrote the file, and somebody changed it",
    Unread.CROWDED: "no node sends that; Wireshark shows it",
}
"""What could help."""


@dataclass(slots=True)
class _Count:
    frames: int
    first: int
    reason: str


class LeftOut:
    """Frames of one capture that hold, or may hold, a message that is not shown as it was sent."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Unread, str], _Count] = {}

    def __bool__(self) -> bool:
        return bool(self._counts)

    def add(self, frame: int, unreadable: Unreadable) -> None:
        """Count what is in a frame."""
        kind, reason = unreadable.kind, unreadable.reason
        by_reason = kind in (Unread.LINK_TYPE, Unread.TUNNEL)
        key = (kind, reason if by_reason else "")
        count = self._counts.setdefault(key, _Count(0, frame, reason))
        count.frames += 1

    def __iter__(self) -> Iterator[str]:
        """A line for each reason: how many, which is the first, why, and what could help."""
        for (kind, _), count in self._counts.items():
            number = f"{count.frames} frames" if count.frames > 1 else "1 frame"
            which = f"the first is {count.first}" if count.frames > 1 else str(count.first)
            yield f"{number} ({which}) {_WHAT[kind]}: {count.reason}; {_HELP[kind]}"


_WHAT = {
    Unread.CUT: "cut off in the capture",
    Unread.FRAGMENT: "of a datagram that is not whole",
    Unread.LINK_TYPE: "not read",
    Unread.TUNNEL: "not read",
    Unread.DAMAGED: "not read",
    Unread.REMARK: "not read",
    Unread.CROWDED: "not read",
}
