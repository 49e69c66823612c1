"""Home Agents for the claims about HSRP: healthy ones of other habits, and faulty ones.

Each is the reference one with one method changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from mipconf.codec import STANDARD
from mipconf.fhrp import hsrp_wire
from mipconf.fhrp.hsrp import Event, Hsrp
from mipconf.fhrp.hsrp_speaker import HsrpSpeaker
from mipconf.ha.agent import HomeAgent
from mipconf.ha.table import Entry
from mipconf.layers.security import KeyRing
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State
from mipconf.protocol.messages import BindingUpdate, Message, TableReply, TableRequest

A_WHILE = 2_100_000_000


class Agent(HomeAgent):
    """One whose HSRP can be looked into."""

    def __init__(self, *words: object, **names: object) -> None:
        self.now = 0
        super().__init__(*words, **names)  # type: ignore[arg-type]

    @property
    def speaker(self) -> HsrpSpeaker:
        assert isinstance(self.fhrp, HsrpSpeaker)
        return self.fhrp

    @property
    def state(self) -> State:
        return self.speaker.machine.state

    def knows_active(self) -> bool:
        return bool(self.fhrp.other_actives(self.now))

    def wake(self, now: int) -> None:
        self.now = now
        super().wake(now)


def speaking(
    machine: type[Hsrp] = Hsrp, mend: Callable[[Datagram], Datagram | None] = lambda sent: sent
) -> type[HsrpSpeaker]:
    """HSRP by another state machine, and with other octets; None is not sent at all."""

    class Speaker(HsrpSpeaker):
        machine_type = machine

        def outgoing(self) -> list[Datagram]:
            mended = map(mend, super().outgoing())
            return [datagram for datagram in mended if datagram is not None]

    return Speaker


def saying(change: Callable[[HsrpMessage], HsrpMessage]) -> Callable[[Datagram], Datagram]:
    """Other fields in every message of HSRP."""

    def mend(sent: Datagram) -> Datagram:
        version = 2 if len(sent.payload) > 20 else 1
        message = hsrp_wire.decode(sent.payload, version)
        assert message is not None
        return replace(sent, payload=hsrp_wire.encode(change(message)))

    return mend


def message_in(datagram: Datagram) -> Message | None:
    return STANDARD.decode(datagram.payload, KeyRing(())).message


# Healthy ones.


class _Unhurried(Hsrp):
    """Takes nearly the three hold times that it may."""

    @property
    def hold_time(self) -> int:
        return int(super().hold_time * 1.45)


class _SpacedOut(Hsrp):
    def _hello_spacing(self) -> int:
        return int(self.settings.hello_ms * 1_000_000 * self._random.uniform(1.6, 1.69))


class _Talkative(Hsrp):
    def _hello_spacing(self) -> int:
        return int(self.settings.hello_ms * 1_000_000 * self._random.uniform(0.41, 0.5))


class _Modest(Hsrp):
    """Leaves state Active without a word: it listens first."""

    def _step(self, event: Event, now: int, message: HsrpMessage | None = None) -> None:
        super()._step(event, now, message)
        if event is Event.HIGHER_ACTIVE and self.state is State.SPEAK and self._hello_due == now:
            self.state, self._hello_due = State.LISTEN, None


class Unhurried(Agent):
    hsrp_speaker_type = speaking(_Unhurried)


class SpacedOut(Agent):
    hsrp_speaker_type = speaking(_SpacedOut)


class Talkative(Agent):
    hsrp_speaker_type = speaking(_Talkative)


class Modest(Agent):
    hsrp_speaker_type = speaking(_Modest)


class Unauthenticated(Agent):
    """Version 2 may go without text authentication."""

    hsrp_speaker_type = speaking(mend=saying(lambda said: replace(said, authentication=None)))


class NoStandbyBeforeTheTable(Agent):
    """Runs no HSRP before it is initialized: it "may run as far as Standby", and need not."""

    def wake(self, now: int) -> None:
        self.now = now
        machine = self.speaker.machine if hasattr(self, "fhrp") else None
        if machine is not None and not self.initialized:
            machine._active_due = machine._standby_due = now + machine.hold_time
        HomeAgent.wake(self, now)


# Faulty ones: registrations and updates.


class RefusesWhilePassive(Agent):
    def takes_registrations_at(self, destination: Endpoint) -> bool:
        return self.is_active and super().takes_registrations_at(destination)


class _RefusesIn(Agent):
    where: State

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        return self.state is not self.where and super().takes_registrations_at(destination)


class RefusesInListen(_RefusesIn):
    where = State.LISTEN


class RefusesInStandby(_RefusesIn):
    where = State.STANDBY


class RefusesInLearn(_RefusesIn):
    where = State.LEARN


class SilentWhilePassive(Agent):
    """Accepts what it does not tell the group of."""

    def registered(self, entry: Entry, now: int) -> None:
        if self.is_active:
            super().registered(entry, now)


class _IgnoresUpdatesFrom(Agent):
    where: State

    def __init__(self, *words: object, **names: object) -> None:
        self.said: dict[str, State] = {}
        super().__init__(*words, **names)

    def receive(self, datagram: Datagram, now: int) -> None:
        if datagram.destination in self.fhrp.endpoints:
            hello = hsrp_wire.decode(datagram.payload, self.config.fhrp.version)
            if hello is not None:
                self.said[datagram.source.address] = hello.state
        from_there = self.said.get(datagram.source.address) is self.where
        if not (from_there and isinstance(message_in(datagram), BindingUpdate)):
            super().receive(datagram, now)


class IgnoresThePassive(_IgnoresUpdatesFrom):
    where = State.STANDBY


class IgnoresTheActive(_IgnoresUpdatesFrom):
    where = State.ACTIVE


# Faulty ones: joining.


class AsksNobodyBesideAnActive(Agent):
    def outgoing(self) -> list[Datagram]:
        return [
            sent
            for sent in super().outgoing()
            if not (isinstance(message_in(sent), TableRequest) and self.knows_active())
        ]


class _DeafToPartsIn(Agent):
    where: State

    def receive(self, datagram: Datagram, now: int) -> None:
        if self.state is not self.where or not isinstance(message_in(datagram), TableReply):
            super().receive(datagram, now)


class DeafToPartsInLearn(_DeafToPartsIn):
    where = State.LEARN


class DeafToPartsInStandby(_DeafToPartsIn):
    where = State.STANDBY


class IgnoresItsOperator(Agent):
    def resynchronise(self, now: int) -> None:
        pass


class _SaysActiveOnce(Agent):
    """Says hello as the active one, once, while another one is."""

    said = False

    def due(self) -> bool:
        raise NotImplementedError

    def receive(self, datagram: Datagram, now: int) -> None:
        super().receive(datagram, now)
        if not self.said and self.knows_active() and self.due():
            self.said = True
            self.speaker.machine._send(Opcode.HELLO, State.ACTIVE)
            self.transmitter.forward(self.fhrp.outgoing())


class ActiveTooEarly(_SaysActiveOnce):
    def due(self) -> bool:
        return not self.initialized


class ActiveBesideTheActive(_SaysActiveOnce):
    since: int | None = None

    def due(self) -> bool:
        self.since = self.since or self.now
        return self.state is State.STANDBY and self.now > self.since + A_WHILE


# Faulty ones: the election.


class _Without(Hsrp):
    """A state machine in which something cannot happen."""

    @staticmethod
    def forbidden(machine: Hsrp, event: Event) -> bool:
        raise NotImplementedError

    def _step(self, event: Event, now: int, message: HsrpMessage | None = None) -> None:
        if not self.forbidden(self, event):
            super()._step(event, now, message)


class _NeverYields(_Without):
    @staticmethod
    def forbidden(machine: Hsrp, event: Event) -> bool:
        return machine.state is State.ACTIVE and event is Event.HIGHER_ACTIVE


class _NeverTakesOver(Hsrp):
    def _note_active(self, message: HsrpMessage, source: str) -> None:
        super()._note_active(message, source)
        if message.state is State.ACTIVE:
            self._heard = True

    _heard = False

    def _timers(self) -> list[tuple[Event, int]]:
        gone = self.state is State.STANDBY and self._heard
        return [
            timer for timer in super()._timers() if not (gone and timer[0] is Event.ACTIVE_TIMER)
        ]


class NeverYields(Agent):
    hsrp_speaker_type = speaking(_NeverYields)


class NeverTakesOver(Agent):
    hsrp_speaker_type = speaking(_NeverTakesOver)


class Speechless(Agent):
    hsrp_speaker_type = speaking(mend=lambda sent: None)


class _SaysOnce(Hsrp):
    def _hello_spacing(self) -> int:
        return super()._hello_spacing() * (100 if self.state is State.ACTIVE else 1)


class SaysOnce(Agent):
    hsrp_speaker_type = speaking(_SaysOnce)


# Faulty ones: the octets.


class OtherAddress(Agent):
    hsrp_speaker_type = speaking(mend=saying(lambda said: replace(said, virtual_ip="127.0.0.9")))


class OtherGroup(Agent):
    hsrp_speaker_type = speaking(mend=saying(lambda said: replace(said, group=8)))


class OtherPassword(Agent):
    hsrp_speaker_type = speaking(mend=saying(lambda said: replace(said, authentication="secret")))


class HoldsTooShort(Agent):
    hsrp_speaker_type = speaking(
        mend=saying(lambda said: replace(said, hello_ms=3000, hold_ms=2000))
    )


class CutOff(Agent):
    hsrp_speaker_type = speaking(mend=lambda sent: replace(sent, payload=sent.payload[:-4]))


class TooLong(Agent):
    hsrp_speaker_type = speaking(mend=lambda sent: replace(sent, payload=sent.payload + bytes(1)))


class FarReaching(Agent):
    hsrp_speaker_type = speaking(mend=lambda sent: replace(sent, ttl=255))


class WrongVersion(Agent):
    hsrp_speaker_type = speaking(
        mend=lambda sent: (
            replace(sent, payload=sent.payload[:2] + bytes((9,)) + sent.payload[3:])
            if len(sent.payload) > 20
            else replace(sent, payload=bytes((9,)) + sent.payload[1:])
        )
    )


HEALTHY: tuple[type[HomeAgent], ...] = (
    HomeAgent,
    Unhurried,
    SpacedOut,
    Talkative,
    Modest,
    Unauthenticated,
    NoStandbyBeforeTheTable,
)

AGAINST_STATES = frozenset({2, 3, 5})
AGAINST_FORM = frozenset({25, 41})
AGAINST_ELECTION = frozenset({24, 40})

FAULTY: Mapping[type[HomeAgent], frozenset[int]] = MappingProxyType(
    {
        RefusesWhilePassive: AGAINST_STATES,
        RefusesInListen: AGAINST_STATES,
        RefusesInStandby: AGAINST_STATES,
        RefusesInLearn: frozenset({3}),
        SilentWhilePassive: AGAINST_STATES,
        IgnoresThePassive: frozenset({34}),
        IgnoresTheActive: frozenset({35}),
        AsksNobodyBesideAnActive: frozenset({27, 28, 29}),
        DeafToPartsInLearn: frozenset({29}),
        DeafToPartsInStandby: frozenset({27, 28, 29}),
        IgnoresItsOperator: frozenset({29}),
        ActiveTooEarly: frozenset({27}),
        ActiveBesideTheActive: frozenset({5}),
        NeverYields: AGAINST_ELECTION,
        NeverTakesOver: AGAINST_ELECTION,
        Speechless: AGAINST_ELECTION,
        SaysOnce: AGAINST_ELECTION,
        OtherAddress: AGAINST_ELECTION | AGAINST_FORM,
        OtherGroup: AGAINST_ELECTION | AGAINST_FORM,
        OtherPassword: AGAINST_FORM,
        HoldsTooShort: AGAINST_FORM,
        CutOff: AGAINST_FORM,
        TooLong: AGAINST_FORM,
        FarReaching: AGAINST_FORM,
        WrongVersion: AGAINST_ELECTION | AGAINST_FORM,
    }
)
"""The claims of this family that each one breaks."""
