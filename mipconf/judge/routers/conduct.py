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
from mipconf.judge.routers.acceptance import why_discarded
from mipconf.judge.routers.gaps import Gap, between
from mipconf.judge.routers.group import RouterGroup
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import RouterTimers, seconds, slowest, timers_of
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.requirements.catalogue import REQUIREMENTS

SPEAKS, YIELDS, TAKES_OVER = REQUIREMENTS["24"].situations

EQUAL_STIMULI = 4
_HOLD_TIMES_TO_BE_ACTIVE = 3
_HELLO_TIMES_OF_SILENCE = 2
_READY = (State.SPEAK, State.STANDBY)

_ADDRESS_CLAUSE = (
    "RFC 2281 5.1: the virtual IP address used by this group; RFC 9568 5.2.9: the addresses of the "
    "virtual router"
)
_YIELDS_CLAUSE = {
    "hsrp": "RFC 2281 5.7, event g: an active router that hears a better active one yields",
    "vrrp": "RFC 3768 6.4.3, RFC 9568 6.4.3: a master that hears a higher priority becomes Backup",
}
_TAKES_OVER_CLAUSE = (
    "RFC 2281 5.7, event c: when the active timer ends, the standby router is active"
)


Phase = Callable[[int], object]
"""Which of a router's times of life a moment is in; equal for moments of one."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long a reaction may take, and how long a Home Agent may be joining, in nanoseconds."""

    answer_ns: int
    joining_ns: int


def takes_part(
    group: RouterGroup,
    router: str,
    gaps: Sequence[Gap],
    allowance: Allowance,
    phase: Phase = lambda time: None,
) -> Iterator[Dated]:
    """What a router did in one group, as findings of claim 24.

    What it does again and again is found once in each phase.
    """
    own = group.of(router)
    timers = timers_of(own)
    yield from _names_the_address(group, own, phase)
    yield from _unrecorded(own, gaps)
    for part in between(group.messages, gaps):
        mine = tuple(said for said in part if said.source == router)
        others = tuple(said for said in part if said.source != router)
        if mine:
            yield from _yields(mine, others, timers, allowance)
            yield from _takes_over(mine, others)
            yield from _stays_ready(mine, others, timers, allowance)


def _names_the_address(
    group: RouterGroup, own: Sequence[RouterMessage], phase: Phase
) -> Iterator[Dated]:
    """The virtual address in each message of a router at work; each kind once."""
    seen: set[tuple[tuple[str, ...], object]] = set()
    for said in own:
        at_work = said.claims_active or said.state in _READY
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


def _unrecorded(own: Sequence[RouterMessage], gaps: Sequence[Gap]) -> Iterator[Dated]:
    """Nothing can be said of a time that the capture does not have."""
    for gap in gaps:
        before = [said for said in own if said.time <= gap.before.time]
        if before:
            situation = SPEAKS if before[-1].claims_active else TAKES_OVER
            frames = (gap.before.frame, gap.after.frame)
            yield Dated(gap.before.time, Finding.unclear(situation, frames, gap.reason))


# Yielding.


@dataclass(slots=True)
class _Deaf:
    """The better active hellos, one after the other, that a router did not yield to."""

    first: RouterMessage
    last: RouterMessage
    own: RouterMessage
    count: int = 1


def _yields(
    own: Sequence[RouterMessage],
    others: Sequence[RouterMessage],
    timers: RouterTimers,
    allowance: Allowance,
) -> Iterator[Dated]:
    """An active router that hears a better active one stops being active.

    A healthy one may do so late, for messages are lost, but not after several of them.
    """
    deaf: dict[str, _Deaf] = {}
    yielded: set[tuple[str, int]] = set()
    for said in others:
        before = _last(own, said.time)
        if before is None or not before.claims_active or not said.claims_active:
            continue
        if said.time - before.time > timers.longest_ns or said.rank <= before.rank:
            continue
        after = _reaction(own, said, timers, allowance)
        known = deaf.get(said.source)
        if after is None:
            heard = any(o.source == said.source and o.time > said.time for o in others)
            if not heard or said.time < own[-1].time + _silence(timers):
                continue
        if after is None or not after.claims_active:
            if (said.source, before.frame) not in yielded:
                yielded.add((said.source, before.frame))
                frames = (said.frame,) if after is None else (said.frame, after.frame)
                yield Dated(said.time, Finding.met(YIELDS, *frames))
            deaf.pop(said.source, None)
        elif known is None or before.time > known.own.time + timers.longest_ns:
            deaf[said.source] = _Deaf(said, said, after)
        else:
            known.last, known.own, known.count = said, after, known.count + 1
    for run in deaf.values():
        yield Dated(run.first.time, _did_not_yield(run, own))


def _silence(timers: RouterTimers) -> int:
    """How long a router is silent that is not active any more: a master that yields says nothing.

    In HSRP it says so; but what it says may have been lost.
    """
    return _HELLO_TIMES_OF_SILENCE * timers.hello_ns


