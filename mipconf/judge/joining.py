"""How the HUT joined: its requests, the answers, and when it can be initialized (5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from mipconf.judge.series import Series
from mipconf.judge.setting import MILLISECOND
from mipconf.judge.view import Event, Life, View
from mipconf.messages import Code, TableReply, TableRequest


class Joining:
    """The joining of one life."""

    def __init__(self, view: View, life: Life, learned: Sequence[Series]) -> None:
        self._view = view
        self.life = life
        self.requests: list[Event[TableRequest]] = [
            request for request in view.sent(TableRequest) if life.covers(request.time)
        ]
        self.series = [
            series
            for series in learned
            if series.request is not None and life.covers(series.parts[0].time)
        ]

    @property
    def started(self) -> bool:
        """Whether the trace has the start of this life."""
        return self.life.start is not None

    @property
    def _reply_timeout(self) -> int:
        return self._view.setting.timers.reply_timeout_ms * MILLISECOND

    @cached_property
    def complete(self) -> Series | None:
        """The first series with Code 0 of which all parts reached the HUT."""
        whole = [series for series in self.series if series.initialized]
        return min(whole, key=lambda series: series.end, default=None)

    @cached_property
    def unanswered_until(self) -> int | None:
        """When a HUT whose request nobody answers may be initialized; None without a request."""
        if not self.requests:
            return None
        sendings = 1 + self._view.setting.timers.max_retransmissions
        return self.requests[0].time + sendings * self._reply_timeout

    @cached_property
    def earliest(self) -> int:
        """Before this moment the table is surely not initialized.

        Where the HUT never requested anything nothing can be said: it is the start of its life.
        """
        start = self.life.start or 0
        if self.unanswered_until is None:
            return start
        moments = [self.unanswered_until - self._view.setting.crossing_ns]
        listens = self._view.setting.timers.listen_ms * MILLISECOND
        if self.requests[0].time > (self.life.ready or start) + listens:
            # A HUT that has a member asks at once, so it had none: it was initialized "at the end
            # of the listen time", and asked when it first heard from a member afterwards.
            moments.append(start + listens)
        moments += [
            part.time
            for series in self.series
            for part in series.parts
            if part.message.code == Code.NOT_INITIALIZED
        ]
        if self.complete is not None:
            moments.append(self.complete.end)
        return min(moments)

    @cached_property
    def latest(self) -> int | None:
        """From this moment on the table is surely initialized, by a complete series.

        "Within one reply timeout of initialization either" (claims.md, claim 22).
        """
        if self.complete is None:
            return None
        last = self.complete.end
        acks = [ack.time for ack in self.complete.acks if ack.time >= last]
        return min(acks, default=last + self._view.setting.answer_ns) + self._reply_timeout

    def answered_by(self, time: int) -> list[Event[TableReply]]:
        """The parts with Code 0 that reached the HUT before `time`."""
        return [
            part
            for series in self.series
            for part in series.parts
            if part.time <= time and part.message.code == Code.ACCEPTED
        ]
