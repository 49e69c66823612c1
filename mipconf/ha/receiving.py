"""What arrives from other Home Agents: the checks in their order, and what each message does.

docs/protocol.md#5-1, docs/protocol.md#5-2. "A failed Binding Update or Table Reply is acknowledged
with that Code (131 at most once a second for each source) and changes nothing at all, not one of
its bindings, nor the list of members. Any other failed message is dropped." Times are nanoseconds.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from mipconf.codec import Decoded
from mipconf.ha.answering import Answering
from mipconf.ha.counters import Counter, Counters
from mipconf.ha.joining import Joining
from mipconf.ha.members import Members
from mipconf.ha.table import BindingTable, Entry
from mipconf.ha.timers import MEMORY, Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.ha.updates import Updates
from mipconf.layers.security import Authenticity
from mipconf.net.host import Datagram
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import SECOND
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    RedundancyMessage,
    TableReply,
    TableReplyAck,
    TableRequest,
)


class Memory:
    """What was accepted in the last 30 s, to know a duplicate by (5.1)."""

    most = 500_000
    """How many messages it can hold."""

    def __init__(self) -> None:
        self._identifications: dict[tuple[str, int], list[int]] = {}
        self._times: deque[tuple[int, tuple[str, int]]] = deque()

    def remember(self, message: RedundancyMessage, now: int) -> None:
        """A message was accepted (Code 0)."""
        self._forget(now)
        key = (message.home_agent_id, message.sequence)
        self._identifications.setdefault(key, []).append(message.identification)
        self._times.append((now, key))

    def is_full(self, now: int) -> bool:
        """Whether one more message could not be remembered, and so not be accepted."""
        self._forget(now)
        return len(self._times) >= self.most

    def has(self, message: RedundancyMessage, now: int) -> bool:
        """Whether the message is a duplicate: "HA id and Sequence Number are those of a remembered
        one and R = 1 or the Identification is the same".
        """
        self._forget(now)
        known = self._identifications.get((message.home_agent_id, message.sequence))
        return known is not None and (message.retransmission or message.identification in known)

    def _forget(self, now: int) -> None:
        while self._times and now - self._times[0][0] > MEMORY:
            _, key = self._times.popleft()
            known = self._identifications[key]
            del known[0]
            if not known:
                del self._identifications[key]


class RateLimit:
    """At most one answer in an interval for each source; sources beyond `size` get none."""

    def __init__(self, interval: int, size: int = 1024) -> None:
        self._interval = interval
        self._size = size
        self._last: dict[str, int] = {}

    def allows(self, source: str, now: int) -> bool:
        """Whether `source` may be answered; if so, it counts as answered."""
        if len(self._last) >= self._size:
            self._last = {s: last for s, last in self._last.items() if now - last < self._interval}
        last = self._last.get(source)
        if (last is not None and now - last < self._interval) or len(self._last) >= self._size:
            return False
        self._last[source] = now
        return True


class Receiving:
    """The receiver of one Home Agent."""

    memory_type = Memory

    def __init__(
        self,
        *,
        config: HutConfig,
        transmitter: Transmitter,
        table: BindingTable,
        members: Members,
        joining: Joining,
        updates: Updates,
        answering: Answering,
        timers: Timers,
        counters: Counters,
        learned: Callable[[Entry, int], None],
        heard: Callable[[str, int], None],
    ) -> None:
        """`learned` hears of each new state in the table, `heard` of each member that spoke."""
        self._own_id = config.ha_id
        self._group = config.group.number
        self._transmitter = transmitter
        self._clock = transmitter.clock
        self._table = table
        self._members = members
        self._joining = joining
        self._updates = updates
        self._answering = answering
        self._replay_window = timers.replay_window
        self._counters = counters
        self._learned = learned
        self._heard = heard
        self._memory = self.memory_type()
        self._complaints = RateLimit(SECOND)

    def receive(
        self, datagram: Datagram, message: RedundancyMessage, decoded: Decoded, now: int
    ) -> None:
        """Take a message that `datagram` was `decoded` to; what is not of the group is dropped."""
        unreadable = decoded.defect is not None and decoded.defect.code is None
        if unreadable or not self.is_ours(message, datagram):
            return
        code = self.check(decoded, message, now)
        if code == Code.ACCEPTED:
            self.process(message, now)
        else:
            self.reject(message, code, now)

    # The checks.

    def is_ours(self, message: RedundancyMessage, datagram: Datagram) -> bool:
        """Whether it is of this group, from the address of its HA id, and not from here."""
        return (
            message.group == self._group
            and message.home_agent_id == datagram.source.address
            and message.home_agent_id != self._own_id
        )

    def check(self, decoded: Decoded, message: RedundancyMessage, now: int) -> Code:
        """The Code of the first check that fails, or Code 0."""
        if not self.is_authentic(decoded):
            return Code.AUTHENTICATION_FAILED
        if not self.is_timely(message, now):
            return Code.IDENTIFICATION_MISMATCH
        if not self.is_well_formed(decoded):
            return Code.POORLY_FORMED
        return Code.ACCEPTED

    def is_authentic(self, decoded: Decoded) -> bool:
        """Whether the last extension is 36/100, its SPI known, its size and value right."""
        return decoded.authentication.authenticity is Authenticity.VALID

    def is_timely(self, message: RedundancyMessage, now: int) -> bool:
        """Whether the Identification is within the replay window of the own clock."""
        return abs(self._clock.offset(message.identification, now)) <= self._replay_window

    def is_well_formed(self, decoded: Decoded) -> bool:
        """Whether the contents are as 5.2 says."""
        return decoded.defect is None

    def reject(self, message: RedundancyMessage, code: Code, now: int) -> None:
        """Acknowledge a failed update or reply with the Code; drop any other message."""
        if code in (Code.AUTHENTICATION_FAILED, Code.IDENTIFICATION_MISMATCH):
            self._counters.count(Counter.SECURITY_VIOLATIONS)
        if code == Code.AUTHENTICATION_FAILED and not self.may_complain(message, now):
            return
        self.acknowledge(message, code, now)

    def may_complain(self, message: RedundancyMessage, now: int) -> bool:
        """Whether a 131 may go out: "at most once a second for each source"."""
        return self._complaints.allows(message.home_agent_id, now)

    # What each message does.

    def process(self, message: RedundancyMessage, now: int) -> None:
        """Take a message that passed the checks."""
        match message:
            case BindingUpdate():
                self.take_update(message, now)
            case TableReply():
                self.take_reply(message, now)
            case TableRequest():
                self.take_request(message, now)
            case BindingUpdateAck():
                self.take_update_ack(message, now)
            case TableReplyAck():
                self.take_reply_ack(message, now)

    def take_update(self, update: BindingUpdate, now: int) -> None:
        """Apply and acknowledge an update; a duplicate is only acknowledged again."""
        self._counters.count(Counter.RECEIVED_UPDATES)
        is_new = self.learn(update, now)
        self.hear(update, now)
        if is_new:
            self.add_members(update, now)

    def take_reply(self, reply: TableReply, now: int) -> None:
        """Apply and acknowledge a part that answers a request of ours."""
        self._counters.count(Counter.RECEIVED_REPLIES)
        if not self._joining.expects(reply, now):
            self._counters.count(Counter.DROPPED_REPLIES)
            return
        is_new = self.learn(reply, now)
        if is_new:
            self._joining.take(reply, now)
        self.hear(reply, now)
        if is_new:
            self.add_members(reply, now)

    def take_request(self, request: TableRequest, now: int) -> None:
        """The requester becomes a member, and has its answer."""
        self._counters.count(Counter.RECEIVED_REQUESTS)
        is_duplicate = self._memory.has(request, now)
        self.hear(request, now)
        if not is_duplicate and not self._memory.is_full(now):
            self._memory.remember(request, now)
            self.add_members(request, now)
            self._answering.request(request, self._joining.initialized, now)

    def take_update_ack(self, ack: BindingUpdateAck, now: int) -> None:
        """End the retransmission of an update; an ack that matches nothing is dropped."""
        self._counters.count(Counter.RECEIVED_UPDATE_ACKS)
        matches = self._updates.deliveries.acknowledge(
            ack.home_agent_id, ack.sequence, ack.code, now
        )
        if matches:
            self.hear_ack(ack, now)

    def take_reply_ack(self, ack: TableReplyAck, now: int) -> None:
        """End the retransmission of a part; an ack that matches nothing is dropped."""
        self._counters.count(Counter.RECEIVED_REPLY_ACKS)
        matches = self._answering.deliveries.acknowledge(
            ack.home_agent_id, ack.sequence, ack.code, now
        )
        if matches:
            self.hear_ack(ack, now)
        else:
            self._counters.count(Counter.DROPPED_REPLY_ACKS)

    def learn(self, message: BindingUpdate | TableReply, now: int) -> bool:
        """Apply the bindings, unless it is a duplicate, and acknowledge; whether it was done."""
        if self._memory.has(message, now):
            self.acknowledge(message, Code.ACCEPTED, now)
            return False
        has_room = self._table.has_room_for((item.home_address for item in message.bindings), now)
        if not has_room or self._memory.is_full(now):
            self.acknowledge(message, Code.INSUFFICIENT_RESOURCES, now)
            return False
        self._memory.remember(message, now)
        for binding in message.bindings:
            self.apply(binding, now)
        self.acknowledge(message, Code.ACCEPTED, now)
        return True

    def apply(self, binding: Binding, now: int) -> None:
        """Apply one binding (5.5)."""
        if (entry := self._table.apply(binding, now)) is not None:
            self._learned(entry, now)

    def add_members(self, message: RedundancyMessage, now: int) -> None:
        """Enter the members of the Home Agent Lists."""
        for address in message.home_agents:
            self._members.add(address, now)

    def hear(self, message: RedundancyMessage, now: int) -> None:
        """The sender of a message that passed the checks is a member, and was heard."""
        self._members.heard(message.home_agent_id, now)
        self._heard(message.home_agent_id, now)

    def hear_ack(self, ack: RedundancyMessage, now: int) -> None:
        """ "No acknowledgement with a Code other than 0" is a hearing again (5.6)."""
        self._members.heard(ack.home_agent_id, now)
        self.add_members(ack, now)
        if ack.code == Code.ACCEPTED:
            self._heard(ack.home_agent_id, now)

    def acknowledge(self, message: RedundancyMessage, code: Code, now: int) -> None:
        """Acknowledge an update or a part of a table to its sender; nothing else is."""
        header = self._transmitter.header(message.sequence, now)
        match message:
            case BindingUpdate():
                self._counters.count(Counter.SENT_UPDATE_ACKS)
                ack: BindingUpdateAck | TableReplyAck = BindingUpdateAck(**header, code=code)
            case TableReply():
                self._counters.count(Counter.SENT_REPLY_ACKS)
                ack = TableReplyAck(**header, code=code)
            case _:
                return
        self._transmitter.unicast(ack, message.home_agent_id)
