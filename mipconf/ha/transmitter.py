"""How a Home Agent's messages leave it: numbered, stamped, signed and addressed.

Multicast messages go to the group address, unicast ones "to the other HA's id at the protocol port,
whatever port its message came from", all from the own id (docs/protocol.md#1).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypedDict

from mipconf.codec import Codec
from mipconf.ha.wall_clock import WallClock
from mipconf.layers.security import Association
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    TableReply,
    TableReplyAck,
    TableRequest,
)

_SEQUENCES = 1 << 32
UNICAST_TTL = 64


GroupMessage = BindingUpdate | BindingUpdateAck | TableRequest | TableReply | TableReplyAck
"""What the Home Agents of a group tell each other."""


class Header(TypedDict):
    """The fields of a message's header that are the sender's."""

    group: int
    home_agent_id: str
    sequence: int
    identification: int


class Transmitter:
    """What one Home Agent has to send."""

    def __init__(
        self,
        config: HutConfig,
        codec: Codec,
        association: Association,
        random: random.Random,
        clock: WallClock,
    ) -> None:
        """Messages to the group are signed with `association` and stamped by `clock`; `random`
        starts the sequence.
        """
        self.codec = codec
        self.clock = clock
        self._association = association
        self._limit = config.max_datagram
        self._group_number = config.group.number
        self._port = config.port
        self._ttl = config.group.ttl
        self._own = Endpoint(config.ha_id, config.port)
        self._group = Endpoint(config.group.address, config.port)
        self._sequence = random.getrandbits(32)
        self._outgoing: list[Datagram] = []

    def next_header(self, now: int) -> Header:
        """The header of a new message 1, 3 or 4: the counter, "plus 1 for each" (5.1)."""
        self._sequence = (self._sequence + 1) % _SEQUENCES
        return self.header(self._sequence, now)

    def header(self, sequence: int, now: int) -> Header:
        """The header of a message with this Sequence Number."""
        return Header(
            group=self._group_number,
            home_agent_id=self._own.address,
            sequence=sequence,
            identification=self.clock.identification(now),
        )

    def multicast(self, message: GroupMessage) -> None:
        """Send to the group."""
        self._send(self._own, self._group, self._encode(message), self._ttl)

    def unicast(self, message: GroupMessage, member: str) -> None:
        """Send to one member."""
        self._send(self._own, Endpoint(member, self._port), self._encode(message))

    def send(self, source: Endpoint, destination: Endpoint, payload: bytes) -> None:
        """Send octets between any two endpoints: replies to mobile nodes."""
        self._send(source, destination, payload)

    def forward(self, datagrams: Iterable[Datagram]) -> None:
        """Send what the FHRP has to say, in order with the rest."""
        self._outgoing.extend(datagrams)

    def outgoing(self) -> list[Datagram]:
        """The datagrams to send, oldest first; each is handed out once."""
        datagrams, self._outgoing = self._outgoing, []
        return datagrams

    @property
    def update_room(self) -> int:
        """How many octets of extensions a Binding Update can hold."""
        empty = BindingUpdate(**self.header(0, 0), bindings=())
        return self._limit - len(self._encode(empty))

    def home_agents_that_fit(self, home_agents: Sequence[str]) -> int:
        """How many of these HA ids, from the first on, a part of a table can hold."""
        counts = range(1, len(home_agents) + 1)
        sizes = partial(self._reply_size, home_agents)
        return bisect_right(counts, self._limit, key=sizes)

    def reply_room(self, home_agents: Sequence[str]) -> int:
        """How many octets of bindings a part of a table can hold beside these HA ids."""
        return self._limit - self._reply_size(home_agents, len(home_agents))

    def _reply_size(self, home_agents: Sequence[str], count: int) -> int:
        # Measured, for how lists are laid out is the codec's affair.
        part = TableReply(
            **self.header(0, 0),
            request_sequence=0,
            part=1,
            more=False,
            home_agents=tuple(home_agents[:count]),
        )
        return len(self._encode(part))

    def _encode(self, message: GroupMessage) -> bytes:
        return self.codec.encode(message, self._association)

    def _send(
        self, source: Endpoint, destination: Endpoint, payload: bytes, ttl: int = UNICAST_TTL
    ) -> None:
        self._outgoing.append(Datagram(source, destination, payload, ttl))
