"""Lists of IPv4 addresses, one after another without anything between them."""

from __future__ import annotations

from collections.abc import Callable
from socket import inet_ntoa
from typing import Any

from scapy.fields import FieldListField, IPField
from scapy.packet import Packet

_SIZE = 4


class AddressListField(FieldListField):
    """Addresses up to the end, or as many as `count_from` says if there are that many.

    Octets that make no whole address are left to what follows.
    """

    __slots__ = ()

    def __init__(self, name: str, count_from: Callable[[Packet], int] | None = None) -> None:
        super().__init__(name, [], IPField("address", "0.0.0.0"), count_from=count_from)

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, list[str]]:
        """Take whole addresses from `s`; returns what is left, and them."""
        count: Any = len(s) // _SIZE
        if self.count_from is not None:
            count = min(count, self.count_from(pkt))
        end = count * _SIZE
        return s[end:], [inet_ntoa(s[at : at + _SIZE]) for at in range(0, end, _SIZE)]
