"""How a router that nobody configured takes part in its group: claim 24, by its own messages.

It is held to what the protocol asks of every router, whatever its configuration: to name the
group's virtual address, to yield to a better active router that it accepts, and to take over where
nobody is active. Where datagrams may have been lost on their way to it, only several equal stimuli
count (docs/claims.md, "Point of observation").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.gaps import Gap
from mipconf.judge.routers.group import RouterGroup
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import RouterTimers
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.requirements.catalogue import REQUIREMENTS

SPEAKS, YIELDS, TAKES_OVER = REQUIREMENTS["24"].situations

EQUAL_STIMULI = 4
_HELLO_TIMES_OF_SILENCE = 2
READY = (State.SPEAK, State.STANDBY)
"""The states of HSRP in which a router is at work, and not active."""

_ADDRESS_CLAUSE = (
    "RFC 2281 5.1: the virtual IP address used by this group; RFC 9568 5.2.9: the addresses of the "
    "virtual router"
)

Phase = Callable[[int], object]
"""Which of a router's times of life a moment is in; equal for moments of one."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a reaction may take, and how long a Home Agent may be joining, in nanoseconds."""

    answer_ns: int
    joining_ns: int


def silence_ns(timers: RouterTimers) -> int:
    """How long a router is silent that is not active any more: a master that yields says nothing.

    In HSRP it says so; but what it says may have been lost.
    """
    return _HELLO_TIMES_OF_SILENCE * timers.hello_ns


def names_the_address(
    group: RouterGroup, own: Sequence[RouterMessage], phase: Phase
) -> Iterator[Dated]:
    """The virtual address in each message of a router at work; each kind once."""
    seen: set[tuple[tuple[str, ...], object]] = set()
    for said in own:
        at_work = said.claims_active or said.state in READY
        key = (said.addresses, phase(said.time))
        if said.opcode is not Opcode.HELLO or not at_work or key in seen:
            continue
        seen.add(key)
        if not group.addresses.isdisjoint(said.addresses):
            yield Dated(said.time, Finding.met(SPEAKS, said.frame))
        elif said.protocol == "hsrp" or group.addresses:
            told = ", ".join(said.addresses) or "0.0.0.0"
            expected = ", ".join(sorted(group.addresses)) or "one of the group"
            yield Dated(
                said.time,
                Finding.missed(
                    SPEAKS,
                    (said.frame,),
                    f"a hello of {said.source} has virtual IP address {told}, not {expected}",
                    clause=_ADDRESS_CLAUSE,
                    expected=f"virtual IP address {expected}",
                    observed=f"virtual IP address {told}",
                ),
            )


def unrecorded(own: Sequence[RouterMessage], gaps: Sequence[Gap]) -> Iterator[Dated]:
    """Nothing can be said of a time that the capture does not have."""
    for gap in gaps:
        before = [said for said in own if said.time <= gap.before.time]
        if before:
            situation = SPEAKS if before[-1].claims_active else TAKES_OVER
            frames = (gap.before.frame, gap.after.frame)
            yield Dated(gap.before.time, Finding.unclear(situation, frames, gap.reason))
