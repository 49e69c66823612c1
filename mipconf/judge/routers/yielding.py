"""Two actives: whether a router yields to a better active one (claim 24).

A healthy router may do so late, for messages are lost, but not after several of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.acceptance import why_discarded
from mipconf.judge.routers.conduct import EQUAL_STIMULI, YIELDS, Allowance, silence_ns
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import RouterTimers, seconds

_CLAUSE = {
    "hsrp": "RFC 2281 5.7, event g: an active router that hears a better active one yields",
    "vrrp": "RFC 3768 6.4.3, RFC 9568 6.4.3: a master that hears a higher priority becomes Backup",
}


@dataclass(slots=True)
class _Deaf:
    """The better active hellos, one after the other, that a router did not yield to."""

    first: RouterMessage
    last: RouterMessage
    own: RouterMessage
    count: int = 1


class _Own:
    """What one router says in order of time, and what it said or says around a moment."""

    def __init__(
        self, said: Sequence[RouterMessage], timers: RouterTimers, allowance: Allowance
    ) -> None:
        self.said = said
        self._times = [one.time for one in said]
        self._timers = timers
        self._allowance = allowance

    def before(self, time: int) -> RouterMessage | None:
        """The last message before a moment: frames of one instant have no order."""
        index = bisect_left(self._times, time)
        return self.said[index - 1] if index else None

    def until(self, time: int) -> Sequence[RouterMessage]:
        """All up to a moment."""
        return self.said[: bisect_right(self._times, time)]

    def reaction(self, heard: RouterMessage) -> RouterMessage | None:
        """What shows whether it yielded: the first that it says of not being active.

        Or what it says, still active, when it had time to yield. None: it fell silent, and if it is
        active later it has become so anew.
        """
        previous = heard.time
        for index in range(bisect_right(self._times, heard.time), len(self.said)):
            one = self.said[index]
            if one.time - previous > silence_ns(self._timers) and one.claims_active:
                return None
            if one.claims_passive or one.time > heard.time + self._allowance.answer_ns:
                return one
            previous = one.time
        return None


def yields(
    own: Sequence[RouterMessage],
    others: Sequence[RouterMessage],
    timers: RouterTimers,
    allowance: Allowance,
) -> Iterator[Dated]:
    """An active router that hears a better active one stops being active."""
    mine = _Own(own, timers, allowance)
    latest = {said.source: said.time for said in others}
    deaf: dict[str, _Deaf] = {}
    yielded: set[tuple[str, int]] = set()
    for said in others:
        before = mine.before(said.time)
        if before is None or not before.claims_active or not said.claims_active:
            continue
        if said.time - before.time > timers.longest_ns or said.rank <= before.rank:
            continue
        after = mine.reaction(said)
        known = deaf.get(said.source)
        if after is None and (
            latest[said.source] == said.time or said.time < own[-1].time + silence_ns(timers)
        ):
            continue  # Nobody listened for long enough.
        if after is None or not after.claims_active:
            if known is not None and known.count >= EQUAL_STIMULI:
                yield _did_not_yield(known, mine)
            elif (said.source, before.frame) not in yielded:
                yielded.add((said.source, before.frame))
                frames = (said.frame,) if after is None else (said.frame, after.frame)
                yield Dated(said.time, Finding.met(YIELDS, *frames))
            deaf.pop(said.source, None)
        elif known is None or before.time > known.own.time + timers.longest_ns:
            if known is not None:
                yield _did_not_yield(known, mine)
            deaf[said.source] = _Deaf(said, said, after)
        else:
            known.last, known.own, known.count = said, after, known.count + 1
    yield from (_did_not_yield(run, mine) for run in deaf.values())


def _did_not_yield(run: _Deaf, own: _Own) -> Dated:
    better = run.first
    frames = (better.frame, run.own.frame)
    together = seconds(run.own.time - better.time)
    both = f"{better.source} and {run.own.source} were both active for {together}"
    why = why_discarded(run.last, own.until(run.own.time))
    if why is not None:
        return Dated(better.time, Finding.unclear(YIELDS, frames, f"{both}: {why}"))
    if run.count < EQUAL_STIMULI:
        reason = (
            f"it may have been lost: {run.count} of {EQUAL_STIMULI} equal stimuli went unanswered"
        )
        return Dated(better.time, Finding.unclear(YIELDS, frames, reason))
    finding = Finding.missed(
        YIELDS,
        frames,
        f"{both}: {run.own.source} did not yield to {run.count} active hellos of priority "
        f"{better.priority}; nothing in them tells why, so perhaps it does not hear them (one-way "
        f"traffic)",
        clause=_CLAUSE[better.protocol],
        expected=f"no active hello of {run.own.source} any more",
        observed=f"active hellos of priority {run.own.priority}",
    )
    return Dated(better.time, finding)
