"""What a Home Agent asks of its first-hop redundancy protocol, and the protocol `none`.

An FHRP is HSRP or VRRP, whichever the group runs (docs/protocol.md). A Home Agent needs little of
it: whether it is active itself, whether another member is, and which sources were heard. Times are
nanoseconds since the Unix epoch.
"""

from __future__ import annotations

from typing import Protocol

from mipconf.net.host import Datagram, Endpoint


class Fhrp(Protocol):
    """A first-hop redundancy protocol at one Home Agent, sans-I/O.

    It runs from its making on. It is never active before `allow_active`: until its table is
    initialized a Home Agent "may not become active (its FHRP may run as far as Standby or
    Backup)" (docs/protocol.md#5-6).
    """

    @property
    def is_active(self) -> bool:
        """Whether this Home Agent is the active one (HSRP) or the master (VRRP)."""

    @property
    def virtual_ip(self) -> str | None:
        """The virtual IP address of the group; None while it is neither configured nor learned."""

    @property
    def hold_time(self) -> int | None:
        """Hold time (HSRP) or master down interval (VRRP), nanoseconds; None without an FHRP."""

    @property
    def backups_speak(self) -> bool:
        """Whether routers that are not active send messages too: in HSRP, but not in VRRP."""

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Where its messages arrive and are sent from; the virtual IP address is not among them."""

    @property
    def deadline(self) -> int | None:
        """When `wake` is to be called at the latest; None: no need to."""

    def allow_active(self, now: int) -> None:
        """The table is initialized: it may become active. Harmless when said again."""

    def step_down(self, now: int) -> None:
        """Be active no more, and not again before `allow_active`."""

    def receive(self, datagram: Datagram, now: int) -> bool:
        """Take a datagram; whether it is a message of the group from another router."""

    def wake(self, now: int) -> None:
        """Do what is due at `now`. Harmless when nothing is."""

    def stop(self, now: int) -> None:
        """Stop in good order: whoever is active says that it no longer is."""

    def other_actives(self, now: int) -> frozenset[str]:
        """The routers besides this one that are known to be active (docs/protocol.md#5-7)."""

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first; each is handed out once."""


class NoFhrp:
    """The protocol `none`: "Without an FHRP, an initialized HA is active" (docs/protocol.md#1)."""

    def __init__(self, virtual_ip: str | None) -> None:
        self._virtual_ip = virtual_ip
        self._active = False

    @property
    def is_active(self) -> bool:
        """Whether the table is initialized, and the Home Agent not stopped."""
        return self._active

    @property
    def virtual_ip(self) -> str | None:
        """As configured."""
        return self._virtual_ip

    @property
    def hold_time(self) -> int | None:
        """There is none."""
        return None

    @property
    def backups_speak(self) -> bool:
        """There are no backups: each Home Agent is active."""
        return True

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """Nothing is said, nothing is heard."""
        return ()

    @property
    def deadline(self) -> int | None:
        """Nothing is ever due."""
        return None

    def allow_active(self, now: int) -> None:
        """Become active at once."""
        self._active = True

    def step_down(self, now: int) -> None:
        """Stop being active for the time being."""
        self._active = False

    def receive(self, datagram: Datagram, now: int) -> bool:
        """No datagram is of this protocol."""
        return False

    def wake(self, now: int) -> None:
        """Nothing is ever due."""

    def stop(self, now: int) -> None:
        """Stop being active; there is nobody to tell."""
        self._active = False

    def other_actives(self, now: int) -> frozenset[str]:
        """Nobody says that they are active."""
        return frozenset()

    def outgoing(self) -> list[Datagram]:
        """Nothing is ever sent."""
        return []
