"""Answering Table Requests: who does, and how a table is sent in parts (docs/protocol.md#5-7).

A *series* is all parts that answer one request. At most *window* of them are unacknowledged at a
time; a further one is made when one is acknowledged, of what the table holds then. Times are
nanoseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from mipconf.fhrp.protocol import Fhrp
from mipconf.ha.counters import Counter, Counters
from mipconf.ha.delivery import Deliveries, Delivery, Outcome
from mipconf.ha.members import Members
from mipconf.ha.packing import Packing
from mipconf.ha.table import BindingTable, Entry
from mipconf.ha.timers import Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.profile.contract import HutConfig
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import Code, TableReply, TableRequest

MOST = 256
"""How many requesters may be answered at once; further ones ask again."""


@dataclass(slots=True)
class ServedSeries:
    """The parts for one requester: what is still to be sent, and what is unacknowledged."""

    request: TableRequest
    code: Code
    home_agents: list[str]
    packing: Packing
    parts: int = 0
    is_sent: bool = False
    in_flight: dict[int, None] = field(default_factory=dict)


class Answering:
    """The responder in one Home Agent."""

    deliveries_type = Deliveries

    def __init__(
        self,
        *,
        config: HutConfig,
        transmitter: Transmitter,
        table: BindingTable,
        members: Members,
        fhrp: Fhrp,
        timers: Timers,
        counters: Counters,
    ) -> None:
        self._responder = config.responder
        self._own_id = config.ha_id
        self._window = config.window
        self._transmitter = transmitter
        self._table = table
        self._members = members
        self._fhrp = fhrp
        self._counters = counters
        self._series: dict[str, ServedSeries] = {}
        self.deliveries = self.deliveries_type(
            transmitter=transmitter,
            timers=timers,
            counters=counters,
            total=Counter.TOTAL_SENT_REPLIES,
            failed=Counter.FAILED_REPLIES,
            ended=self._ended,
        )

    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        """Answer a request that passed the checks, if it is for this Home Agent to do."""
        requester = request.home_agent_id
        series = self._series.get(requester)
        if series is not None:
            if is_newer(series.request.identification, request.identification):
                return  # "One that is older ... than the one being answered is ignored."
            self.abandon(requester)
        if len(self._series) >= MOST:
            return
        if not initialized:
            self.begin(request, Code.NOT_INITIALIZED, now)
        elif self.is_designated(requester, now):
            self.begin(request, Code.ACCEPTED, now)

    def is_designated(self, requester: str, now: int) -> bool:
        """Whether this initialized Home Agent is a *designated responder* for the requester."""
        match self._responder:
            case "always":
                return True
            case "never":
                return False
            case "active":
                return self._fhrp.is_active or not self._knows_active_besides(requester, now)

    def _knows_active_besides(self, requester: str, now: int) -> bool:
        """Whether a third Home Agent is active and so will answer.

        A router that never said a message of section 3 "is no HA, and answers nobody"
        (docs/protocol.md#5-7).
        """
        return any(
            active != requester and self._members.has_spoken(active)
            for active in self._fhrp.other_actives(now)
        )

    def begin(self, request: TableRequest, code: Code, now: int) -> None:
        """Begin a series; that of an uninitialized table is one part without bindings."""
        homes = self.home_addresses() if code == Code.ACCEPTED else []
        self._series[request.home_agent_id] = ServedSeries(
            request,
            code,
            self.home_agent_list(),
            Packing(homes, self.told, lambda entry: self.size(entry, now)),
        )
        self.advance(request.home_agent_id, now)

    def home_addresses(self) -> list[str]:
        """The home addresses that a whole table tells of, in their order."""
        return self._table.home_addresses()

    def home_agent_list(self) -> list[str]:
        """The Home Agent List: "the sender is in its own list" (4.2)."""
        return [self._own_id, *self._members]

    def told(self, home_address: str, now: int) -> Entry | None:
        """The state that a part tells of a home address; marked entries go with X = 1 (5.5)."""
        return self._table.get(home_address, now)

    def size(self, entry: Entry, now: int) -> int:
        """How many octets a state takes in a part."""
        return self._transmitter.codec.binding_size(entry.binding(now))

    def advance(self, requester: str, now: int) -> None:
        """Send parts while the window is open; forget a series that is done."""
        series = self._series[requester]
        while not series.is_sent and len(series.in_flight) < self._window:
            self.send_part(series, now)
        if series.is_sent and not series.in_flight:
            del self._series[requester]

    def send_part(self, series: ServedSeries, now: int) -> None:
        """Make the next part and send it to the requester alone."""
        home_agents = self.take_home_agents(series)
        room = self._transmitter.reply_room(home_agents)
        entries = [] if series.home_agents else series.packing.fill(room, now)
        series.parts += 1
        series.is_sent = series.packing.is_done and not series.home_agents
        message = TableReply(
            **self._transmitter.next_header(now),
            code=series.code,
            request_sequence=series.request.sequence,
            part=series.parts,
            more=not series.is_sent,
            home_agents=home_agents,
            bindings=tuple(entry.binding(now) for entry in entries),
        )
        requester = series.request.home_agent_id
        self._counters.count(Counter.SENT_REPLIES)
        self._transmitter.unicast(message, requester)
        series.in_flight[message.sequence] = None
        self.deliveries.begin(message, entries, [requester], now)

    def take_home_agents(self, series: ServedSeries) -> tuple[str, ...]:
        """The ids of the list that the next part holds: all, but of a very long list."""
        fitting = self._transmitter.home_agents_that_fit(series.home_agents)
        taken = tuple(series.home_agents[:fitting])
        del series.home_agents[:fitting]
        return taken

    def abandon(self, requester: str) -> None:
        """End the series for a requester, if there is one."""
        series = self._series.pop(requester, None)
        if series is not None:
            for sequence in series.in_flight:
                self.deliveries.cancel(sequence)

    def _ended(self, delivery: Delivery, member: str, outcome: Outcome, now: int) -> None:
        """A part is done with: go on or, "when one is given up", give up the rest too.

        A part that is superseded or expired tells nothing that the requester still needs: it is a
        member, so newer state reaches it as an update. The rest of its series goes on.
        """
        series = self._series.get(member)
        if series is None or delivery.message.sequence not in series.in_flight:
            return
        del series.in_flight[delivery.message.sequence]
        if outcome in (Outcome.REFUSED, Outcome.UNANSWERED):
            self.abandon(member)
        else:
            self.advance(member, now)
