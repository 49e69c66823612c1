"""Taking over: from a router that fell silent or resigned, or where nobody is (claim 24)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.conduct import READY, TAKES_OVER, Allowance, silence_ns
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import RouterTimers, seconds, timers_of
from mipconf.protocol.fhrp_messages import Opcode

_HOLD_TIMES_TO_BE_ACTIVE = 3
_CLAUSE = "RFC 2281 5.7, event c: when the active timer ends, the standby router is active"


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


def takes_over(own: Sequence[RouterMessage], others: Sequence[RouterMessage]) -> Iterator[Dated]:
    """A router that is active after another fell silent or resigned has taken over."""
    for takeover in takeovers(own, others):
        frames = takeover.last.frame, takeover.first.frame
        yield Dated(takeover.last.time, Finding.met(TAKES_OVER, *frames))


def takeovers(own: Sequence[RouterMessage], others: Sequence[RouterMessage]) -> Iterator[Takeover]:
    """The times that a router became active after another; preemptions are not among them."""
    heard = [o for o in others if o.claims_active or o.opcode is Opcode.RESIGN]
    times = [one.time for one in heard]
    previous: RouterMessage | None = None
    for said in own:
        index = bisect_left(times, said.time)
        if said.claims_active and index and _is_new(previous, said, heard[index - 1]):
            takeover = Takeover(heard[index - 1], said)
            if not takeover.is_preemption:
                yield takeover
        previous = said


def _is_new(previous: RouterMessage | None, said: RouterMessage, heard: RouterMessage) -> bool:
    """Whether a router becomes active with what it says: it was not, or silent beside another."""
    if previous is None:
        return True
    if previous.time >= said.time:
        return False
    if not previous.claims_active:
        return True
    silent = said.time - previous.time > silence_ns(timers_of((previous,)))
    return silent and heard.time > previous.time


def stays_ready(
    own: Sequence[RouterMessage],
    others: Sequence[RouterMessage],
    timers: RouterTimers,
    allowance: Allowance,
) -> Iterator[Dated]:
    """A standby router does not stay standby where nobody is active.

    Speak and Standby are not silent, so that it did not start anew in between. A Home Agent may be
    no more than that until it has joined (docs/protocol.md#5-6). `timers` are the slowest in the
    group.
    """
    if not any(said.claims_active for said in others):
        return  # Perhaps the place of capture sees no other router at all.
    patience = _HOLD_TIMES_TO_BE_ACTIVE * timers.longest_ns + allowance.joining_ns
    begin: RouterMessage | None = None
    previous: RouterMessage | None = None
    hindered = passed = 0
    for said in own:
        while passed < len(others) and others[passed].time <= said.time:
            if _hinders(others[passed], said):
                hindered = others[passed].time + timers.longest_ns
            passed += 1
        if said.opcode is not Opcode.HELLO or said.state not in READY:
            begin = None
        elif begin is None or previous is None or said.time - previous.time > timers.hold_ns:
            begin = said
        previous = said
        since = 0 if begin is None else max(begin.time, hindered)
        if begin is not None and said.time > since + patience:
            finding = Finding.missed(
                TAKES_OVER,
                (begin.frame, said.frame),
                f"{said.source} stayed {said.state.value} for {seconds(said.time - since)}, and "
                f"nobody was active",
                clause=_CLAUSE,
                expected="an active hello when the hold time was over",
                observed=f"hellos in state {said.state.value}",
            )
            yield Dated(begin.time, finding)
            return


def _hinders(other: RouterMessage, own: RouterMessage) -> bool:
    """Whether one who hears it may rightly wait: an active or a better router is there."""
    is_better = other.rank > own.rank and other.state in READY
    return other.opcode is Opcode.HELLO and (other.claims_active or is_better)
