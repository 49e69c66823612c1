"""The trace as one Home Agent's doings: what it sent, what reached it, and when it ran.

Every claim's judge function starts from a `View`. It decodes the packets once, leaves out what no
receiver would accept, and splits the rest by whether the HUT sent it or heard it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median_low
from typing import Generic, TypeVar

from mipconf.codec import Authenticity, fits
from mipconf.judge.fhrp.election import Election
from mipconf.layers.security import KeyRing
from mipconf.net.host import UDP, Datagram, Endpoint
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.identification import is_newer, offset
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Message,
    RedundancyMessage,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet, Remark, RemarkKind, Trace

M_co = TypeVar("M_co", covariant=True)
N = TypeVar("N")

SLOW = 2
"""A host is too slow for a tolerance if it takes more than this part of it to hear a datagram."""

_FEW_LOST = 10_000
"""Messages that a capture may miss between two others, one after the other."""

_ENDS = (RemarkKind.STOPPED, RemarkKind.KILLED, RemarkKind.GONE)


@dataclass(frozen=True, slots=True)
class Event(Generic[M_co]):
    """One message on the wire: where it stands in the capture, and what it says."""

    frame: int
    time: int
    source: Endpoint
    destination: Endpoint
    message: M_co


@dataclass(frozen=True, slots=True)
class Flaw:
    """A message of the HUT that no receiver would accept, and why."""

    frame: int
    reason: str
    event: Event[Message] | None


@dataclass(frozen=True, slots=True)
class Incarnation:
    """One time from a start of the HUT to its end; its table ends with it.

    `start` and `ready` are None when the HUT ran before the trace began, `end` when it ran on
    after. `gone` says how it ended where the tester did not end it. `since` is when it was first
    seen, where the trace has an earlier incarnation and not the start of this one.
    """

    start: int | None
    ready: int | None
    end: int | None
    gone: str | None = None
    since: int | None = None

    @property
    def begin(self) -> int:
        """When it begins, in nanoseconds; 0 for one from before the trace."""
        return self.start or self.since or 0

    @property
    def ready_from(self) -> int:
        """When the HUT was ready; 0 where it was so before the trace."""
        return self.ready or 0

    @property
    def is_unsettled(self) -> bool:
        """Whether it is only a time before an incarnation was first seen, with a start in it or
        not.
        """
        return self.start is None and self.since is None and self.end is not None

    def covers(self, time: int) -> bool:
        """Whether the HUT ran at `time`."""
        return self.begin <= time and (self.end is None or time <= self.end)


class View:
    """What one trace tells of one HUT."""

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self.trace = trace
        self.setting = setting
        self._codec = setting.format.load()

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """The tester's remarks, in order of time."""
        return tuple(sorted(self.trace.remarks, key=lambda remark: (remark.time, remark.frame)))

    def remarked(self, *kinds: RemarkKind) -> list[Remark]:
        """The remarks of these kinds."""
        return [remark for remark in self.remarks if remark.kind in kinds]

    @cached_property
    def end(self) -> int:
        """When the trace ended: nothing due later can be judged."""
        ended = [remark.time for remark in self.remarked(RemarkKind.ENDED)]
        last = max((packet.time for packet in self.trace.packets), default=0)
        return ended[-1] if ended else last

    @cached_property
    def incarnations(self) -> tuple[Incarnation, ...]:
        """The times that the HUT ran, in order."""
        if self.setting.external:
            return tuple(self._incarnations_by_sequence())
        incarnations: list[Incarnation] = []
        current = None if self.remarked(RemarkKind.STARTING) else Incarnation(None, None, None)
        for remark in self.remarks:
            if remark.kind == RemarkKind.STARTING:
                current = Incarnation(remark.time, None, None)
            elif current is None:
                continue
            elif remark.kind == RemarkKind.READY:
                current = replace(current, ready=remark.time)
            elif remark.kind in _ENDS:
                gone = remark.kind == RemarkKind.GONE
                reason = str(remark.data.get("reason", "")) if gone else None
                incarnations.append(replace(current, end=remark.time, gone=reason))
                current = None
        if current is not None:
            incarnations.append(current)
        incarnations = [self._ready_by_deed(incarnation) for incarnation in incarnations]
        return tuple(incarnations)

    def _incarnations_by_sequence(self) -> Iterator[Incarnation]:
        """The lives that Sequence Numbers tell of: each begins its counter "at random" (5.1).

        What happened between two of them may belong to either, and so to none. Nor can be told
        whether what came before the first number belongs to it.
        """
        since = None
        if self._counted:
            since = self._counted[0][0]
            yield Incarnation(None, None, since - 1)
        for (before, last), (time, sequence) in pairwise(self._counted):
            if not _follows(sequence, last):
                yield Incarnation(None, None, before, since=since)
                since = time
        yield Incarnation(None, None, None, since=since)

    @cached_property
    def _counted(self) -> tuple[tuple[int, int], ...]:
        """The times and Sequence Numbers of what the HUT sent anew by its counter (5.1)."""
        return _by_counter(self._sent)

    @cached_property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The times, from and to, in which a Home Agent sent more than the trace has."""
        by_source: dict[str, list[Event[Message]]] = {}
        for event in self._decoded[0]:
            by_source.setdefault(event.source.address, []).append(event)
        return tuple(
            (before, time)
            for said in by_source.values()
            for (before, last), (time, sequence) in pairwise(_by_counter(said))
            if sequence > last + 1
        )

    def surely_ran(self, start: int, end: int) -> bool:
        """Whether the HUT ran all the time: nobody tells that of a HUT which others run."""
        if not self.setting.external:
            return True
        incarnation = self.incarnation_at(start)
        times = [
            time
            for time, _ in self._counted
            if incarnation is not None and incarnation.covers(time)
        ]
        return bool(times) and times[0] <= start and end <= times[-1]

    def _ready_by_deed(self, incarnation: Incarnation) -> Incarnation:
        """A HUT that sends is ready, even before the tester has read its READY."""
        if incarnation.start is None:
            return incarnation
        deeds = [
            packet.time
            for packet in self.trace.packets
            if packet.datagram.source.address == self.setting.hut
            and incarnation.covers(packet.time)
        ]
        ready = [time for time in (incarnation.ready, *deeds) if time is not None]
        return replace(incarnation, ready=min(ready, default=None))

    def incarnation_at(self, time: int) -> Incarnation | None:
        """The incarnation that the HUT was in at `time`."""
        return next(
            (incarnation for incarnation in self.incarnations if incarnation.covers(time)), None
        )

    @cached_property
    def _decoded(self) -> tuple[tuple[Event[Message], ...], tuple[Flaw, ...], tuple[Flaw, ...]]:
        """What is accepted; what is not, of the HUT; and what is not, from others in its name."""
        events: list[Event[Message]] = []
        flaws: list[Flaw] = []
        elsewhere: list[Flaw] = []
        forged = {
            remark.data.get("frame"): str(remark.data.get("reason", ""))
            for remark in self.remarked(RemarkKind.UNAUTHENTIC)
        }
        nobody = KeyRing(())
        packets = sorted(self.trace.packets, key=lambda packet: (packet.time, packet.frame))
        for packet in packets:
            if not self._concerns(packet):
                continue
            decoded = self._codec.decode(packet.datagram.payload, nobody)
            message = decoded.message
            reason = forged.get(packet.frame)
            if reason is None and decoded.defect is not None:
                reason = str(decoded.defect)
            if reason is None and decoded.authentication.authenticity in (
                Authenticity.INVALID,
                Authenticity.ABSENT,
            ):
                reason = decoded.authentication.reason
            datagram = packet.datagram
            if reason is None and isinstance(message, RedundancyMessage):
                reason = self._misaddressed(message, datagram)
            event = None
            if message is not None:
                event = Event(
                    packet.frame, packet.time, datagram.source, datagram.destination, message
                )
            # A request that fails its checks is still a request: it is to be refused.
            if event and (reason is None or isinstance(message, RegistrationRequest)):
                events.append(event)
            elif reason is not None and self._is_hut(datagram.source.address):
                flaws.append(Flaw(packet.frame, reason, event))
            elif reason is not None and self._speaks_as_hut(message):
                elsewhere.append(Flaw(packet.frame, reason, event))
        return tuple(events), tuple(flaws), tuple(elsewhere)

    def _concerns(self, packet: Packet) -> bool:
        return packet.datagram.destination.protocol == UDP and self.setting.port in (
            packet.datagram.destination.port,
            packet.datagram.source.port,
        )

    def _in_window(self, event: Event[Message]) -> bool:
        """Whether the HUT's check of the Identification passes (docs/protocol.md#5-2)."""
        if not isinstance(event.message, RedundancyMessage):
            return True
        window = self.setting.timers.replay_window_s * SECOND
        now = event.time + self.clock_ahead
        return abs(offset(event.message.identification, now)) <= window

    @cached_property
    def clock_ahead(self) -> int:
        """By how much the HUT's clock is ahead of that of a capture which is not of a run.

        Each of its messages tells: their Identification is the time of sending.
        """
        told = [
            offset(event.message.identification, event.time)
            for event in self._sent
            if isinstance(event.message, RedundancyMessage)
        ]
        return median_low(told) if told and self.setting.external else 0

    def _is_own_reply(self, event: Event[Message]) -> bool:
        """Whether a reply from the virtual IP address is the HUT's: that is the active HA's.

        Where two say that they are active, or nobody does, the binding's home agent tells.
        """
        if not self.setting.shares_virtual_ip or event.source.address == self.setting.hut:
            return True
        is_active = self.election.hut_says_active(event.time)
        if is_active != bool(self.election.other_actives(event.time)):
            return is_active
        assert isinstance(event.message, RegistrationReply)
        home = event.message.home_address
        near = self.setting.answer_ns
        return any(
            binding.home_address == home and binding.home_agent == self.setting.hut
            for other in self._decoded[0]
            if isinstance(other.message, BindingUpdate) and abs(other.time - event.time) <= near
            for binding in other.message.bindings
        )

    def _misaddressed(self, message: RedundancyMessage, datagram: Datagram) -> str | None:
        source, port = datagram.source.address, datagram.destination.port
        if message.group != self.setting.group.number:
            return f"group {message.group}, not {self.setting.group.number}"
        if message.home_agent_id != source:
            return f"Home Agent Identifier {message.home_agent_id} in a datagram from {source}"
        if source == self.setting.group.virtual_ip:
            return f"sent from the virtual IP address {source}, which is no Home Agent's id"
        if isinstance(message, TableRequest | TableReply) and port != self.setting.port:
            return f"sent to port {port}, not {self.setting.port}"
        return None

    def _speaks_as_hut(self, message: Message | None) -> bool:
        return isinstance(message, RedundancyMessage) and (
            message.home_agent_id == self.setting.hut
        )

    def _is_hut(self, address: str) -> bool:
        return address in (self.setting.hut, self.setting.group.virtual_ip)

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """Messages of the HUT that were not counted, and why."""
        return self._decoded[1]

    @cached_property
    def unauthentic(self) -> frozenset[int]:
        """The frames whose authenticator does not hold, by the tester's remarks."""
        frames = (remark.data.get("frame") for remark in self.remarked(RemarkKind.UNAUTHENTIC))
        return frozenset(frame for frame in frames if isinstance(frame, int))

    @cached_property
    def _sent(self) -> tuple[Event[Message], ...]:
        return tuple(
            event
            for event in self._decoded[0]
            if self._is_hut(event.source.address)
            and not isinstance(event.message, RegistrationRequest)
            and (not isinstance(event.message, RegistrationReply) or self._is_own_reply(event))
        )

    @cached_property
    def _heard(self) -> tuple[Event[Message], ...]:
        near = (self.setting.hut, self.setting.group.address)
        return tuple(
            event
            for event in self._decoded[0]
            if not self._is_hut(event.source.address)
            and self._in_window(event)
            and (
                event.destination.address in near
                or (
                    event.destination.address == self.setting.group.virtual_ip
                    and isinstance(event.message, RegistrationRequest)
                )
            )
        )

    @cached_property
    def election(self) -> Election:
        """The messages of the group's FHRP."""
        return Election(self.trace, self.setting)

    def has_room(self, binding: Binding) -> bool:
        """Whether a message can hold the binding with all its sub-options."""
        return fits(binding, self._codec)

    def sent(self, kind: type[N]) -> list[Event[N]]:
        """The messages of one kind that the HUT sent and a receiver would accept."""
        return _of_kind(self._sent, kind)

    def heard(self, kind: type[N]) -> list[Event[N]]:
        """The messages of one kind that reached the HUT and pass the checks of 5.2.

        Registration Requests are in here whether they pass their own checks or not.
        """
        return _of_kind(self._heard, kind)

    @cached_property
    def requests(self) -> tuple[Event[TableRequest], ...]:
        """The Table Requests of which an answer can be due.

        None is to a duplicate, which "is not applied" (docs/protocol.md#5-1), nor to one that came
        after a newer one of the same requester: "one that is older by its Identification than the
        one being answered is ignored" (5.7).
        """
        newest: dict[str, int] = {}
        due = []
        for request in self.heard(TableRequest):
            message = request.message
            known = newest.get(message.home_agent_id)
            if known is None or is_newer(message.identification, known):
                newest[message.home_agent_id] = message.identification
                due.append(request)
        return tuple(due)

    @cached_property
    def answers(self) -> tuple[int, ...]:
        """The times at which the HUT answered somebody: it was alive then."""
        kinds = (RegistrationReply, BindingUpdateAck, TableReply, TableReplyAck)
        return tuple(event.time for event in self._sent if isinstance(event.message, kinds))

    def alive_after(self, time: int) -> bool:
        """Whether the HUT answered something after `time` in the same incarnation (docs/claims.md,
        Silence).
        """
        incarnation = self.incarnation_at(time)
        return incarnation is not None and any(
            answer > time and incarnation.covers(answer) for answer in self.answers
        )

    def judgeable(self, stimulus: int, deadline: int) -> bool:
        """Whether a duty from `stimulus` to `deadline` can be judged at all.

        It cannot when the trace, or the HUT's incarnation by the tester's own doing, ended before.
        """
        incarnation = self.incarnation_at(stimulus)
        if incarnation is None or deadline > self.end:
            return False
        return (
            incarnation.end is None or incarnation.gone is not None or deadline <= incarnation.end
        )

    def too_slow_for(self, tolerance_ns: int) -> str | None:
        """Why the tester's host is too slow to judge by a tolerance; None: it is not.

        "Where that is too slow for a tolerance, what hangs on it is INCONCLUSIVE" (docs/claims.md,
        Time). It was measured before the run, and all through the case.
        """
        noted = [remark.data.get("latency_ns") for remark in self.remarked(RemarkKind.ENDED)]
        latencies = [latency for latency in noted if isinstance(latency, int)]
        latency = max((self.setting.latency_ns, *latencies))
        if latency * SLOW < tolerance_ns:
            return None
        return (
            f"the tester's host took {latency / MILLISECOND:.0f} ms to hear a datagram, too slow "
            f"for a tolerance of {tolerance_ns / MILLISECOND:.0f} ms"
        )

    def why_silent(self, stimulus: int, deadline: int) -> str | None:
        """Why a missing answer proves nothing: the HUT was gone or did not answer afterwards.

        Or the tester's host is too slow to hear it in time.
        """
        slow = self.too_slow_for(self.setting.answer_ns)
        if slow is not None:
            return slow
        incarnation = self.incarnation_at(stimulus)
        if (
            incarnation is not None
            and incarnation.gone is not None
            and (incarnation.end or 0) <= deadline
        ):
            return f"the HUT ended by itself: {incarnation.gone}"
        if not self.alive_after(deadline):
            return (
                f"the HUT answered nothing afterwards{self._instead}, so its silence proves nothing"
            )
        if not self.surely_ran(stimulus, deadline):
            return "the HUT may not have run all the time, so its silence proves nothing"
        return None

    @property
    def _instead(self) -> str:
        """What came of the HUT, or in its name, that no receiver would take for an answer."""
        _, flaws, elsewhere = self._decoded
        unaccepted = sorted((*flaws, *elsewhere), key=lambda flaw: flaw.frame)
        if not unaccepted:
            return ""
        first = unaccepted[0]
        return (
            f" that a receiver accepts ({len(unaccepted)} messages are not accepted, "
            f"the first in frame {first.frame}: {first.reason})"
        )


def _by_counter(said: Iterable[Event[Message]]) -> tuple[tuple[int, int], ...]:
    """The times and Sequence Numbers of what somebody sent anew, which has numbers of its own."""
    return tuple(
        (event.time, event.message.sequence)
        for event in said
        if isinstance(event.message, BindingUpdate | TableRequest | TableReply)
        and not event.message.retransmission
    )


def _follows(sequence: int, before: int) -> bool:
    """Whether two Sequence Numbers are of one counter, some messages being lost or late."""
    return (sequence - before + _FEW_LOST) % (1 << 32) <= 2 * _FEW_LOST


def _of_kind(events: tuple[Event[Message], ...], kind: type[N]) -> list[Event[N]]:
    return [event for event in events if isinstance(event.message, kind)]  # type: ignore[misc]
