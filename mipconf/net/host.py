"""A party on a network, sans-I/O: datagrams and time in, datagrams and deadlines out.

The reference Home Agent and the tester are both a `Host`; a network (`mipconf.net.loopback`,
`mipconf.net.memory`) drives it and is the only one that has sockets and a clock. Times are
nanoseconds since the Unix epoch.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

ICMP = 1
UDP = 17
VRRP = 112


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where datagrams are sent from or received: an address, IPv4 or IPv6, and a port.

    `port` is 0 for a protocol without ports (VRRP, IP protocol 112).
    """

    address: str
    port: int
    protocol: int = UDP

    @property
    def is_multicast(self) -> bool:
        """Whether the address is that of a multicast group."""
        return ipaddress.ip_address(self.address).is_multicast

    def __str__(self) -> str:
        return f"{self.address}:{self.port}"


@dataclass(frozen=True, slots=True)
class Datagram:
    """One datagram: a UDP payload, or an IP payload for a protocol without ports."""

    source: Endpoint
    destination: Endpoint
    payload: bytes
    ttl: int = 64


def is_host(address: str) -> bool:
    """Whether an address can be that of one host: not 0.0.0.0, broadcast or multicast."""
    value = ipaddress.IPv4Address(address)
    return not (value.is_unspecified or value.is_multicast or int(value) == 0xFFFFFFFF)


class Host(Protocol):
    """What a network asks of a party.

    After `receive`, `wake`, or any other call that changed the host, the network takes
    `outgoing()`, then looks at `endpoints` (sockets to open and close) and `deadline` again.
    """

    @property
    def address(self) -> str:
        """The address of the host's interface, by which it joins multicast groups."""

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        """Where it listens at present, multicast groups included. May change over time.

        A datagram is sent from the unicast endpoint that is its source, so each source that the
        host uses is in here.
        """

    @property
    def deadline(self) -> int | None:
        """When `wake` is to be called at the latest, in nanoseconds; None: no need to."""

    def receive(self, datagram: Datagram, now: int) -> None:
        """Take one datagram that arrived at one of its endpoints."""

    def wake(self, now: int) -> None:
        """Do what is due at `now`. Harmless when nothing is."""

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first; each is handed out once."""


@runtime_checkable
class PatientHost(Host, Protocol):
    """A host that goes on where a socket cannot be opened that it came to want later."""

    def refused(self, endpoint: Endpoint, now: int) -> None:
        """`endpoint` could not be opened; the host wants it no more, for the time being."""


@runtime_checkable
class ClockedHost(Host, Protocol):
    """A host that stamps what it says by the wall clock, while its timers run by a steady one."""

    def set_clock(self, ahead: int) -> None:
        """The wall clock is `ahead` nanoseconds ahead of the times that the host is told."""
