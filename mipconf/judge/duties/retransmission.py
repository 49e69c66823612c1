"""The duty to send again, unicast, to each member that does not acknowledge, and to no other.

A retransmission is due between 0.5 and 2 times the interval then in force, plus 100 ms, after the
last sending. The last gap, and twice the last gap, are both in force (docs/claims.md, Time).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.duties.notification import elapsed
from mipconf.judge.duties.supersession import Stop
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.judge.history.transmissions import Sent, Transmission
from mipconf.net.host import Endpoint
from mipconf.protocol.durations import FOREVER, MILLISECOND, SECOND
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import INFINITE_LIFETIME, Binding
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.setting import Setting

CLAUSE = (
    "docs/protocol.md#5-4-retransmission: to each member that ... has not acknowledged it within "
    "the retransmit "
    "interval, it retransmits, unicast, max retransmissions times"
)
_SAME = (
    ("Code", "code"),
    ("Home Agent List", "home_agents"),
    ("Request Sequence", "request_sequence"),
    ("Part", "part"),
    ("M", "more"),
)
"""What a retransmission keeps, besides its bindings and Sequence Number (5.1)."""

ACKNOWLEDGED, NEVER_ACKNOWLEDGED = REQUIREMENTS["18"].situations


@dataclass(frozen=True, slots=True)
class Retransmission:
    """What the HUT did about one member that did not acknowledge one transmission at once."""

    member: str
    sendings: tuple[Event[Sent], ...]
    acknowledged: int
    finding: Finding


def retransmission(
    history: History, transmission: Transmission, member: str, stop: Stop
) -> Retransmission | None:
    """Judge one transmission for one member; None where no retransmission was ever due."""
    first = transmission.first
    acks = [ack for ack in transmission.acks_of(member) if ack.time >= first.time]
    acknowledged = acks[0].time if acks else FOREVER
    sendings = transmission.sendings_to(member)
    judged = _Judged(history, transmission, member, sendings, acknowledged, stop)
    problem, frames, due = judged.problem()
    if problem is not None:
        finding = _failure(judged, problem, frames, due)
    else:
        situation = judged.situation()
        if situation is None:
            return None
        finding = Finding.met(situation, *(sending.frame for sending in sendings))
    return Retransmission(member, tuple(sendings), acknowledged, finding)


def _failure(judged: _Judged, problem: str, frames: tuple[int, ...], due: int | None) -> Finding:
    history, first, sendings = judged.history, judged.transmission.first, judged.sendings
    situation = NEVER_ACKNOWLEDGED if judged.acknowledged == FOREVER else ACKNOWLEDGED
    subject = f"{_name(first.message)} {judged.transmission.sequence}"
    # Of what never came a little lateness is no excuse; of what came at the wrong time it is.
    tolerances = history.setting.tolerances
    waited = int(history.setting.timers.retransmit_ms * tolerances.retransmit_late)
    narrow = min(tolerances.retransmit_slack_ms, tolerances.crossing_ms)
    slow = history.why_too_slow((narrow if len(sendings) > 1 else waited) * MILLISECOND)
    deadline = sendings[-1].time if due is None else due
    silent = slow or history.silence.excuse(first.time, deadline)
    if silent is not None and len(sendings) <= history.setting.timers.max_retransmissions:
        return Finding.unclear(situation, frames, f"{subject}: {silent}")
    return Finding.missed(
        situation,
        frames,
        f"{subject} to {judged.member}: {problem}",
        clause=CLAUSE,
        expected=judged.expected(),
        observed=problem,
        due=due,
    )


def given_up(
    history: History, transmission: Transmission, member: str, stop: Stop, time: int
) -> bool:
    """Whether a transmission that a member did not accept can be given up for it by `time` (5.4).

    Claim 8 judges a HUT that gives up too early. Here it is enough that no more was due,
    or that no more came.
    """
    if history.setting.lossy or stop.may <= time:
        return True
    interval = history.setting.timers.retransmit_ms * MILLISECOND
    first = transmission.first.time + int(interval * history.setting.tolerances.retransmit_early)
    if first <= time and transmission.sendings_to(member)[-1].time <= time:
        return True
    if any(ack.message.code and ack.time <= time for ack in transmission.acks_of(member)):
        return True
    sendings = [sending for sending in transmission.sendings_to(member) if sending.time < time]
    return _Rhythm(history.setting, sendings).is_over(time)


@dataclass(frozen=True, slots=True)
class _Rhythm:
    """When sendings of one message follow each other."""

    setting: Setting
    sendings: Sequence[Event[Sent]]

    def due(self, index: int) -> tuple[int, int]:
        """From when until when the sending after number `index` is due."""
        tolerances = self.setting.tolerances
        interval = self.setting.timers.retransmit_ms * MILLISECOND
        last = self.sendings[index].time
        gap = last - self.sendings[index - 1].time if index else interval
        shortest = min(gap, interval)
        longest = max(2 * gap, interval) if index else interval
        return (
            last + int(shortest * tolerances.retransmit_early),
            last
            + int(longest * tolerances.retransmit_late)
            + tolerances.retransmit_slack_ms * MILLISECOND,
        )

    def is_over(self, time: int) -> bool:
        """Whether no further sending is due at `time`: all were sent, or the next one is late."""
        count = len(self.sendings) - 1
        return count >= self.setting.timers.max_retransmissions or self.due(count)[1] < time


@dataclass(frozen=True, slots=True)
class _Judged:
    history: History
    transmission: Transmission
    member: str
    sendings: list[Event[Sent]]
    acknowledged: int
    stop: Stop

    @property
    def _most(self) -> int:
        return self.history.setting.timers.max_retransmissions

    @property
    def _may_stop(self) -> int:
        return min(self.acknowledged, self.stop.may, _exhausted(self.transmission.first))

    @property
    def _must_stop(self) -> int:
        return min(self.acknowledged, self.stop.must) + self.history.setting.crossing_ns

    def _due(self, index: int) -> tuple[int, int]:
        return _Rhythm(self.history.setting, self.sendings).due(index)

    def expected(self) -> str:
        interval = self.history.setting.timers.retransmit_ms
        return (
            f"unicast retransmissions (R = 1, same Sequence Number, fresh Identification) to "
            f"{self.member} about every {interval} ms, {self._most} in all, until it acknowledges"
        )

    def situation(self) -> str | None:
        """What this shows where nothing is wrong; None where it shows nothing."""
        if len(self.sendings) == 1:
            return None
        if self.acknowledged < FOREVER:
            return ACKNOWLEDGED
        count = len(self.sendings) - 1
        # The slack is for a slow host: a tester that watched until then would have seen one more.
        slack = self.history.setting.tolerances.retransmit_slack_ms * MILLISECOND
        watched = self._due(count)[1] - slack <= min(
            self.history.silence.watched_until, self._life_end()
        )
        return NEVER_ACKNOWLEDGED if count == self._most and watched else None

    def _life_end(self) -> int:
        incarnation = self.history.incarnations.at(self.transmission.first.time)
        return FOREVER if incarnation is None or incarnation.end is None else incarnation.end

    def problem(self) -> tuple[str | None, tuple[int, ...], int | None]:
        """What is wrong, the frames that show it, and when what never came was due.

        None, and no frames, where nothing is wrong.
        """
        lossless = not self.history.setting.lossy
        for index, sending in enumerate(self.sendings[1:], start=1):
            before = self.sendings[index - 1]
            frames = (self.sendings[0].frame, before.frame, sending.frame)
            port = self.history.setting.port
            wrong = next(_differences(self.transmission.first, before, sending, port), None)
            if wrong is None and lossless:
                wrong = self._wrong_time(index, sending)
            if wrong is not None:
                return wrong, tuple(dict.fromkeys(frames)), None
        if lossless:
            return self._missing_sending()
        return None, (), None

    def _wrong_time(self, index: int, sending: Event[Sent]) -> str | None:
        early, late = self._due(index - 1)
        since = elapsed(self.sendings[index - 1].time, sending.time)
        if sending.time > self._must_stop:
            reason = (
                "it was acknowledged"
                if self.acknowledged <= self.stop.must
                else "the HUT had newer state for all of its bindings"
            )
            over = elapsed(min(self.acknowledged, self.stop.must), sending.time)
            return f"retransmission {index} came {over} after {reason}"
        if index > self._most:
            return f"retransmission {index}, and max retransmissions is {self._most}"
        if sending.time < early:
            return f"retransmission {index} came too early, after {since}"
        if sending.time > late:
            return f"retransmission {index} came too late, after {since}"
        return None

    def _missing_sending(self) -> tuple[str | None, tuple[int, ...], int | None]:
        count = len(self.sendings) - 1
        late = self._due(count)[1]
        if (
            count >= self._most
            or self._may_stop <= late
            or not self.history.silence.is_judgeable(self.sendings[-1].time, late)
        ):
            return None, (), None
        since = elapsed(self.sendings[-1].time, late)
        problem = (
            f"{self.member} did not acknowledge it and was not sent it again within {since}"
            f" ({count} of {self._most} retransmissions came)"
        )
        return problem, tuple(sending.frame for sending in self.sendings), late


def _name(message: Sent) -> str:
    return "part" if hasattr(message, "part") else "update"


def _exhausted(first: Event[Sent]) -> int:
    """When no binding of the message has any lifetime left: "the retransmission ends" (5.1)."""
    bindings = first.message.bindings
    if not bindings or any(
        b.deleted or b.lifetime_remaining == INFINITE_LIFETIME for b in bindings
    ):
        return FOREVER
    return first.time + (max(b.lifetime_remaining for b in bindings) - 1) * SECOND


def _differences(
    first: Event[Sent], before: Event[Sent], again: Event[Sent], port: int
) -> Iterator[str]:
    """How a retransmission differs from what it repeats, where it must not (5.1)."""
    if not again.message.retransmission:
        yield "it was sent again with R = 0"
    if again.destination != Endpoint(again.destination.address, port):
        yield f"it was sent again to port {again.destination.port}, not {port}"
    if not is_newer(again.message.identification, before.message.identification):
        yield "it was sent again without a fresh Identification"
    for name, attribute in _SAME:
        expected, observed = (getattr(m.message, attribute, None) for m in (first, again))
        if expected != observed:
            yield f"it was sent again with another {name}: {observed}, not {expected}"
    left = list(first.message.bindings)
    for binding in again.message.bindings:
        original = _original(binding, left)
        left = [other for other in left if other is not original]
        if original is None:
            yield f"it was sent again with a binding of {binding.home_address} added"
        elif _fixed(binding) != _fixed(original):
            yield f"it was sent again with another binding of {binding.home_address}"
        elif binding.lifetime_remaining > original.lifetime_remaining:
            yield f"the remaining lifetime of {binding.home_address} grew when sent again"
    for binding in left:
        remaining = binding.lifetime_remaining * SECOND - (again.time - first.time)
        if binding.deleted or remaining > SECOND:
            yield f"it was sent again without the binding of {binding.home_address}"


def _original(binding: Binding, among: Sequence[Binding]) -> Binding | None:
    """The binding that another one repeats: a mobile node may stand in a message twice."""
    same = [other for other in among if other.home_address == binding.home_address]
    alike = [other for other in same if _fixed(other) == _fixed(binding)]
    not_grown = [o for o in alike if o.lifetime_remaining >= binding.lifetime_remaining]
    return next(iter((*not_grown, *alike, *same)), None)


def _fixed(binding: Binding) -> tuple[object, ...]:
    return (
        binding.home_agent,
        binding.care_of_address,
        binding.flags,
        binding.deleted,
        binding.lifetime_granted,
        binding.identification,
        binding.sub_options,
    )


def sendings_astray(
    transmission: Transmission, is_member: Callable[[str], bool]
) -> Iterator[Finding]:
    """Retransmissions of an update to the whole group, or to an address that is no member's."""
    for event in transmission.again:
        address = event.destination.address
        if event.destination.is_multicast or not is_member(address):
            kind = "the whole group" if event.destination.is_multicast else address
            yield Finding.missed(
                ACKNOWLEDGED,
                (transmission.first.frame, event.frame),
                f"update {transmission.sequence} was sent again to {kind}",
                clause=CLAUSE,
                expected="a retransmission goes, unicast, to a member that did not acknowledge",
                observed=f"it went to {kind}",
            )