def _reaction(
    own: Sequence[RouterMessage], said: RouterMessage, timers: RouterTimers, allowance: Allowance
) -> RouterMessage | None:
    """What shows whether a router yielded: the first that it says of not being active.

    Or what it says, still active, when it had time to yield. None: it fell silent, and if it is
    active later it has become so anew.
    """
    previous = said.time
    for one in own:
        if one.time <= said.time:
            continue
        if one.time - previous > _silence(timers) and one.claims_active:
            return None
        if one.claims_passive or one.time > said.time + allowance.answer_ns:
            return one
        previous = one.time
    return None


def _did_not_yield(run: _Deaf, own: Sequence[RouterMessage]) -> Finding:
    better = run.first
    frames = (better.frame, run.own.frame)
    together = seconds(run.own.time - better.time)
    mine = [said for said in own if said.time <= run.own.time]
    both = f"{better.source} and {run.own.source} were both active for {together}"
    why = why_discarded(run.last, mine)
    if why is not None:
        return Finding.unclear(YIELDS, frames, f"{both}: {why}")
    if run.count < EQUAL_STIMULI:
        reason = (
            f"it may have been lost: {run.count} of {EQUAL_STIMULI} equal stimuli went unanswered"
        )
        return Finding.unclear(YIELDS, frames, reason)
    return Finding.missed(
        YIELDS,
        frames,
        f"{both}: {run.own.source} did not yield to {run.count} active hellos of priority "
        f"{better.priority}; nothing in them tells why, so perhaps it does not hear them (one-way "
        f"traffic)",
        clause=_YIELDS_CLAUSE[better.protocol],
        expected=f"no active hello of {run.own.source} any more",
        observed=f"active hellos of priority {run.own.priority}",
    )


def _last(own: Sequence[RouterMessage], time: int) -> RouterMessage | None:
    """The last message before `time`: frames of one instant have no order."""
    return next((said for said in reversed(own) if said.time < time), None)


# Taking over.


def _takes_over(own: Sequence[RouterMessage], others: Sequence[RouterMessage]) -> Iterator[Dated]:
    """A router that is active after another fell silent or resigned has taken over."""
    for takeover in takeovers(own, others):
        yield Dated(
            takeover.last.time, Finding.met(TAKES_OVER, takeover.last.frame, takeover.first.frame)
        )


@dataclass(frozen=True, slots=True)
class Takeover:
    """The last word of a router that was active, and the first active hello of the next one."""

    last: RouterMessage
    first: RouterMessage

    @property
    def ns(self) -> int:
        """How long nobody said anything."""
        return self.first.time - self.last.time

    @property
    def after_resign(self) -> bool:
        """Whether the last word was that it is not active any more."""
        return self.last.opcode is Opcode.RESIGN

    @property
    def is_preemption(self) -> bool:
        """Whether the other may still have been active: no timer of anybody can have ended."""
        return not self.after_resign and self.ns < timers_of((self.last,)).hold_ns // 2


def takeovers(own: Sequence[RouterMessage], others: Sequence[RouterMessage]) -> Iterator[Takeover]:
    """The times that a router became active after another; preemptions are not among them."""
    previous: RouterMessage | None = None
    for said in own:
        if said.claims_active and (previous is None or not previous.claims_active):
            heard = [o for o in others if o.time < said.time and _tells_of_active(o)]
            if heard and (previous is None or previous.time < said.time):
                takeover = Takeover(heard[-1], said)
                if not takeover.is_preemption:
                    yield takeover
        previous = said


def _tells_of_active(said: RouterMessage) -> bool:
    return said.claims_active or said.opcode is Opcode.RESIGN


def _stays_ready(
    own: Sequence[RouterMessage],
    others: Sequence[RouterMessage],
    timers: RouterTimers,
    allowance: Allowance,
) -> Iterator[Dated]:
    """A standby router does not stay standby where nobody is active.

    Speak and Standby are not silent, so that it did not start anew in between. A Home Agent may be
    no more than that until it has joined (docs/protocol.md#5-6).
    """
    actives = [said for said in others if said.claims_active]
    if not actives:  # Perhaps the place of capture sees no other router at all.
        return
    hold = slowest([timers, timers_of(actives)]).longest_ns
    patience = _HOLD_TIMES_TO_BE_ACTIVE * hold + allowance.joining_ns
    begin: RouterMessage | None = None
    previous: RouterMessage | None = None
    for said in own:
        if said.opcode is not Opcode.HELLO or said.state not in _READY:
            begin = None
        elif begin is None or previous is None or said.time - previous.time > timers.hold_ns:
            begin = said
        previous = said
        if begin is None:
            continue
        hindered = max(
            (o.time + hold for o in others if o.time <= said.time and _hinders(o, said)),
            default=begin.time,
        )
        if said.time > max(begin.time, hindered) + patience:
            waited = seconds(said.time - max(begin.time, hindered))
            finding = Finding.missed(
                TAKES_OVER,
                (begin.frame, said.frame),
                f"{said.source} stayed {said.state.value} for {waited}, and nobody was active",
                clause=_TAKES_OVER_CLAUSE,
                expected="an active hello when the hold time was over",
                observed=f"hellos in state {said.state.value}",
            )
            yield Dated(begin.time, finding)
            return


def _hinders(other: RouterMessage, own: RouterMessage) -> bool:
    """Whether one who hears it may rightly wait: an active or a better router is there."""
    is_better = other.rank > own.rank and other.state in _READY
    return other.opcode is Opcode.HELLO and (other.claims_active or is_better)
