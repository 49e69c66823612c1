"""All parties that the tester plays in one case, as one host of the network.

They share the sockets of the multicast groups, so that each datagram of the HUT is heard, and
recorded, once.
"""

from __future__ import annotations

from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.protocol.fhrp_messages import State
from mipconf.roles.dialect import dialect_of
from mipconf.roles.home_agent import PlayedHomeAgent
from mipconf.roles.mobile_node import MobileNode
from mipconf.roles.party import Party
from mipconf.roles.router import PlayedRouter

LOCALHOST = "127.0.0.1"


class Tester:
    """The parties of one case; `address` is that of the interface they share.

    `states` are those that the last FHRP messages of Home Agents told of, None where they left one.
    """

    def __init__(self, address: str, config: HutConfig) -> None:
        self.address = address
        self.states: dict[str, State | None] = {}
        self._config = config
        self._group = Endpoint(config.group.address, config.port)
        self._dialect = dialect_of(config)
        # A multicast group on loopback is shared by all who join it at one port, whatever their
        # addresses: who holds this endpoint has the port for itself.
        self._claim = Endpoint(LOCALHOST, config.port)
        self._home_agents: dict[str, PlayedHomeAgent] = {}
        self._parties: dict[Endpoint, Party] = {}

    def add(self, party: PlayedHomeAgent | MobileNode | PlayedRouter) -> None:
        """Play one more party."""
        self._parties[party.endpoint] = party
        if isinstance(party, PlayedHomeAgent):
            self._home_agents[party.address] = party

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        """The addresses of all parties, and the multicast groups."""
        groups = {self._group} if self._dialect is None else {self._group, self._dialect.group}
        return frozenset({self._claim} | groups | self._parties.keys())

    @property
    def deadline(self) -> int | None:
        """The earliest of all parties."""
        deadlines = [party.deadline for party in self._parties.values()]
        return min((due for due in deadlines if due is not None), default=None)

    def receive(self, datagram: Datagram, now: int) -> None:
        """Hand a datagram to the party that it is for; a multicast one to every Home Agent."""
        if datagram.destination == self._group:
            for agent in self._home_agents.values():
                agent.receive(datagram, now)
        elif self._dialect is not None and datagram.destination == self._dialect.group:
            source = datagram.source.address
            self.states[source] = self._dialect.state_after(datagram, self.states.get(source))
        elif (party := self._parties.get(datagram.destination)) is not None:
            party.receive(datagram, now)

    @property
    def hut_state(self) -> State | None:
        """The state that the HUT's last FHRP message told of, if it did not leave one."""
        return self.states.get(self._config.ha_id)

    def wake(self, now: int) -> None:
        """Wake whoever is due."""
        for party in self._parties.values():
            party.wake(now)

    def outgoing(self) -> list[Datagram]:
        """What the parties have to send, party by party."""
        sending = [datagram for party in self._parties.values() for datagram in party.outbox]
        for party in self._parties.values():
            party.outbox.clear()
        return sending
