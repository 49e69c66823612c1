"""The reference Home Agent: its components put together behind `mipconf.net.host.Host`.

Each component is one concept of docs/protocol.md#5, and does what is due when it is woken.
This module only says which datagram goes to which of them, and who hears of what. Time is an
argument everywhere (nanoseconds since the Unix epoch), randomness is handed in, and the same calls
give the same datagrams in the same order.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from mipconf.codec import STANDARD, Codec
from mipconf.fhrp import hsrp_speaker, vrrp_speaker
from mipconf.fhrp.protocol import Fhrp, NoFhrp
from mipconf.ha.answering import Answering
from mipconf.ha.catching_up import CatchingUp
from mipconf.ha.counters import Counters
from mipconf.ha.joining import Joining
from mipconf.ha.members import Members
from mipconf.ha.receiving import Receiving
from mipconf.ha.registration import Registrar
from mipconf.ha.security import Security
from mipconf.ha.table import CAPACITY, BindingTable, Entry
from mipconf.ha.timers import Timers
from mipconf.ha.transmitter import Transmitter
from mipconf.ha.updates import Updates
from mipconf.ha.wall_clock import WallClock
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import SECOND
from mipconf.protocol.messages import Binding, RedundancyMessage, RegistrationRequest

RETRY_WITHOUT_FHRP = 3 * SECOND
"""When a virtual IP address that could not be had is tried again; with an FHRP, a hold time."""


class HomeAgent:
    """A Home Agent, from its start on.

    What it does first is due at once: its `deadline` is then `now`. The attributes are its
    components, for reading; `make_fhrp` and the `..._type` attributes are where a variant of it
    puts a component of its own.
    """

    clock_type = WallClock
    table_type = BindingTable
    transmitter_type = Transmitter
    hsrp_speaker_type = hsrp_speaker.HsrpSpeaker
    vrrp_speaker_type = vrrp_speaker.VrrpSpeaker
    members_type = Members
    catching_up_type = CatchingUp
    updates_type = Updates
    joining_type = Joining
    answering_type = Answering
    registration_type = Registrar
    receiving_type = Receiving

    def __init__(
        self,
        config: HutConfig,
        random: random.Random,
        now: int,
        codec: Codec = STANDARD,
        capacity: int = CAPACITY,
    ) -> None:
        """Start at `now`. `capacity` is the most entries of the table.

        Raises `ConfigError` where the configuration cannot be served.
        """
        self.config = config
        self._codec = codec
        self._stopped = False
        self._passive_until: int | None = None
        self._started: int | None = now
        self._own = Endpoint(config.ha_id, config.port)
        self._group = Endpoint(config.group.address, config.port)
        timers = Timers.of(config.timers)
        self._security = Security(config)
        self._counters = Counters()
        self._clock = self.clock_type()
        self.transmitter = self.transmitter_type(
            config, codec, self._security.own, random, self._clock
        )
        self.table = self.table_type(timers.deleted_entry_time, capacity)
        self.fhrp = self.make_fhrp(random, now)
        self.members = self.members_type(
            own_id=config.ha_id,
            virtual_ip=config.group.virtual_ip,
            configured=config.peers,
            hold_time=self.fhrp.hold_time,
            silence_tells=self.fhrp.backups_speak,
            dropped=self.member_dropped,
            now=now,
        )
        self.catching_up = self.catching_up_type(timers.retransmit_interval)
        self.updates = self.updates_type(
            self.transmitter, self.members, timers, self._counters, self.catching_up.give_up
        )
        self.joining = self.joining_type(
            self.transmitter, self.members, timers, self._counters, now
        )
        self.answering = self.answering_type(
            config=config,
            transmitter=self.transmitter,
            table=self.table,
            members=self.members,
            fhrp=self.fhrp,
            timers=timers,
            counters=self._counters,
        )
        self.registration = self.registration_type(
            config=config,
            codec=codec,
            security=self._security,
            transmitter=self.transmitter,
            table=self.table,
            timers=timers,
            virtual_ip=lambda: self.fhrp.virtual_ip,
            registered=self.registered,
            can_tell=self.can_tell,
        )
        self.receiving = self.receiving_type(
            config=config,
            transmitter=self.transmitter,
            table=self.table,
            members=self.members,
            joining=self.joining,
            updates=self.updates,
            answering=self.answering,
            timers=timers,
            counters=self._counters,
            learned=self.learned,
            heard=self.heard,
        )

    def make_fhrp(self, random: random.Random, now: int) -> Fhrp:
        """The FHRP that the configuration names, started."""
        match self.config.fhrp.protocol:
            case "none":
                return NoFhrp(self.config.group.virtual_ip)
            case "hsrp":
                port = self.config.fhrp.port
                return self.hsrp_speaker_type(hsrp_speaker.settings(self.config), port, random, now)
            case "vrrp":
                return self.vrrp_speaker_type(vrrp_speaker.settings(self.config), now)

    # What it looks like from outside.

    @property
    def initialized(self) -> bool:
        """Whether the table is initialized (5.6)."""
        return self.joining.initialized

    @property
    def is_active(self) -> bool:
        """Whether it is the active Home Agent of the group."""
        return self.fhrp.is_active

    @property
    def counters(self) -> Mapping[str, int]:
        """The vendor's counters by their names; read-only, and live."""
        return self._counters.values

    def bindings(self, now: int) -> tuple[Binding, ...]:
        """The bindings that it holds, without entries marked as deleted."""
        return tuple(entry.binding(now) for entry in self.table.bindings(now))

    # A host on a network.

    @property
    def address(self) -> str:
        """The HA id."""
        return self.config.ha_id

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        """Own address and group, the FHRP's, and the virtual IP address while it is active."""
        endpoints = {self._own, self._group, *self.fhrp.endpoints}
        if self.is_active and self.fhrp.virtual_ip is not None:
            endpoints.add(Endpoint(self.fhrp.virtual_ip, self.config.port))
        return frozenset(endpoints)

    @property
    def deadline(self) -> int | None:
        """When something is due next; None once it is stopped."""
        if self._stopped:
            return None
        if self._started is not None:
            return self._started
        components = (
            self.table,
            self.members,
            self.joining,
            self.fhrp,
            self.updates.deliveries,
            self.answering.deliveries,
            self.catching_up,
        )
        deadlines = (*(component.deadline for component in components), self._passive_until)
        return min((time for time in deadlines if time is not None), default=None)

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first; each is handed out once."""
        return self.transmitter.outgoing()

    def receive(self, datagram: Datagram, now: int) -> None:
        """Take a datagram. No octets raise an error; what was due before it happens first."""
        if self._stopped:
            return
        self.wake(now)
        destination = datagram.destination
        if destination in self.fhrp.endpoints:
            self.receive_fhrp(datagram, now)
        elif destination.port == self.config.port:
            self.receive_mobile_ip(datagram, now)
        self.wake(now)

    def wake(self, now: int) -> None:
        """Do what is due at `now`."""
        if self._stopped:
            return
        self._started = None
        self.table.wake(now)
        self.members.wake(now)
        self.joining.wake(now)
        if self._passive_until is not None and self._passive_until <= now:
            self._passive_until = None
        if self.initialized and self._passive_until is None:
            self.fhrp.allow_active(now)
        self.fhrp.wake(now)
        self.transmitter.forward(self.fhrp.outgoing())
        self.members.exclude(self.fhrp.virtual_ip)
        self.updates.deliveries.wake(now)
        self.answering.deliveries.wake(now)
        self.catching_up.wake(self.updates, now)

    def refused(self, endpoint: Endpoint, now: int) -> None:
        """The virtual IP address cannot be had: leave it to another, and try again later."""
        self._passive_until = now + (self.fhrp.hold_time or RETRY_WITHOUT_FHRP)
        self.fhrp.step_down(now)
        self.wake(now)

    def set_clock(self, ahead: int) -> None:
        """The wall clock is `ahead` nanoseconds ahead of the time of the calls."""
        self._clock.ahead = ahead

    # What its operator says.

    def resynchronise(self, now: int) -> None:
        """Ask the group for its table again, if initialized (5.6; SIGHUP)."""
        if not self._stopped:
            self.joining.resynchronise(now)
            self.wake(now)

    def stop(self, now: int) -> None:
        """Stop in good order: an active Home Agent resigns. Nothing is sent after that."""
        if not self._stopped:
            self.fhrp.stop(now)
            self.transmitter.forward(self.fhrp.outgoing())
            self._stopped = True

    # Which datagram goes where.

    def receive_fhrp(self, datagram: Datagram, now: int) -> None:
        """An FHRP message makes its source a member, and ends its silence."""
        source = datagram.source.address
        if self.fhrp.receive(datagram, now):
            if self.members.heard_by_fhrp(source, now):
                self.catching_up.heard(source, now)
            if source in self.members:
                self.joining.heard()

    def receive_mobile_ip(self, datagram: Datagram, now: int) -> None:
        """Registrations come to unicast addresses, the group's messages not to the virtual IP."""
        decoded = self._codec.decode(datagram.payload, self._security.group)
        destination = datagram.destination
        match decoded.message:
            case RegistrationRequest() as request:
                if self.takes_registrations_at(destination):
                    self.registration.receive(datagram, request, decoded.defect, now)
            case RedundancyMessage() as message:
                if destination.address != self.fhrp.virtual_ip:
                    self.receiving.receive(datagram, message, decoded, now)

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        """At the virtual IP address "the active HA alone", at the own one in whatever state (1);
        "an uninitialized HA is silent" (5.4).
        """
        if destination.address == self.fhrp.virtual_ip:
            return self.initialized and self.is_active
        return self.initialized and destination == self._own

    def can_tell(self) -> bool:
        """Whether the members can be told of one more registration, now or when heard again."""
        return not (self.updates.deliveries.is_full or self.catching_up.is_full)

    # Who hears of what.

    def registered(self, entry: Entry, now: int) -> None:
        """A registration or de-registration changed the table: it is news for the members."""
        self.superseded(entry, own=True, now=now)
        self.updates.announce(entry, now)

    def learned(self, entry: Entry, now: int) -> None:
        """Another Home Agent's word changed the table."""
        self.superseded(entry, own=False, now=now)

    def superseded(self, entry: Entry, own: bool, now: int) -> None:
        """What is on its way to members may be out of date now."""
        self.updates.deliveries.supersede(entry, own, now)
        self.answering.deliveries.supersede(entry, own, now)
        self.catching_up.supersede(entry)

    def heard(self, member: str, now: int) -> None:
        """A message of the group that passed the checks came from a member."""
        self.joining.heard_to_speak(member)
        self.catching_up.heard(member, now)

    def member_dropped(self, member: str) -> None:
        """A member left the list."""
        self.updates.deliveries.drop_member(member)
        self.answering.abandon(member)
        self.catching_up.drop_member(member)
