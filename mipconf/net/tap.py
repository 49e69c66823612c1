"""Everything that is said on the loopback interface, whoever says it to whom.

It takes a packet socket, and so the privilege that one has in a namespace of one's own.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable

import trio

from mipconf.errors import NetworkError
from mipconf.net.host import Datagram
from mipconf.net.network import TURN
from mipconf.net.unpacking import unpack_ipv4
from mipconf.protocol.durations import SECOND

# Linux's numbers (linux/if_ether.h, linux/if_packet.h, asm-generic/socket.h).
_ETH_P_IP = 0x0800
_SOL_PACKET = 263
_PACKET_STATISTICS = 6
_SO_TIMESTAMPNS = 35

_STATISTICS = struct.Struct("=II")  # packets, drops
_TIMESPEC = struct.Struct("@ll")
_LARGEST = 65535
_RECEIVE_BUFFER = 4 << 20  # octets; the kernel grants what net.core.rmem_max allows


class Tap:
    """A socket that gets a copy of every IPv4 packet on `lo`. Close it with `close`.

    Raises `NetworkError` where the privilege is lacking.
    """

    def __init__(self) -> None:
        try:
            self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        except OSError as error:
            raise NetworkError(f"lo cannot be captured: {error.strerror}") from None
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.bind(("lo", _ETH_P_IP))

    def close(self) -> None:
        """Close the socket; harmless when it is closed."""
        self._socket.close()

    def dropped(self) -> int:
        """How many packets were lost since this was last asked, as the tester was too slow."""
        octets = self._socket.getsockopt(_SOL_PACKET, _PACKET_STATISTICS, _STATISTICS.size)
        drops: int = _STATISTICS.unpack(octets)[1]
        return drops

    async def listen(self, take: Callable[[Datagram, int], None]) -> None:
        """Hand each UDP or VRRP datagram and its receive stamp (ns) on, for ever."""
        while True:
            await trio.lowlevel.wait_readable(self._socket)
            self.drain(take)

    def drain(self, take: Callable[[Datagram, int], None]) -> None:
        """Hand on what is there already, a turn's worth at most."""
        for _ in range(TURN):
            try:
                packet, ancillary, _, sender = self._socket.recvmsg(
                    _LARGEST, socket.CMSG_SPACE(_TIMESPEC.size)
                )
            except BlockingIOError:
                return
            # On `lo` each packet passes twice: as it leaves, and as it arrives.
            if sender[2] == socket.PACKET_OUTGOING:
                continue
            datagram = unpack_ipv4(packet)
            if isinstance(datagram, Datagram):
                seconds, nanoseconds = _TIMESPEC.unpack(ancillary[0][2])
                take(datagram, seconds * SECOND + nanoseconds)
