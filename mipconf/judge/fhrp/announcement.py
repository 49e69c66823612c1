"""What the judge knows of an FHRP: its messages as announcements, and the words of its standard.

HSRP and VRRP each have a module (`mipconf.judge.fhrp.hsrp_reading`,
`mipconf.judge.fhrp.vrrp_reading`) that reads their messages into the one vocabulary of this one. It
is HSRP's, the richer of the two: a master's advertisement is a hello in state Master, and one of
priority 0 a resign.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mipconf.fhrp.vrrp import VrrpState
from mipconf.net.host import Datagram
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet

FhrpState = State | VrrpState

_ACTIVE = (State.ACTIVE, VrrpState.MASTER)


@dataclass(frozen=True, slots=True)
class Announcement:
    """One FHRP message of the group: where it stands, who sent it, and the state it tells of.

    `virtual_ip` is None where it is 0.0.0.0, or where the message is cut off before it.
    """

    frame: int
    time: int
    source: str
    state: FhrpState
    opcode: Opcode
    priority: int
    virtual_ip: str | None = None
    cut_off: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in time; the frames tell the order within one instant."""
        return self.time, self.frame

    @property
    def claims_active(self) -> bool:
        """Whether its sender says that it is active."""
        return self.opcode is Opcode.HELLO and self.state in _ACTIVE

    @property
    def claims_passive(self) -> bool:
        """Whether its sender says that it is not active, or from now on no longer is."""
        return self.opcode is Opcode.RESIGN or (
            self.opcode is Opcode.HELLO and self.state not in _ACTIVE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """Where the standards of an FHRP ask for what claims 5, 24 and 25 ask for."""

    yields: str
    stays_passive: str
    address: str
    hello: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FhrpReading:
    """How the messages of one FHRP are read.

    `name` is the protocol's, `states` are those that its routers have. `carries` tells whether a
    datagram is one of it at all, readable or not, `read` what it announces of the HUT's group;
    `concerns_group` and `defects` whether the HUT means its group by a datagram, and what is wrong
    with that (see `mipconf.judge.fhrp.hsrp_form`). `passive_ones_speak`: routers that are
    not active say so.
    `active_hello` is what the active one sends.
    """

    name: str
    states: type[FhrpState]
    carries: Callable[[Datagram, Setting], bool]
    read: Callable[[Packet, Setting], Announcement | None]
    concerns_group: Callable[[Datagram, Setting], bool]
    defects: Callable[[Datagram, Setting, frozenset[str]], Iterator[str]]
    passive_ones_speak: bool
    active_hello: str
    clauses: Clauses
