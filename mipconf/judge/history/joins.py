"""How the HUT joined: its requests, the answers, and when it can be initialized (5.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from mipconf.judge.history.event import Event
from mipconf.judge.history.incarnations import Incarnation, Incarnations
from mipconf.judge.history.member_list import MemberList
from mipconf.judge.history.series import Series
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.messages import Code, TableReply, TableRequest
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


class Join:
    """The joining of one incarnation."""

    def __init__(
        self,
        setting: Setting,
        traffic: Traffic,
        incarnation: Incarnation,
        learned: Sequence[Series],
        members: MemberList,
        traffic_begins: int | None,
    ) -> None:
        self._setting = setting
        self._traffic_begins = traffic_begins
        self._members = members
        self.incarnation = incarnation
        self.requests: list[Event[TableRequest]] = [
            request for request in traffic.sent(TableRequest) if incarnation.covers(request.time)
        ]
        self.series = [
            series
            for series in learned
            if series.request is not None and incarnation.covers(series.parts[0].time)
        ]

    @property
    def started(self) -> bool:
        """Whether the trace has the start of this incarnation."""
        return self.incarnation.start is not None

    @property
    def listens_until(self) -> int:
        """The earliest moment at which the listen time can end."""
        return (self.incarnation.start or 0) + self._setting.timers.listen_ms * MILLISECOND

    @property
    def knew_member(self) -> bool:
        """Whether it knew a member from its start on, and so had to ask before anything else.

        Claim 13 asks what it does about members of which it learns while it listens.
        """
        return self.started and bool(self._setting.peers)

    @property
    def _reply_timeout(self) -> int:
        return self._setting.timers.reply_timeout_ms * MILLISECOND

    @property
    def _sendings(self) -> int:
        return 1 + self._setting.timers.max_retransmissions

    @cached_property
    def complete(self) -> Series | None:
        """The first series with Code 0 of which all parts reached the HUT."""
        whole = [series for series in self.series if series.initialized]
        return min(whole, key=lambda series: series.end, default=None)

    @property
    def answers_last_repeat(self) -> bool:
        """Whether the first complete series, if one came, did so after the last repeat only."""
        assert self.complete is not None
        asked = [request for request in self.requests if request.time < self.complete.end]
        return len(asked) >= self._sendings

    @cached_property
    def unanswered_until(self) -> int | None:
        """Until when a HUT surely waits for a series of which not all parts come.

        None: it never asked. That is 1 + max retransmissions reply timeouts after the first request
        and, "if later", one reply timeout after "the last new part with Code 0".
        """
        if not self.requests:
            return None
        crossing = self._setting.crossing_ns
        timeout, sendings = self._reply_timeout, self._sendings
        # A slow host may send the first request late, and the repeats when they were due. But that
        # excuses no HUT that repeats early by more than half a reply timeout.
        ends = [
            request.time + (sendings - index) * timeout
            for index, request in enumerate(self.requests[:sendings])
        ]
        end = max(min(ends), ends[0] - timeout // 2) - crossing
        if self._setting.lossy:  # The first request may be one that was lost.
            end = min(end, self.incarnation.begin + sendings * timeout - crossing)
        for time, acknowledged in sorted(self._parts_taken()):
            if acknowledged < end:
                end = max(end, time + timeout - crossing)
        return end

    def _parts_taken(self) -> Iterator[tuple[int, int]]:
        """The new parts with Code 0 that the HUT acknowledged: when they came, when it did."""
        for series in self.series:
            acks = {ack.message.sequence: ack for ack in reversed(series.acks)}
            for part in series.parts:
                ack = acks.get(part.message.sequence)
                if ack and part.message.code == ack.message.code == Code.ACCEPTED:
                    yield part.time, ack.time

    @cached_property
    def earliest(self) -> int:
        """Before this moment the table is surely not initialized.

        Without a request that is so until the listen time ends; of a HUT that ran already when the
        trace began nothing can be said.
        """
        if self.unanswered_until is None:
            return self.listens_until
        moments = [self.unanswered_until]
        if not self.knew_member and self.requests[0].time >= self.listens_until:
            # It may have had no member: initialized "at the end of the listen time", it then asked
            # when it first heard from one.
            moments.append(self.listens_until)
        refused = self._refused_by_all
        if refused is not None:
            moments.append(refused)
        if self.complete is not None:
            moments.append(self.complete.end)
        return min(moments)

    @property
    def _refused_by_all(self) -> int | None:
        """When "every member it knows has answered Code 1", and it may be content with nothing."""
        refusals = sorted(
            (part.time, part.message.home_agent_id)
            for series in self.series
            for part in series.parts
            if part.message.code == Code.NOT_INITIALIZED
        )
        refused: set[str] = set()
        for time, member in refusals:
            refused.add(member)
            if self._members.certain(time) <= refused:
                return time
        return None

    @cached_property
    def latest(self) -> int | None:
        """From this moment on the table is surely initialized, by a complete series.

        "Within one reply timeout of initialization either" (docs/claims.md, claim 22).
        """
        if self.complete is None:
            return None
        last = self.complete.end
        acks = [ack.time for ack in self.complete.acks if ack.time >= last]
        return min(acks, default=last + self._setting.answer_ns) + self._reply_timeout

    @cached_property
    def initialized_by(self) -> int | None:
        """From this moment on the table is surely initialized, whoever answered; None: unknown."""
        if self.latest is not None:
            return self.latest
        began = self.incarnation.ready if self.started else self._traffic_begins
        if began is None:
            return None
        # "one reply timeout after ... the last new part with Code 0" (docs/protocol.md#5-6)
        last = max((part.time for series in self.series for part in series.parts), default=began)
        after_last = last + self._reply_timeout + self._setting.answer_ns
        return max(began + self._setting.joining_ns, after_last)

    def answered_by(self, time: int) -> list[Event[TableReply]]:
        """The parts with Code 0 that reached the HUT before `time`."""
        return [
            part
            for series in self.series
            for part in series.parts
            if part.time <= time and part.message.code == Code.ACCEPTED
        ]


class Joins:
    """How the HUT joined the group, once for each of its incarnations."""

    def __init__(
        self,
        trace: Trace,
        setting: Setting,
        traffic: Traffic,
        incarnations: Incarnations,
        learned: Sequence[Series],
        members: MemberList,
    ) -> None:
        begins = trace.begin
        self._each = tuple(
            Join(setting, traffic, incarnation, learned, members, begins)
            for incarnation in incarnations
        )

    def __iter__(self) -> Iterator[Join]:
        return iter(self._each)

    def at(self, time: int) -> Join | None:
        """How the HUT joined in the incarnation that it was in at `time`."""
        return next((each for each in self._each if each.incarnation.covers(time)), None)

    def has_joined(self, time: int) -> bool:
        """Whether a complete table of another HA had reached the HUT by `time`."""
        joining = self.at(time)
        return joining is not None and joining.complete is not None and joining.complete.end <= time

    def is_initialized(self, time: int) -> bool:
        """Whether the HUT's table is surely initialized at `time`."""
        joining = self.at(time)
        return (
            joining is not None
            and joining.initialized_by is not None
            and joining.initialized_by <= time
        )

    def may_be_under_way(self, time: int) -> bool:
        """Whether the HUT started in this trace and may not have joined yet at `time`."""
        joining = self.at(time)
        return joining is not None and joining.started and not self.is_initialized(time)
