"""A router of the group, played by the tester: it says that it is what it is told to be."""

from __future__ import annotations

from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import State
from mipconf.roles.dialect import Dialect, Playing, dialect_of
from mipconf.roles.party import Party


class PlayedRouter(Party):
    """Says hello every hello time while it is in a state that does.

    It knows the group's virtual IP address, also where the HUT has to learn it.
    """

    def __init__(self, address: str, config: HutConfig, virtual_ip: str) -> None:
        super().__init__(address, config)
        self._virtual_ip = virtual_ip
        self._playing: Playing | None = None
        self._due: int | None = None

    @property
    def _dialect(self) -> Dialect:
        dialect = dialect_of(self.config)
        assert dialect is not None
        return dialect

    @property
    def endpoint(self) -> Endpoint:
        """Where its hellos come from."""
        return self._dialect.source(self.address)

    def play(self, now: int, state: State, priority: int) -> None:
        """Be in `state` from now on, and say so where one who is in it does."""
        self._playing = Playing(self.address, state, priority, self._virtual_ip)
        self._due = now
        self.wake(now)

    def fall_silent(self) -> None:
        """Say nothing any more, as one that crashed."""
        self._playing = self._due = None

    def resign(self, now: int) -> None:
        """Say that it is no longer active, and then nothing."""
        assert self._playing is not None
        self._say(self._dialect.resignation(self._playing))
        self.fall_silent()

    @property
    def deadline(self) -> int | None:
        """When the next hello is due."""
        return self._due

    def wake(self, now: int) -> None:
        """Say hello if it is due."""
        if self._playing is not None and self._due is not None and self._due <= now:
            self._say(self._dialect.hello(self._playing))
            self._due = now + self.config.fhrp.hello_ms * MILLISECOND

    def _say(self, datagram: Datagram | None) -> None:
        if datagram is not None:
            self.outbox.append(datagram)
