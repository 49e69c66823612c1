"""HSRP at a Home Agent: the state machine joined to the datagrams of its group.

UDP from the Home Agent's own address, TTL 1, to 224.0.0.2 (version 1) or 224.0.0.102 (version 2)
(docs/hut-contract.md). A message of another version, group or text authentication is not one of the
group; in version 2 one without authentication is.
"""

from __future__ import annotations

import ipaddress
import random

from mipconf.errors import ConfigError
from mipconf.fhrp import hsrp_wire
from mipconf.fhrp.actives import ActiveRouters
from mipconf.fhrp.hsrp import Hsrp, HsrpSettings
from mipconf.layers.hsrp import GROUP_ADDRESS, GROUP_ADDRESS_2
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State

ALL_ROUTERS = {1: GROUP_ADDRESS, 2: GROUP_ADDRESS_2}
"""The destination of HSRP messages, by version."""

LARGEST_GROUP = {1: 255, 2: 4095}
TTL = 1


def settings(config: HutConfig) -> HsrpSettings:
    """What the configuration of a Home Agent says of HSRP.

    Raises `ConfigError` where the group number does not fit the version's field.
    """
    fhrp, group = config.fhrp, config.group
    largest = LARGEST_GROUP[fhrp.version]
    if group.number > largest:
        raise ConfigError(
            f"group.number: {group.number} exceeds {largest}, the largest group of "
            f"HSRP version {fhrp.version}"
        )
    return HsrpSettings(
        address=config.ha_id,
        version=fhrp.version,
        group=group.number,
        priority=fhrp.priority,
        preempt=fhrp.preempt,
        hello_ms=fhrp.hello_ms,
        hold_ms=fhrp.hold_ms,
        virtual_ip=group.virtual_ip,
        identifier=b"\x02\x00" + ipaddress.IPv4Address(config.ha_id).packed,
    )


class HsrpSpeaker:
    """An `Fhrp` (`mipconf.fhrp.protocol`) that speaks HSRP."""

    machine_type = Hsrp

    def __init__(self, settings: HsrpSettings, port: int, random: random.Random, now: int) -> None:
        """Start HSRP on UDP `port` at `now`."""
        self.machine = self.machine_type(settings, random)
        self._settings = settings
        self._source = Endpoint(settings.address, port)
        self._group = Endpoint(ALL_ROUTERS[settings.version], port)
        self._actives = ActiveRouters(self.machine.hold_time)
        self.machine.configure(now)

    @property
    def is_active(self) -> bool:
        """Whether the state is Active."""
        return self.machine.state is State.ACTIVE

    @property
    def virtual_ip(self) -> str | None:
        """As configured, or as learned from the active router."""
        return self.machine.virtual_ip

    @property
    def hold_time(self) -> int | None:
        """The configured hold time, nanoseconds."""
        return self.machine.hold_time

    @property
    def backups_speak(self) -> bool:
        """The standby router says hello, and so does who speaks for it."""
        return True

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The group's, and the own one that messages are sent from."""
        return (self._group, self._source)

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
        """Disable HSRP; an active router resigns."""
        self.machine.disable(now)

    def other_actives(self, now: int) -> frozenset[str]:
        """The routers whose active hello is younger than the hold time (docs/protocol.md#5-7)."""
        return self._actives.at(now)

    def receive(self, datagram: Datagram, now: int) -> bool:
        """Take a datagram; whether it is an HSRP message of the group from another router."""
        source = datagram.source.address
        message = hsrp_wire.decode(datagram.payload, self._settings.version)
        if message is None or source == self._settings.address or not self._is_of_group(message):
            return False
        self._note(message, source, now)
        self.machine.receive(message, source, now)
        return True

    def _is_of_group(self, message: HsrpMessage) -> bool:
        return message.group == self._settings.group and self._is_authentic(message)

    def _is_authentic(self, message: HsrpMessage) -> bool:
        """Version 2 may carry no authentication: "a hello without it is accepted"."""
        return message.authentication in (None, self._settings.authentication)

    def _note(self, message: HsrpMessage, source: str, now: int) -> None:
        if message.opcode is Opcode.HELLO and message.state is State.ACTIVE:
            self._actives.heard_active(source, now)
        elif message.opcode is not Opcode.COUP:  # A coup is the word of one about to be active.
            self._actives.heard_otherwise(source)

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first."""
        return [
            Datagram(self._source, self._group, hsrp_wire.encode(message), TTL)
            for message in self.machine.outgoing()
        ]
