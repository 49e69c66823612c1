"""Joining the group: asking for the table, and when it is initialized (docs/protocol.md#5-6).

A round of requests is a Table Request and its repeats. A Home Agent that starts makes one as soon
as it has a member; an initialized one makes another when its operator says so, and, if it was
initialized without a complete series, when it first hears from a member afterwards: by whatever
message, and again by the first of each member that shows it to be a Home Agent. Times are
nanoseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mipconf.ha.counters import Counter, Counters
from mipconf.ha.members import Members
from mipconf.ha.timers import MEMORY, Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.protocol.messages import Code, TableReply, TableRequest
from mipconf.protocol.parts import hold_all


@dataclass(slots=True)
class Round:
    """A Table Request and its repeats.

    `due` is one reply timeout after the last of them "or since the last new part with Code 0".
    """

    due: int
    repeats_left: int
    sequences: list[int] = field(default_factory=list)
    answered: bool = False


@dataclass(slots=True)
class AwaitedSeries:
    """The parts with Code 0 that one responder sent with one Request Sequence."""

    parts: set[int] = field(default_factory=set)
    last: int | None = None

    def add(self, reply: TableReply) -> bool:
        """Take a part; whether it is a new one."""
        is_new = reply.part not in self.parts
        self.parts.add(reply.part)
        if not reply.more:
            self.last = reply.part
        return is_new

    @property
    def is_complete(self) -> bool:
        """Whether all parts are in, the last one among them."""
        return self.last is not None and hold_all(self.parts, self.last)


class Joining:
    """The joiner in one Home Agent: `initialized` says whether its table is."""

    def __init__(
        self,
        transmitter: Transmitter,
        members: Members,
        timers: Timers,
        counters: Counters,
        now: int,
    ) -> None:
        """Start to listen at `now`."""
        self._transmitter = transmitter
        self._members = members
        self._timers = timers
        self._counters = counters
        self._listen_until = now + timers.listen_time
        self._round: Round | None = None
        self._requests: dict[int, int] = {}
        self._series: dict[tuple[int, str], AwaitedSeries] = {}
        self._lacks_series = False
        self._was_heard = False
        self._speakers: set[str] = set()
        self._asks = False
        self.initialized = False

    # What happens to it.

    def resynchronise(self, now: int) -> None:
        """The operator says so: "any initialized HA does" make a request."""
        if self.initialized:
            self.request(now)

    def heard(self) -> None:
        """A member was heard; initialized without a complete series, this one asks, once."""
        if self._lacks_series and not self._was_heard:
            self._was_heard = self._asks = True

    def heard_to_speak(self, member: str) -> None:
        """A message of section 3 that passed the checks came from a member.

        It can answer, where one heard by its FHRP alone may be a router that is no Home Agent:
        "while it still has had no complete series, again when a message of section 3 that passed
        the checks first comes from a member" (docs/protocol.md#5-6).
        """
        if self._lacks_series and member not in self._speakers:
            self._speakers.add(member)
            self._was_heard = True
            # A round that repeats its request still reaches the member.
            self._asks = self._round is None or not self._round.repeats_left

    def expects(self, reply: TableReply, now: int) -> bool:
        """Whether it answers a "request of this HA in the last 30 s" (5.2)."""
        asked = self._requests.get(reply.request_sequence)
        return asked is not None and now - asked <= MEMORY

    def take(self, reply: TableReply, now: int) -> None:
        """A part came that is expected, passed the checks and was applied."""
        current = self._round
        if current is not None and reply.request_sequence not in current.sequences:
            current = None
        if current is not None:
            current.answered = True
        if reply.code != Code.ACCEPTED:
            return  # "A Table Reply with Code 1 is acknowledged and is no answer."
        key = (reply.request_sequence, reply.home_agent_id)
        series = self._series.setdefault(key, AwaitedSeries())
        is_new = series.add(reply)
        if current is not None and series.is_complete:
            self.complete()
        elif current is not None and is_new:
            current.due = now + self._timers.reply_timeout

    def wake(self, now: int) -> None:
        """Ask, ask again, or be done with it."""
        self._forget(now)
        if self._round is not None and self._round.due <= now:
            self.expire(self._round, now)
        if self._round is not None:
            return
        if self._asks or (not self.initialized and len(self._members)):
            self.request(now)
        elif not self.initialized and self._listen_until <= now:
            self.initialize_incompletely()

    @property
    def deadline(self) -> int | None:
        """When the listen time or the reply timeout ends."""
        if self._round is not None:
            return self._round.due
        return None if self.initialized else self._listen_until

    # What it does.

    def request(self, now: int) -> None:
        """Begin a round: multicast a Table Request."""
        self._asks = False
        self._round = Round(0, self._timers.max_retransmissions)
        self._counters.count(Counter.SENT_REQUESTS)
        self.ask(self._round, now)

    def ask(self, current: Round, now: int) -> None:
        """Multicast a Table Request; a repeated one "is a new message" (5.1)."""
        message = TableRequest(**self._transmitter.next_header(now))
        self._counters.count(Counter.TOTAL_SENT_REQUESTS)
        self._requests[message.sequence] = now
        current.sequences.append(message.sequence)
        current.due = now + self._timers.reply_timeout
        self.send(message)

    def send(self, message: TableRequest) -> None:
        """Send a Table Request: to the group."""
        self._transmitter.multicast(message)

    def expire(self, current: Round, now: int) -> None:
        """The reply timeout passed: repeat the request or, after the last repeat, end the round."""
        if current.repeats_left > 0:
            current.repeats_left -= 1
            self.ask(current, now)
            return
        self._round = None
        if not current.answered:
            self._counters.count(Counter.FAILED_REQUESTS)
        if not self.initialized:
            self.initialize_incompletely()

    def complete(self) -> None:
        """ "All parts of one series with Code 0 are in." """
        self._round = None
        self._lacks_series = self._asks = False
        self._speakers.clear()
        self.initialized = True

    def initialize_incompletely(self) -> None:
        """Initialized "with what it has", or with nothing where there is no member."""
        self._lacks_series = True
        self.initialized = True

    def _forget(self, now: int) -> None:
        for sequence in [s for s, asked in self._requests.items() if now - asked > MEMORY]:
            del self._requests[sequence]
            for key in [key for key in self._series if key[0] == sequence]:
                del self._series[key]
