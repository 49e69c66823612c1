"""VRRP at a Home Agent: the state machine joined to the datagrams of its group.

IP protocol 112 from the Home Agent's own address, TTL 255, to 224.0.0.18 (docs/hut-contract.md).
What the RFCs say to discard on reception is not a message of the group (RFC 3768, section 7.1; RFC
9568, section 7.1): one with another TTL, version or VRID, with a wrong checksum, and in version 2
one with another advertisement interval. The list of addresses, which they let a receiver check, is
not looked at.
"""

from __future__ import annotations

from mipconf.errors import ConfigError
from mipconf.fhrp import vrrp_wire
from mipconf.fhrp.actives import ActiveRouters
from mipconf.fhrp.vrrp import Vrrp, VrrpSettings, VrrpState
from mipconf.layers.vrrp import GROUP_ADDRESS, TTL
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.fhrp_messages import (
    LARGEST_INTERVAL_MS,
    RESIGNING,
    VrrpMessage,
    carried_interval,
)

LARGEST_VRID = 255

_GROUP = Endpoint(GROUP_ADDRESS, 0, VRRP)


def settings(config: HutConfig) -> VrrpSettings:
    """What the configuration of a Home Agent says of VRRP.

    Raises `ConfigError` where the group number is no VRID, the priority is the one that a master
    resigns with, or the advertisement interval does not fit the version's field.
    """
    fhrp, group = config.fhrp, config.group
    if not 1 <= group.number <= LARGEST_VRID:
        raise ConfigError(f"group.number: {group.number} is no VRID of VRRP; use 1 to 255")
    if fhrp.priority == RESIGNING:
        raise ConfigError("fhrp.priority: 0 says in VRRP that the master resigns; use 1 to 255")
    largest = LARGEST_INTERVAL_MS[fhrp.version]
    if fhrp.hello_ms > largest:
        raise ConfigError(
            f"fhrp.hello_ms: {fhrp.hello_ms} exceeds {largest}, the longest advertisement "
            f"interval of VRRP version {fhrp.version}"
        )
    if group.virtual_ip is None:
        raise ConfigError("group.virtual_ip: may be null with HSRP only")
    return VrrpSettings(
        address=config.ha_id,
        version=fhrp.version,
        vrid=group.number,
        priority=fhrp.priority,
        preempt=fhrp.preempt,
        advertisement_ms=fhrp.hello_ms,
        virtual_ip=group.virtual_ip,
        checksum=vrrp_wire.CHECKSUMS[fhrp.checksum],
    )


class VrrpSpeaker:
    """An `Fhrp` (`mipconf.fhrp.protocol`) that speaks VRRP."""

    machine_type = Vrrp

    def __init__(self, settings: VrrpSettings, now: int) -> None:
        """Start VRRP at `now`."""
        self.machine = self.machine_type(settings)
        self._settings = settings
        self._source = Endpoint(settings.address, 0, VRRP)
        self._actives = ActiveRouters(self.machine.master_down_interval)
        self.machine.startup(now)

    @property
    def is_active(self) -> bool:
        """Whether the state is Master."""
        return self.machine.state is VrrpState.MASTER

    @property
    def virtual_ip(self) -> str | None:
        """As configured."""
        return self._settings.virtual_ip

    @property
    def hold_time(self) -> int | None:
        """The master down interval, nanoseconds."""
        return self.machine.master_down_interval

    @property
    def backups_speak(self) -> bool:
        """Only the master advertises."""
        return False

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The group's, and the own one that messages are sent from."""
        return (_GROUP, self._source)

    @property
    def deadline(self) -> int | None:
        """When the state machine's next timer expires."""
        return self.machine.deadline

    def allow_active(self, now: int) -> None:
        """Open the state machine's gate."""
        self.machine.allow_active(now)

    def step_down(self, now: int) -> None:
        """Resign, and shut the state machine's gate."""
        self.machine.step_down(now)

    def wake(self, now: int) -> None:
        """Let expired timers take effect."""
        self.machine.wake(now)

    def stop(self, now: int) -> None:
        """End VRRP; a master resigns."""
        self.machine.shutdown(now)

    def other_actives(self, now: int) -> frozenset[str]:
        """The routers whose advertisement is younger than the master down interval
        (docs/protocol.md#5-7).
        """
        return self._actives.at(now)

    def receive(self, datagram: Datagram, now: int) -> bool:
        """Take a datagram; whether it is a VRRP message of the group from another router."""
        addresses = (datagram.source.address, datagram.destination.address)
        message = vrrp_wire.decode(datagram.payload, self._settings.version, *addresses)
        if message is None or not self._is_of_group(message, datagram):
            return False
        self._note(message, datagram.source.address, now)
        self.machine.receive(message, datagram.source.address, now)
        return True

    def _is_of_group(self, message: VrrpMessage, datagram: Datagram) -> bool:
        own = self._settings
        if datagram.ttl != TTL or datagram.source.address == own.address:
            return False
        if message.vrid != own.vrid:
            return False
        interval = carried_interval(own.advertisement_ms, own.version)
        return own.version == 3 or message.advertisement_ms == interval

    def _note(self, message: VrrpMessage, source: str, now: int) -> None:
        if message.priority == RESIGNING:
            self._actives.heard_otherwise(source)
        else:
            self._actives.heard_active(source, now)

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first."""
        return [self._datagram(message) for message in self.machine.outgoing()]

    def _datagram(self, message: VrrpMessage) -> Datagram:
        addresses = (self._source.address, _GROUP.address)
        payload = vrrp_wire.encode(message, *addresses, self._settings.checksum)
        return Datagram(self._source, _GROUP, payload, TTL)
