"""Home Agents for the claims about VRRP: healthy ones of other habits, and faulty ones.

Each is the reference one with one method changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from mipconf.fhrp import vrrp_wire
from mipconf.fhrp.vrrp import OWNER, Action, Event, Vrrp, VrrpState
from mipconf.fhrp.vrrp_speaker import VrrpSpeaker
from mipconf.ha.agent import HomeAgent
from mipconf.ha.table import Entry
from mipconf.layers.vrrp import Checksum, compute_checksum
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.fhrp_messages import VrrpMessage
from mipconf.protocol.messages import BindingUpdate, TableReply, TableRequest

from .hsrp_agents import A_WHILE, message_in

CHECKSUM_AT = 6


class Agent(HomeAgent):
    """One whose VRRP can be looked into."""

    def __init__(self, *words: object, **names: object) -> None:
        self.now = 0
        super().__init__(*words, **names)  # type: ignore[arg-type]

    @property
    def speaker(self) -> VrrpSpeaker:
        assert isinstance(self.fhrp, VrrpSpeaker)
        return self.fhrp

    @property
    def is_backup(self) -> bool:
        return self.speaker.machine.state is VrrpState.BACKUP

    def knows_master(self) -> bool:
        return bool(self.fhrp.other_actives(self.now))

    def wake(self, now: int) -> None:
        self.now = now
        super().wake(now)


def speaking(
    machine: type[Vrrp] = Vrrp, mend: Callable[[Datagram], Datagram | None] = lambda sent: sent
) -> type[VrrpSpeaker]:
    """VRRP by another state machine, and with other octets; None is not sent at all."""

    class Speaker(VrrpSpeaker):
        machine_type = machine

        def outgoing(self) -> list[Datagram]:
            mended = map(mend, super().outgoing())
            return [datagram for datagram in mended if datagram is not None]

    return Speaker


def saying(
    change: Callable[[VrrpMessage], VrrpMessage] = lambda said: said,
    checksum: Checksum = Checksum.MESSAGE,
) -> Callable[[Datagram], Datagram]:
    """Other fields in every message of VRRP."""

    def mend(sent: Datagram) -> Datagram:
        ends = sent.source.address, sent.destination.address
        message = vrrp_wire.decode(sent.payload, sent.payload[0] >> 4, *ends)
        assert message is not None
        return replace(sent, payload=vrrp_wire.encode(change(message), *ends, checksum))

    return mend


def writing(at: int, octet: int) -> Callable[[Datagram], Datagram]:
    """Another octet in every message of VRRP, and a checksum that is right all the same."""

    def mend(sent: Datagram) -> Datagram:
        octets = bytearray(sent.payload)
        octets[at] = octet
        octets[CHECKSUM_AT : CHECKSUM_AT + 2] = bytes(2)
        octets[CHECKSUM_AT : CHECKSUM_AT + 2] = compute_checksum(bytes(octets)).to_bytes(2)
        return replace(sent, payload=bytes(octets))

    return mend


# Healthy ones.


class _Spaced(Vrrp):
    """Advertises so many advertisement intervals apart."""

    spacing: float

    def _perform(self, action: Action, now: int, message: VrrpMessage | None) -> None:
        super()._perform(action, now, message)
        if action is Action.START_ADVERTISEMENT_TIMER:
            interval = self.settings.advertisement_ms * 1_000_000
            self._advertisement_due = now + int(self.spacing * interval)


class _SpacedOut(_Spaced):
    spacing = 1.69


class _Talkative(_Spaced):
    spacing = 0.41


class _Unhurried(Vrrp):
    """Takes nearly the three hold times that it may."""

    def _down_interval(self, interval: int) -> int:
        return int(super()._down_interval(interval) * 2.5)


class SpacedOut(Agent):
    vrrp_speaker_type = speaking(_SpacedOut)


class Talkative(Agent):
    vrrp_speaker_type = speaking(_Talkative)


class Unhurried(Agent):
    vrrp_speaker_type = speaking(_Unhurried)


class OfRfc5798(Agent):
    """Its checksum has the pseudo-header in version 3."""

    vrrp_speaker_type = speaking(mend=saying(checksum=Checksum.PSEUDO_HEADER))


class OfSeveralAddresses(Agent):
    """The virtual router has another address, too."""

    vrrp_speaker_type = speaking(
        mend=saying(lambda said: replace(said, addresses=("10.9.9.9", *said.addresses)))
    )


class OfSeveralRouters(Agent):
    """It is in another virtual router on the same interface, too."""

    class _Speaker(VrrpSpeaker):
        def outgoing(self) -> list[Datagram]:
            other = saying(lambda said: replace(said, vrid=200, addresses=("10.9.9.9",)))
            return [told for sent in super().outgoing() for told in (sent, other(sent))]

    vrrp_speaker_type = _Speaker


class NoVrrpBeforeTheTable(Agent):
    """Begins with VRRP once it is initialized: it "may run as far as Backup", and need not."""

    def wake(self, now: int) -> None:
        machine = self.speaker.machine if hasattr(self, "fhrp") else None
        if machine is not None and not self.initialized:
            machine._master_down_due = now + machine.master_down_interval
        super().wake(now)


# Faulty ones: registrations and updates.


class RefusesInBackup(Agent):
    def takes_registrations_at(self, destination: Endpoint) -> bool:
        return self.is_active and super().takes_registrations_at(destination)


class SilentInBackup(Agent):
    """Accepts what it does not tell the group of."""

    def registered(self, entry: Entry, now: int) -> None:
        if self.is_active:
            super().registered(entry, now)


class _IgnoresUpdates(Agent):
    def ignores(self, by_master: bool) -> bool:
        raise NotImplementedError

    def receive(self, datagram: Datagram, now: int) -> None:
        is_update = isinstance(message_in(datagram), BindingUpdate)
        # The master is the only one that is known to be active.
        others = bool(self.fhrp.other_actives(now) - {datagram.source.address})
        known = bool(self.fhrp.other_actives(now))
        if not (is_update and known and self.ignores(by_master=not others)):
            super().receive(datagram, now)


class IgnoresTheBackup(_IgnoresUpdates):
    def ignores(self, by_master: bool) -> bool:
        return not by_master


class IgnoresTheMaster(_IgnoresUpdates):
    def ignores(self, by_master: bool) -> bool:
        return by_master


# Faulty ones: joining.


class AsksNobodyBesideAMaster(Agent):
    def outgoing(self) -> list[Datagram]:
        return [
            sent
            for sent in super().outgoing()
            if not (isinstance(message_in(sent), TableRequest) and self.knows_master())
        ]


class DeafToPartsBesideAMaster(Agent):
    def receive(self, datagram: Datagram, now: int) -> None:
        if not (isinstance(message_in(datagram), TableReply) and self.knows_master()):
            super().receive(datagram, now)


class IgnoresItsOperator(Agent):
    def resynchronise(self, now: int) -> None:
        pass


class _SaysMasterOnce(Agent):
    """Advertises, once, while another one is master."""

    said = False

    def due(self) -> bool:
        raise NotImplementedError

    def receive(self, datagram: Datagram, now: int) -> None:
        super().receive(datagram, now)
        if not self.said and self.knows_master() and self.due():
            self.said = True
            self.speaker.machine._send(self.config.fhrp.priority)
            self.transmitter.forward(self.fhrp.outgoing())


class MasterTooEarly(_SaysMasterOnce):
    def due(self) -> bool:
        return not self.initialized


class MasterBesideTheMaster(_SaysMasterOnce):
    since: int | None = None

    def due(self) -> bool:
        self.since = self.since or self.now
        return self.is_backup and self.now > self.since + A_WHILE


# Faulty ones: the election.


class _NeverYields(Vrrp):
    def _step(self, event: Event, now: int, message: VrrpMessage | None = None) -> None:
        if not (self.state is VrrpState.MASTER and event is Event.HIGHER):
            super()._step(event, now, message)


class _NeverTakesOver(Vrrp):
    """Waits for ever for a master that it heard once."""

    def receive(self, message: VrrpMessage, source: str, now: int) -> None:
        super().receive(message, source, now)
        self._heard = True

    _heard = False

    def _timers(self) -> list[tuple[Event, int]]:
        return [
            (event, due)
            for event, due in super()._timers()
            if not (self._heard and event is Event.MASTER_DOWN_TIMER)
        ]


class _SaysOnce(_Spaced):
    spacing = 100


class NeverYields(Agent):
    vrrp_speaker_type = speaking(_NeverYields)


class NeverTakesOver(Agent):
    vrrp_speaker_type = speaking(_NeverTakesOver)


class Speechless(Agent):
    vrrp_speaker_type = speaking(mend=lambda sent: None)


class SaysOnce(Agent):
    vrrp_speaker_type = speaking(_SaysOnce)


# Faulty ones: the octets.


class OtherAddress(Agent):
    vrrp_speaker_type = speaking(mend=saying(lambda said: replace(said, addresses=("127.0.0.9",))))


class OtherRouter(Agent):
    vrrp_speaker_type = speaking(mend=saying(lambda said: replace(said, vrid=200)))


class Owner(Agent):
    vrrp_speaker_type = speaking(mend=saying(lambda said: replace(said, priority=OWNER)))


class OtherInterval(Agent):
    vrrp_speaker_type = speaking(
        mend=saying(lambda said: replace(said, advertisement_ms=said.advertisement_ms + 1000))
    )


class WrongChecksum(Agent):
    vrrp_speaker_type = speaking(
        mend=lambda sent: replace(
            sent,
            payload=sent.payload[:CHECKSUM_AT]
            + bytes((sent.payload[CHECKSUM_AT] ^ 1,))
            + sent.payload[CHECKSUM_AT + 1 :],
        )
    )


class Authenticated(Agent):
    """Version 2 with authentication, which RFC 3768 took away; in version 3 reserved bits."""

    vrrp_speaker_type = speaking(mend=lambda sent: writing(4, sent.payload[4] | 16)(sent))


class CutOff(Agent):
    vrrp_speaker_type = speaking(mend=lambda sent: replace(sent, payload=sent.payload[:-4]))


class TooLong(Agent):
    vrrp_speaker_type = speaking(mend=lambda sent: replace(sent, payload=sent.payload + bytes(2)))


class NearReaching(Agent):
    vrrp_speaker_type = speaking(mend=lambda sent: replace(sent, ttl=1))


class OtherGroupAddress(Agent):
    vrrp_speaker_type = speaking(
        mend=lambda sent: replace(sent, destination=replace(sent.destination, address="224.0.0.2"))
    )


class WrongVersion(Agent):
    vrrp_speaker_type = speaking(mend=writing(0, 0x41))


class WrongType(Agent):
    vrrp_speaker_type = speaking(mend=lambda sent: writing(0, sent.payload[0] + 1)(sent))


HEALTHY: tuple[type[HomeAgent], ...] = (
    HomeAgent,
    SpacedOut,
    Talkative,
    Unhurried,
    OfRfc5798,
    OfSeveralAddresses,
    OfSeveralRouters,
    NoVrrpBeforeTheTable,
)

AGAINST_STATES = frozenset({2, 3, 5})
AGAINST_JOINING = frozenset({27, 28, 29})
AGAINST_FORM = frozenset({25, 41})
AGAINST_ELECTION = frozenset({24, 40})

FAULTY: Mapping[type[HomeAgent], frozenset[int]] = MappingProxyType(
    {
        RefusesInBackup: AGAINST_STATES,
        SilentInBackup: AGAINST_STATES,
        IgnoresTheBackup: frozenset({34}),
        IgnoresTheMaster: frozenset({35}),
        AsksNobodyBesideAMaster: AGAINST_JOINING,
        DeafToPartsBesideAMaster: AGAINST_JOINING,
        IgnoresItsOperator: frozenset({29}),
        MasterTooEarly: frozenset({27}),
        MasterBesideTheMaster: frozenset({5}),
        NeverYields: AGAINST_ELECTION,
        NeverTakesOver: AGAINST_ELECTION,
        Speechless: AGAINST_ELECTION,
        SaysOnce: AGAINST_ELECTION,
        OtherAddress: AGAINST_ELECTION | AGAINST_FORM,
        OtherRouter: AGAINST_ELECTION | AGAINST_FORM,
        Owner: AGAINST_FORM,
        OtherInterval: AGAINST_FORM,
        WrongChecksum: AGAINST_FORM,
        Authenticated: AGAINST_FORM,
        CutOff: AGAINST_FORM,
        TooLong: AGAINST_FORM,
        NearReaching: AGAINST_FORM,
        OtherGroupAddress: AGAINST_FORM,
        WrongVersion: AGAINST_ELECTION | AGAINST_FORM,
        WrongType: AGAINST_ELECTION | AGAINST_FORM,
    }
)
"""The claims of this family that each one breaks."""
