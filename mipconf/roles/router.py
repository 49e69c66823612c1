"""A router of the group, played by the tester: it says in HSRP hellos what it is told to be."""

from __future__ import annotations

from mipconf.contract import HutConfig
from mipconf.fhrp.messages import HsrpMessage, Opcode, State
from mipconf.fhrp.wire import encode
from mipconf.net.host import Datagram, Endpoint
from mipconf.roles.party import Party

HSRP_GROUPS = {1: "224.0.0.2", 2: "224.0.0.102"}
TTL = 1
_MILLISECOND = 1_000_000


def hello_group(config: HutConfig) -> Endpoint | None:
    """The multicast group of HSRP's messages; None without HSRP."""
    if config.fhrp.protocol != "hsrp":
        return None
    return Endpoint(HSRP_GROUPS[config.fhrp.version], config.fhrp.port)


class PlayedRouter(Party):
    """Says hello every hello time while it is in a state that does.

    It knows the group's virtual IP address, also where the HUT has to learn it.
    """

    def __init__(self, address: str, config: HutConfig, virtual_ip: str) -> None:
        super().__init__(address, config)
        self._virtual_ip = virtual_ip
        self._state: State | None = None
        self._priority = 0
        self._due: int | None = None

    @property
    def endpoint(self) -> Endpoint:
        """Where its hellos come from."""
        return Endpoint(self.address, self.config.fhrp.port)

    @property
    def group(self) -> Endpoint:
        """Where they go."""
        group = hello_group(self.config)
        assert group is not None
        return group

    def play(self, now: int, state: State, priority: int) -> None:
        """Be in `state` from now on, and say so."""
        self._state, self._priority, self._due = state, priority, now
        self.wake(now)

    def fall_silent(self) -> None:
        """Say nothing any more, as one that crashed."""
        self._state = self._due = None

    def resign(self, now: int) -> None:
        """Say that it is no longer active, and then nothing."""
        self._say(Opcode.RESIGN)
        self.fall_silent()

    @property
    def deadline(self) -> int | None:
        """When the next hello is due."""
        return self._due

    def wake(self, now: int) -> None:
        """Say hello if it is due."""
        if self._due is not None and self._due <= now:
            self._say(Opcode.HELLO)
            self._due = now + self.config.fhrp.hello_ms * _MILLISECOND

    def _say(self, opcode: Opcode) -> None:
        assert self._state is not None
        fhrp = self.config.fhrp
        message = HsrpMessage(
            version=fhrp.version,
            opcode=opcode,
            state=self._state,
            hello_ms=fhrp.hello_ms,
            hold_ms=fhrp.hold_ms,
            priority=self._priority,
            group=self.config.group.number,
            virtual_ip=self._virtual_ip,
        )
        self.outbox.append(Datagram(self.endpoint, self.group, encode(message), TTL))
