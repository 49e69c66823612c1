"""Mistakes in asking the group for its table (wire-format.md, 5.6)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from mipconf.codec import Codec
from mipconf.contract import HutConfig
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.joining import Joining, Round
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.layers.security import Association
from mipconf.messages import (
    TableRequest,
)


class _AsksOneAlone(Joining):
    def ask(self, current: Round, now: int) -> None:
        one = next(iter(self._members))
        transmitter = self._transmitter
        multicast = transmitter.multicast
        transmitter.multicast = lambda message: transmitter.unicast(message, one)  # type: ignore[method-assign]
        try:
            super().ask(current, now)
        finally:
            transmitter.multicast = multicast  # type: ignore[method-assign]


@faulty(trips="26")
class UnicastRequest(HomeAgent):
    """Asks one member alone: the claim of joining wants a multicast Table Request."""

    joining_type = _AsksOneAlone


class _UnderTheVirtualIp(Transmitter):
    def multicast(self, message: GroupMessage) -> None:
        if isinstance(message, TableRequest):
            message = replace(message, home_agent_id=self.virtual_ip)
        super().multicast(message)

    def __init__(
        self, config: HutConfig, codec: Codec, association: Association, random: Random
    ) -> None:
        super().__init__(config, codec, association, random)
        assert config.group.virtual_ip is not None
        self.virtual_ip = config.group.virtual_ip


@faulty(trips="11 26")
class WrongName(HomeAgent):
    """Asks under the virtual IP: not its id, so no receiver accepts it as a request."""

    transmitter_type = _UnderTheVirtualIp
