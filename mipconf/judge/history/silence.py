"""What a missing answer proves: whether it was due while the HUT ran, and the tester listened."""

from __future__ import annotations

from mipconf.judge.history.incarnations import Incarnations
from mipconf.judge.history.slowness import why_too_slow
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.messages import (
    BindingUpdateAck,
    RegistrationReply,
    TableReply,
    TableReplyAck,
)
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

_ANSWERS = (RegistrationReply, BindingUpdateAck, TableReply, TableReplyAck)


class Silence:
    """Whether a duty that was missed can be held against the HUT (docs/claims.md, "Silence")."""

    def __init__(
        self, trace: Trace, setting: Setting, traffic: Traffic, incarnations: Incarnations
    ) -> None:
        self._trace = trace
        self._setting = setting
        self._traffic = traffic
        self._incarnations = incarnations
        # An answer that no receiver accepts, for its stamp or its key, shows that the HUT is alive.
        flawed = (flaw.event for flaw in traffic.flaws if flaw.event is not None)
        self._answers = tuple(
            event.time
            for event in (*traffic.all_sent, *flawed)
            if isinstance(event.message, _ANSWERS)
        )
        self.watched_until = trace.end
        """When the trace ended: nothing due later can be judged."""

    def is_judgeable(self, stimulus: int, deadline: int) -> bool:
        """Whether a duty from `stimulus` to `deadline` can be judged at all.

        It cannot when the trace, or the HUT's incarnation by the tester's own doing, ended before.
        """
        incarnation = self._incarnations.at(stimulus)
        if incarnation is None or deadline > self.watched_until:
            return False
        return (
            incarnation.end is None or incarnation.gone is not None or deadline <= incarnation.end
        )

    def excuse(self, stimulus: int, deadline: int) -> str | None:
        """Why a missing answer proves nothing; None: it can be held against the HUT.

        The HUT ended, did not answer anything afterwards, or may not have run all the time; or the
        tester's host is too slow to hear an answer in time.
        """
        slow = why_too_slow(self._trace, self._setting, self._setting.answer_ns)
        if slow is not None:
            return slow
        incarnation = self._incarnations.at(stimulus)
        if (
            incarnation is not None
            and incarnation.gone is not None
            and (incarnation.end or 0) <= deadline
        ):
            return f"the HUT ended by itself: {incarnation.gone}"
        if not self._was_alive_after(deadline):
            return (
                f"the HUT answered nothing afterwards{self._unaccepted_messages()}, "
                "so its silence proves nothing"
            )
        if not self._incarnations.surely_ran(stimulus, deadline):
            return "the HUT may not have run all the time, so its silence proves nothing"
        return None

    def _was_alive_after(self, time: int) -> bool:
        """Whether the HUT answered something after `time` in the same incarnation."""
        incarnation = self._incarnations.at(time)
        return incarnation is not None and any(
            answer > time and incarnation.covers(answer) for answer in self._answers
        )

    def _unaccepted_messages(self) -> str:
        """What came of the HUT, or in its name, that no receiver would take for an answer."""
        unaccepted = sorted(
            (*self._traffic.flaws, *self._traffic.impersonations), key=lambda flaw: flaw.frame
        )
        if not unaccepted:
            return ""
        first = unaccepted[0]
        return (
            f" that a receiver accepts ({len(unaccepted)} messages are not accepted, "
            f"the first in frame {first.frame}: {first.reason})"
        )
