"""One endpoint's socket: non-blocking, with what the kernel knows of each datagram.

It yields the destination address (IP_PKTINFO), the TTL and the kernel's receive stamp, none of
which needs a privilege. A protocol without ports (VRRP) takes a raw socket, which does.
"""

from __future__ import annotations

import errno
import os
import socket
import struct

from mipconf.errors import AddressInUseError, NetworkError
from mipconf.net.host import UDP, Datagram, Endpoint
from mipconf.protocol.durations import SECOND

# Linux's numbers (asm-generic/socket.h, linux/in.h), which Python's socket module does not have.
_IP_PKTINFO = 8
_IP_RECVTTL = 12
_IP_MULTICAST_ALL = 49
_SO_TIMESTAMPNS = 35
_SO_MEMINFO = 55
_MEMINFO = struct.Struct("=9I")  # the last is SK_MEMINFO_DROPS

_TIMESPEC = struct.Struct("@ll")
_INT = struct.Struct("@i")
_PKTINFO = struct.Struct("=i4s4s")  # interface, local address, destination of the header
_ANCILLARY = sum(socket.CMSG_SPACE(part.size) for part in (_TIMESPEC, _INT, _PKTINFO))

_LARGEST = 65535
_RECEIVE_BUFFER = 4 << 20  # octets; the kernel grants what net.core.rmem_max allows


class Port:
    """An open endpoint. Close it with `close`.

    `interface` is the address of the interface that a multicast group is joined on and multicast
    datagrams leave by. An `exclusive` unicast port is had by one program only; otherwise it may be
    shared with others that allow it, as when a virtual address passes from one host to the next.

    Raises `AddressInUseError`, or `NetworkError` where the address is not this machine's or a
    privilege is lacking.
    """

    def __init__(self, endpoint: Endpoint, interface: str, *, exclusive: bool) -> None:
        self.endpoint = endpoint
        self._ttls: dict[int, int] = {}
        self._socket: socket.socket | None = None
        try:
            self._socket = _new_socket(endpoint)
            self._open(self._socket, interface, exclusive and not endpoint.is_multicast)
        except OSError as error:
            self.close()
            raise _explained(error, endpoint, interface) from None

    def _open(self, opened: socket.socket, interface: str, exclusive: bool) -> None:
        # Linux lets a port be shared when both sockets have SO_REUSEADDR as the later one binds.
        # Without it *our* bind fails if anyone holds the port; set after, others may still share.
        if not exclusive:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((self.endpoint.address, self.endpoint.port))
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
        opened.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        opened.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)
        opened.setsockopt(socket.IPPROTO_IP, _IP_RECVTTL, 1)
        by = socket.inet_aton(interface)
        if self.endpoint.is_multicast:
            # Else the socket gets every group that anybody on this machine has joined.
            opened.setsockopt(socket.IPPROTO_IP, _IP_MULTICAST_ALL, 0)
            group = socket.inet_aton(self.endpoint.address)
            opened.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group + by)
        else:
            opened.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, by)

    def fileno(self) -> int:
        """The file descriptor, -1 once closed."""
        return -1 if self._socket is None else self._socket.fileno()

    def close(self) -> None:
        """Close the socket; harmless when it is closed."""
        if self._socket is not None:
            self._socket.close()

    @property
    def dropped(self) -> int:
        """How many datagrams the kernel dropped because this socket's buffer was full."""
        assert self._socket is not None
        octets = self._socket.getsockopt(socket.SOL_SOCKET, _SO_MEMINFO, _MEMINFO.size)
        drops: int = _MEMINFO.unpack(octets)[-1]
        return drops

    def send(self, datagram: Datagram) -> None:
        """Send from this endpoint; raises `OSError` if the kernel does not take it now."""
        assert self._socket is not None
        destination = datagram.destination
        option = socket.IP_MULTICAST_TTL if destination.is_multicast else socket.IP_TTL
        if self._ttls.get(option) != datagram.ttl:
            self._socket.setsockopt(socket.IPPROTO_IP, option, datagram.ttl)
            self._ttls[option] = datagram.ttl
        self._socket.sendto(datagram.payload, (destination.address, destination.port))

    def receive(self) -> tuple[Datagram, int] | None:
        """The next datagram and the kernel's receive stamp (ns), or None: none is waiting.

        Raises `OSError` for an error that an earlier datagram met.
        """
        assert self._socket is not None
        try:
            payload, ancillary, _, source = self._socket.recvmsg(_LARGEST, _ANCILLARY)
        except BlockingIOError:
            return None
        protocol = self.endpoint.protocol
        if protocol != UDP:
            payload = payload[(payload[0] & 0x0F) * 4 :]  # raw sockets get the IP header too
        stamp = ttl = 0
        address = self.endpoint.address
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, _SO_TIMESTAMPNS):
                seconds, nanoseconds = _TIMESPEC.unpack(data)
                stamp = seconds * SECOND + nanoseconds
            elif (level, kind) == (socket.IPPROTO_IP, _IP_PKTINFO):
                address = socket.inet_ntoa(_PKTINFO.unpack(data)[2])
            elif (level, kind) == (socket.IPPROTO_IP, socket.IP_TTL):
                (ttl,) = _INT.unpack(data)
        datagram = Datagram(
            source=Endpoint(source[0], source[1], protocol),
            destination=Endpoint(address, self.endpoint.port, protocol),
            payload=payload,
            ttl=ttl,
        )
        return datagram, stamp


def _new_socket(endpoint: Endpoint) -> socket.socket:
    kind = socket.SOCK_DGRAM if endpoint.protocol == UDP else socket.SOCK_RAW
    return socket.socket(socket.AF_INET, kind | socket.SOCK_NONBLOCK, endpoint.protocol)


def _explained(error: OSError, endpoint: Endpoint, interface: str) -> NetworkError:
    if error.errno == errno.EADDRINUSE:
        return AddressInUseError(f"{endpoint} is held by another program")
    if error.errno in (errno.EADDRNOTAVAIL, errno.ENODEV):
        if endpoint.is_multicast:
            return NetworkError(f"{endpoint} cannot be joined: no interface has {interface}")
        return NetworkError(f"{endpoint} is not an address of this machine")
    if error.errno in (errno.EACCES, errno.EPERM):
        if endpoint.protocol == UDP:
            what, privilege = "the port", "CAP_NET_BIND_SERVICE"
        else:
            what, privilege = f"IP protocol {endpoint.protocol}", "CAP_NET_RAW"
        return NetworkError(
            f"{endpoint} cannot be opened: {what} needs root or the privilege {privilege}"
        )
    return NetworkError(f"{endpoint} cannot be opened: {os.strerror(error.errno or 0)}")
