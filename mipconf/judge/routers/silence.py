"""A router that falls silent though it lives: claim 24 of a Home Agent that says other things.

Nothing tells that a mere router did not stop. A Home Agent's other messages do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.conduct import SPEAKS, Allowance
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import RouterTimers, seconds
from mipconf.protocol.fhrp_messages import Opcode, State

_HELLO_TIMES = 8
"""So many hellos, one after the other, no capture misses."""

_CLAUSE = {
    "hsrp": "RFC 2281 5.7, event e: in Speak, Standby and Active a router says hello",
    "vrrp": "RFC 3768 6.4.3, RFC 9568 6.4.3: a master advertises every advertisement interval",
}

IsAlive = Callable[[int, int], bool]
"""Whether a router was seen to live all the time between two moments, by what it says to all."""


def falls_silent(
    own: Sequence[RouterMessage],
    others: Sequence[RouterMessage],
    end: int,
    timers: RouterTimers,
    allowance: Allowance,
    is_alive: IsAlive,
) -> Iterator[Dated]:
    """A router at work goes on saying so, until it hears a better one; `own` is not empty.

    `end` is when the capture ended.
    """
    patience = max(timers.longest_ns, _HELLO_TIMES * timers.hello_ns) + allowance.answer_ns
    for said, following in pairwise((*own, None)):
        assert said is not None
        deadline = said.time + patience
        if following is not None and following.time <= deadline:
            continue
        if deadline > end or not _must_go_on(said) or not is_alive(said.time, deadline):
            continue
        since = said.time - timers.longest_ns
        if any(since <= o.time <= deadline and o.rank > said.rank for o in others):
            continue
        yield Dated(
            said.time,
            Finding.missed(
                SPEAKS,
                (said.frame,),
                f"after a hello in state {said.state.value}, {said.source} said none within "
                f"{seconds(patience)}, though it said other things",
                clause=_CLAUSE[said.protocol],
                expected=f"a hello about every {seconds(timers.hello_ns)}",
                observed=f"silence of more than {seconds(patience)}",
                due=deadline,
            ),
        )


def _must_go_on(said: RouterMessage) -> bool:
    at_work = said.claims_active or said.state in (State.SPEAK, State.STANDBY)
    return said.opcode is Opcode.HELLO and at_work
