"""What a missing answer proves where datagrams may be lost.

Between the place of the capture and the HUT an answer, or what it would answer, may get lost. So a
missing answer counts only after four equal stimuli went unanswered: sendings of one message,
requests of one Home Agent, registrations of one mobile node. And the answer must have been visible
at that place, for not every host hears what is sent to another (docs/claims.md, "Point of
observation").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mipconf.judge.history.event import Event, M_co
from mipconf.judge.history.incarnations import Incarnations
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

EQUAL_STIMULI = 4


class Losses:
    """Whether datagrams that are missing in a trace may have been lost on their way."""

    def __init__(self, trace: Trace, setting: Setting, incarnations: Incarnations) -> None:
        self._trace = trace
        self._setting = setting
        self._incarnations = incarnations

    def excuse(
        self,
        stimulus: Event[M_co],
        equal: Sequence[Event[M_co]],
        is_answered: Callable[[Event[M_co]], bool],
        to: str | None,
    ) -> str | None:
        """Why a missing answer to `stimulus` may be the network's doing; None: it is the HUT's.

        `equal` are all stimuli like it, in order of time, and `to` is who would get the answer,
        None for the group.
        """
        if not self._setting.lossy:
            return None
        incarnation = self._incarnations.at(stimulus.time)
        unanswered = 0
        for earlier in equal:
            if (
                earlier.time > stimulus.time
                or incarnation is None
                or not incarnation.covers(earlier.time)
            ):
                continue
            if is_answered(earlier):
                unanswered = 0
            elif self._incarnations.surely_ran(earlier.time, stimulus.time):
                unanswered += 1
        if unanswered < EQUAL_STIMULI:
            return (
                f"it may have been lost: {unanswered} of {EQUAL_STIMULI} equal stimuli "
                "went unanswered"
            )
        if not self._shows_what_is_sent(to, stimulus):
            where = "the group" if to is None else to
            return f"nothing that the HUT sends to {where} is seen where the capture was taken"
        return None

    def is_made_good(
        self,
        stimulus: Event[M_co],
        equal: Sequence[Event[M_co]],
        is_answered: Callable[[Event[M_co]], bool],
    ) -> bool:
        """Whether the stimulus seems to have been lost: an equal one was answered later."""
        return self._setting.lossy and any(
            later.time > stimulus.time and is_answered(later) for later in equal
        )

    def _shows_what_is_sent(self, to: str | None, stimulus: Event[object]) -> bool:
        """Whether the answer would have been seen: others of the HUT on the same way were.

        Whoever sees what is sent to the HUT alone, and what the HUT sends to one other, is near
        the HUT.
        """
        sent = {
            packet.datagram.destination
            for packet in self._trace.packets
            if packet.datagram.source.address == self._setting.hut
        }
        if to is None:
            return any(destination.is_multicast for destination in sent)
        return any(destination.address == to for destination in sent) or (
            not stimulus.destination.is_multicast
            and any(not destination.is_multicast for destination in sent)
        )
