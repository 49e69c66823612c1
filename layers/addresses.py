"""Lists of addresses, one after another without anything between them."""

from __future__ import annotations

from collections.abc import Callable
from socket import AF_INET, AF_INET6, AddressFamily, inet_ntop
from typing import Any

from scapy.fields import FieldListField, IP6Field, IPField
from scapy.packet import Packet

_SIZES = {AF_INET: 4, AF_INET6: 16}


class AddressListField(FieldListField):
    """Addresses up to the end, or as many as `count_from` says if there are that many.

    Octets that make no whole address are left to what follows.
    """

    __slots__ = ["family"]

    def __init__(
        self,
        name: str,
        count_from: Callable[[Packet], int] | None = None,
        family: AddressFamily = AF_INET,
    ) -> None:
        self.family = family
        address = IPField("address", "0.0.0.0") if family == AF_INET else IP6Field("address", "::")
        super().__init__(name, [], address, count_from=count_from)

    def getfield(self, pkt: Packet, s: bytes) -> tuple[bytes, list[str]]:
        """Take whole addresses from `s`; returns what is left, and them."""
        size = _SIZES[self.family]
        count: Any = len(s) // size
        if self.count_from is not None:
            count = min(count, self.count_from(pkt))
        end = count * size
        return s[end:], [inet_ntop(self.family, s[at : at + size]) for at in range(0, end, size)]
