"""Another Home Agent of the group, played by the tester.

It does no more than a case tells it to: it acknowledges what it hears, unless told to withhold
that; it answers a Table Request if it was given a table; it sends updates and requests on command.
It is not the reference Home Agent, so that no mistake of that one can hide in both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from mipconf.codec import STANDARD, Authenticity, Codec
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.identification import from_time, offset
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
from mipconf.protocol.parts import hold_all
from mipconf.roles.party import Party

_SEQUENCES = 1 << 32


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that this Home Agent took: when, and whether it was multicast."""

    time: int
    message: RedundancyMessage
    multicast: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a table to answer with: its number (1..), bindings and Home Agent List."""

    number: int
    bindings: tuple[Binding, ...] = ()
    home_agents: tuple[str, ...] = ()
    more: bool = False


@dataclass(slots=True)
class _Sent:
    """A part that was sent: how often, and when it is due again."""

    message: TableReply
    due: int
    times: int = 1
    acknowledged: bool = False


@dataclass(slots=True)
class _Serving:
    """A series under way: what was sent, what is left to send."""

    request: TableRequest
    waiting: list[Part]
    sent: dict[int, _Sent] = field(default_factory=dict)


Withhold = Callable[[BindingUpdate | TableReply, int], bool]
"""Whether to withhold the acknowledgement of a message, given which sending it is (1..)."""


def attend(message: BindingUpdate | TableReply, sending: int) -> bool:
    """Withhold nothing."""
    return False


def ignore(message: BindingUpdate | TableReply, sending: int) -> bool:
    """Withhold everything."""
    return True


class PlayedHomeAgent(Party):
    """A Home Agent at `address`.

    `table` is what it answers a Table Request with, if not None. `introduced`: another one's list
    has named it to the HUT.
    """

    def __init__(
        self, address: str, config: HutConfig, random: Random, codec: Codec = STANDARD
    ) -> None:
        super().__init__(address, config, codec)
        self.heard: list[Heard] = []
        self.withhold: Withhold = attend
        self.table: Sequence[Part] | None = None
        self.introduced = False
        self.sequence = random.randrange(_SEQUENCES)
        self._parts: dict[int, list[Heard]] = {}
        self._sendings: dict[tuple[type, int], int] = {}
        self._serving: _Serving | None = None
        self._sent_anything = False

    @property
    def group(self) -> Endpoint:
        """The multicast group."""
        return Endpoint(self.config.group.address, self.config.port)

    def update(
        self,
        now: int,
        bindings: Sequence[Binding],
        *,
        sequence: int | None = None,
        retransmission: bool = False,
    ) -> BindingUpdate:
        """Multicast a Binding Update, with a Sequence Number of its own unless one is given."""
        message = BindingUpdate(
            group=self.config.group.number,
            home_agent_id=self.address,
            sequence=self.next_sequence() if sequence is None else sequence,
            identification=from_time(now),
            retransmission=retransmission,
            bindings=tuple(bindings),
        )
        self.transmit(message, self.group)
        return message

    def request(self, now: int) -> TableRequest:
        """Multicast a Table Request."""
        message = TableRequest(
            group=self.config.group.number,
            home_agent_id=self.address,
            sequence=self.next_sequence(),
            identification=from_time(now),
        )
        self.transmit(message, self.group)
        return message

    def acknowledge(self, now: int, sequence: int) -> None:
        """Acknowledge an update by its Sequence Number, whether it was heard or not."""
        self.transmit(
            BindingUpdateAck(
                group=self.config.group.number,
                home_agent_id=self.address,
                sequence=sequence,
                identification=from_time(now),
            ),
            Endpoint(self.config.ha_id, self.config.port),
        )

    def transmit(self, message: RedundancyMessage, destination: Endpoint) -> None:
        """Send a message, authenticated with the group's first association."""
        self._sent_anything = True
        encoded = self.codec.encode(message, self.keys.group[0])  # type: ignore[arg-type]
        self.send(encoded, destination)

    def bindings_in_a_part(self, table: Sequence[Binding]) -> int:
        """How many bindings of a table a part holds, whichever of them they are."""
        part = TableReply(
            group=self.config.group.number,
            home_agent_id=self.address,
            sequence=0,
            identification=0,
            request_sequence=0,
            part=1,
            more=True,
        )
        room = self.config.max_datagram - len(self.codec.encode(part, self.keys.group[0]))
        return room // max(map(self.codec.binding_size, table))

    def send_part(
        self,
        now: int,
        request: TableRequest,
        part: Part,
        *,
        code: Code = Code.ACCEPTED,
        sequence: int | None = None,
        retransmission: bool = False,
    ) -> TableReply:
        """Send one part in answer to a request, outside of any series of its own."""
        message = TableReply(
            group=self.config.group.number,
            home_agent_id=self.address,
            sequence=self.next_sequence() if sequence is None else sequence,
            identification=from_time(now),
            code=code,
            retransmission=retransmission,
            home_agents=part.home_agents,
            request_sequence=request.sequence,
            part=part.number,
            more=part.more,
            bindings=part.bindings,
        )
        self.transmit(message, Endpoint(request.home_agent_id, self.config.port))
        return message

    def send_again(self, now: int, message: BindingUpdate | TableReply) -> None:
        """Send the HUT an update or a part that it did not acknowledge again, unicast, R = 1."""
        again = replace(message, retransmission=True, identification=from_time(now))
        self.transmit(again, Endpoint(self.config.ha_id, self.config.port))

    @property
    def is_known(self) -> bool:
        """Whether the HUT can know it: by configuration, by a list, or since it sent something.

        Who is not known stays silent, or its acknowledgements would make it known.
        """
        return self._sent_anything or self.introduced or self.address in self.config.peers

    def acknowledged(self, message: BindingUpdate | TableReply, *, since: int = 0) -> bool:
        """Whether the HUT acknowledged a message, after the first `since` messages heard."""
        kind = BindingUpdateAck if isinstance(message, BindingUpdate) else TableReplyAck
        return any(
            isinstance(heard.message, kind) and heard.message.sequence == message.sequence
            for heard in self.heard[since:]
        )

    @property
    def accepted_parts(self) -> int:
        """How many parts of the series under way the HUT acknowledged."""
        if self._serving is None:
            return 0
        return sum(part.acknowledged for part in self._serving.sent.values())

    def requests(self) -> list[TableRequest]:
        """The HUT's Table Requests, in order."""
        return [h.message for h in self.heard if isinstance(h.message, TableRequest)]

    def has_update(self, identification: int) -> bool:
        """Whether an update came as it must, to the whole group and with R = 0."""
        return any(
            binding.identification == identification
            for heard in reversed(self.heard)
            if isinstance(heard.message, BindingUpdate)
            and heard.multicast
            and not heard.message.retransmission
            for binding in heard.message.bindings
        )

    def sendings(self, home_address: str, identification: int) -> list[int]:
        """When the update that carries this state of a mobile node came, first or again.

        One with another Sequence Number is another update.
        """
        came = [
            (heard.message.sequence, heard.time)
            for heard in self.heard
            if isinstance(heard.message, BindingUpdate)
            and any(
                (binding.home_address, binding.identification) == (home_address, identification)
                for binding in heard.message.bindings
            )
        ]
        return [time for sequence, time in came if sequence == came[0][0]]

    def parts_of(self, request: TableRequest) -> list[Heard]:
        """The parts, repeated ones too, that came in answer to a request."""
        return self._parts.get(request.sequence, [])

    def has_series(self, request: TableRequest) -> bool:
        """Whether all parts came in answer to a request."""
        replies = [h.message for h in self.parts_of(request) if isinstance(h.message, TableReply)]
        last = [reply.part for reply in replies if not reply.more]
        return bool(last) and hold_all({reply.part for reply in replies}, last[0])

    def receive(self, datagram: Datagram, now: int) -> None:
        """Take a message of the group; acknowledge it and answer it as told."""
        decoded = self.codec.decode(datagram.payload, self.keys.of_group())
        message = decoded.message
        if (
            not isinstance(message, RedundancyMessage)
            or decoded.defect is not None
            or decoded.authentication.authenticity is not Authenticity.VALID
            or message.group != self.config.group.number
            or message.home_agent_id in (self.address,)
            or message.home_agent_id != datagram.source.address
        ):
            return
        if not self._is_timely(message, now):
            if isinstance(message, BindingUpdate | TableReply) and self.is_known:
                self._answer(message, Code.IDENTIFICATION_MISMATCH, now)
            return
        heard = Heard(now, message, datagram.destination.is_multicast)
        self.heard.append(heard)
        if isinstance(message, TableReply):
            self._parts.setdefault(message.request_sequence, []).append(heard)
        match message:
            case BindingUpdate() | TableReply():
                self._acknowledge(message, now)
            case TableRequest() if self.table is not None and not self._answers(message):
                self._serving = _Serving(message, list(self.table))
                self._fill(now)
            case TableReplyAck() if self._serving is not None:
                sent = self._serving.sent.get(message.sequence)
                if sent is not None:
                    sent.acknowledged = True
                    self._fill(now)

    def _answers(self, request: TableRequest) -> bool:
        """Whether it answers this very request already: a duplicate "is not applied" (5.1)."""
        return self._serving is not None and self._serving.request.sequence == request.sequence

    @property
    def deadline(self) -> int | None:
        """When a part is due again."""
        if self._serving is None:
            return None
        return min((part.due for part in self._outstanding()), default=None)

    def wake(self, now: int) -> None:
        """Send again the parts that were not acknowledged in time."""
        for part in list(self._outstanding()):
            if part.due > now:
                continue
            part.times += 1
            part.due = now + self._interval
            self.send_again(now, part.message)

    @property
    def _interval(self) -> int:
        return self.config.timers.retransmit_ms * MILLISECOND

    def _outstanding(self) -> list[_Sent]:
        if self._serving is None:
            return []
        most = 1 + self.config.timers.max_retransmissions
        return [
            part
            for part in self._serving.sent.values()
            if not part.acknowledged and part.times < most
        ]

    def _fill(self, now: int) -> None:
        """Send parts until a window of them is unacknowledged (docs/protocol.md#5-7)."""
        assert self._serving is not None
        while self._serving.waiting and len(self._outstanding()) < self.config.window:
            part = self._serving.waiting.pop(0)
            request = self._serving.request
            message = self.send_part(now, request, part)
            self._serving.sent[message.sequence] = _Sent(message, now + self._interval)

    def _acknowledge(self, message: BindingUpdate | TableReply, now: int) -> None:
        key = (type(message), message.sequence)
        self._sendings[key] = self._sendings.get(key, 0) + 1
        if self.is_known and not self.withhold(message, self._sendings[key]):
            self._answer(message, Code.ACCEPTED, now)

    def _is_timely(self, message: RedundancyMessage, now: int) -> bool:
        """Whether the Identification is within the replay window (docs/protocol.md#5-2)."""
        window = self.config.timers.replay_window_s * SECOND
        return abs(offset(message.identification, now)) <= window

    def _answer(self, message: BindingUpdate | TableReply, code: Code, now: int) -> None:
        kind = BindingUpdateAck if isinstance(message, BindingUpdate) else TableReplyAck
        self.transmit(
            kind(
                group=self.config.group.number,
                home_agent_id=self.address,
                sequence=message.sequence,
                identification=from_time(now),
                code=code,
            ),
            Endpoint(message.home_agent_id, self.config.port),
        )

    def next_sequence(self) -> int:
        """The next Sequence Number of its counter."""
        self.sequence = (self.sequence + 1) % _SEQUENCES
        return self.sequence


def split(bindings: Sequence[Binding], size: int) -> list[Part]:
    """A table in parts of at most `size` bindings; an empty table is one part."""
    chunks = [tuple(bindings[i : i + size]) for i in range(0, len(bindings), size)] or [()]
    return [
        Part(number, chunk, more=number < len(chunks))
        for number, chunk in enumerate(chunks, start=1)
    ]
