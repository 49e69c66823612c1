"""One mobile node's story over all Home Agents: `mipconf decode --follow MN`.

Each step names the frame that it answers, relays or repeats, and how long after it came. A mobile
node may ask for its home address and for a home agent: it is known by its NAI then, or by the
address that it is given later. What a foreign agent relays is one exchange with two legs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scapy.packet import Packet

from mipconf.decode.messages import Said
from mipconf.decode.selection import mobile_nodes, nai_of
from mipconf.decode.step import Step
from mipconf.layers import all as layers
from mipconf.layers.miphar import CODES
from mipconf.layers.numbers import REPLY_CODES
from mipconf.protocol.messages import UNASSIGNED

Told = tuple[Said, dict[str, Any]]
"""A message, and the JSON of it."""

_REMEMBERED = 4096
"""Messages that a later one may answer or relay; more at once are not of one mobile node."""

_ANY_HOME_AGENT = (UNASSIGNED, "255.255.255.255")
"""What a request has for a home agent that is yet to be found or given (RFC 5944, section 3.3)."""

_ACCEPTED = (0, 1)


def story(told: Iterable[Told], mobile_node: str) -> Iterator[Step]:
    """The steps of a mobile node, by home address or NAI, in the order of the capture.

    A request without a home address comes when its reply tells whose it is.
    """
    teller = _Teller(mobile_node)
    for said, one in told:
        yield from teller.hear(said, one)


@dataclass(slots=True)
class _Heard:
    """A message that may be of the story, and whether it was told."""

    said: Said
    nai: str | None
    is_told: bool


class _Teller:
    def __init__(self, mobile_node: str) -> None:
        self._mobile_node = mobile_node
        self._addresses: set[str] = set()
        """The home addresses that the NAI has at present, where it is one that is followed."""
        self._nais: set[str] = set()
        """The NAIs that have the home address at present, where that is followed."""
        self._heard: deque[_Heard] = deque(maxlen=_REMEMBERED)

    def hear(self, said: Said, one: dict[str, Any]) -> Iterator[Step]:
        """The steps that a message makes: itself, if it is of the story, and what led to it."""
        nai = nai_of(one)
        asked = self._asked(said, nai)
        is_of_it = self._concerns(one, nai or (asked.nai if asked is not None else None))
        self._learn(said, one, asked)
        if isinstance(said.packet, layers.RegistrationReply) and asked is not None:
            is_of_it = is_of_it or asked.is_told
            if is_of_it:
                yield from self._catch_up(asked)
        if is_of_it:
            yield self._step(said, asked)
        elif asked is not None and asked.is_told:
            after = said.time - asked.said.time
            frame = asked.said.frame
            yield Step(said.frame, said.time, _acknowledged(said), answers=frame, after=after)
            return
        if is_of_it or isinstance(said.packet, layers.RegistrationRequest):
            self._heard.append(_Heard(said, nai, is_of_it))

    def _concerns(self, one: dict[str, Any], nai: str | None) -> bool:
        nodes = mobile_nodes(one)
        if self._mobile_node in nodes:
            return True
        if nodes & self._addresses:
            return nai in (self._mobile_node, None)
        return nai in self._nais and one.get("home_address") == UNASSIGNED

    def _learn(self, said: Said, one: dict[str, Any], asked: _Heard | None) -> None:
        """Who has which home address from now on, by a reply or a binding."""
        for address, nai in _assigned(said, one, asked):
            if nai == self._mobile_node:
                self._addresses.add(address)
            else:
                self._addresses.discard(address)
            if address == self._mobile_node:
                self._nais = set() if nai is None else {nai}

    def _catch_up(self, asked: _Heard) -> Iterator[Step]:
        """The request that a reply of the story answers, and its other leg, if not yet told."""
        for each in self._heard:
            if not each.is_told and _is_same_request(each.said, asked.said):
                each.is_told = True
                yield self._step(each.said, None)

    def _step(self, said: Said, asked: _Heard | None) -> Step:
        text = _text(said, self._mobile_node, self._addresses, asked)
        before = self._first_sending(said)
        if before is not None:
            after = said.time - before.time
            return Step(said.frame, said.time, text, repeats=before.frame, after=after)
        leg = self._leg(said)
        if leg is not None:
            after = said.time - leg.time
            return Step(said.frame, said.time, _relayed(said, leg), relays=leg.frame, after=after)
        if asked is not None:
            after = said.time - asked.said.time
            return Step(said.frame, said.time, text, answers=asked.said.frame, after=after)
        return Step(said.frame, said.time, text)

    def _asked(self, said: Said, nai: str | None) -> _Heard | None:
        """The latest message that this one answers, sent from where it goes to."""
        if not isinstance(said.packet, layers.MobileIP):
            return None
        found = [
            before
            for before in reversed(self._heard)
            if said.packet.answers(before.said.packet)
            and _goes_back(said, before.said)
            and (nai is None or before.nai in (nai, None))
        ]
        peer = said.datagram.source
        exact = (each for each in found if each.said.datagram.destination == peer)
        return next(exact, found[0] if found else None)

    def _first_sending(self, said: Said) -> Said | None:
        if not getattr(said.packet, "retransmission", 0):
            return None
        earlier = (before.said for before in self._heard if before.is_told)
        return next((before for before in earlier if _same(before.packet, said.packet)), None)

    def _leg(self, said: Said) -> Said | None:
        """The message that a foreign agent relays by this one."""
        kind = type(said.packet)
        if not issubclass(kind, layers.RegistrationRequest | layers.RegistrationReply):
            return None
        ends = said.datagram.source.address, said.datagram.destination.address
        for before in reversed(self._heard):
            theirs = before.said.datagram
            if (
                type(before.said.packet) is kind
                and before.said.packet.identification == said.packet.identification
                and before.said.packet.home_address == said.packet.home_address
                and theirs.destination.address == ends[0]
                and theirs.source.address not in ends
            ):
                return before.said
        return None


def _assigned(
    said: Said, one: dict[str, Any], asked: _Heard | None
) -> Iterator[tuple[str, str | None]]:
    """The home addresses that a message gives somebody, and the NAI of who that is."""
    packet = said.packet
    is_reply = isinstance(packet, layers.RegistrationReply)
    if is_reply and packet.code in _ACCEPTED and packet.lifetime:
        nai = nai_of(one) or (asked.nai if asked is not None else None)
        if nai is not None:
            yield packet.home_address, nai
    for binding in one.get("bindings", []):
        for option in binding.get("sub_options", []):
            if "nai" in option and not binding["deleted"]:
                yield binding["home_address"], option["nai"]


def _goes_back(said: Said, before: Said) -> bool:
    """Whether an answer goes to where the request came from.

    A mobile node that has no address yet sends from 0.0.0.0 (RFC 5944, section 3.6.1.1).
    """
    asking, to = before.datagram.source, said.datagram.destination
    if not isinstance(said.packet, layers.RegistrationReply):
        return asking.address == to.address
    return asking.port == to.port and asking.address in (to.address, UNASSIGNED)


def _is_same_request(one: Said, other: Said) -> bool:
    return one is other or (
        one.packet.identification == other.packet.identification
        and one.packet.home_address == other.packet.home_address
        and other.datagram.source.address == one.datagram.destination.address
    )


def _same(one: Packet, other: Packet) -> bool:
    return type(one) is type(other) and all(
        getattr(one, name) == getattr(other, name)
        for name in ("group", "home_agent_id", "sequence")
    )


# In words.


def _text(said: Said, mobile_node: str, addresses: set[str], asked: _Heard | None) -> str:
    packet, to = said.packet, said.datagram.destination.address
    if isinstance(packet, layers.RegistrationRequest):
        return _request(packet, to)
    if isinstance(packet, layers.RegistrationReply):
        return _reply(said, asked)
    if isinstance(packet, layers.BindingUpdate | layers.TableReply):
        told = _binding(packet, {mobile_node, *addresses})
        return f"{told} by {packet.home_agent_id} to {to}"
    return f"{packet.name} from {said.datagram.source.address} to {to}"


def _request(packet: Any, to: str) -> str:
    is_known = packet.home_agent not in _ANY_HOME_AGENT
    whom = f"{packet.home_agent} by way of {to}" if is_known and packet.home_agent != to else to
    if packet.lifetime == 0:
        return f"de-registers at {whom}"
    wanted = [
        what
        for what, is_wanted in (
            ("a home address", packet.home_address == UNASSIGNED),
            ("a home agent", not is_known),
        )
        if is_wanted
    ]
    also = f", and for {' and '.join(wanted)}" if wanted else ""
    nais = [each.nai for each in packet.extensions if isinstance(each, layers.MobileNodeNai)]
    name = f" as {nais[0].decode('utf-8', 'backslashreplace')}" if nais else ""
    return f"asks {whom} for {packet.lifetime} s at {packet.care_of_address}{name}{also}"


def _reply(said: Said, asked: _Heard | None) -> str:
    packet, who = said.packet, said.datagram.source.address
    if asked is not None and _is_by_way(asked.said) and packet.code in _ACCEPTED:
        who = f"{packet.home_agent}, relayed by {who},"
    if packet.code not in _ACCEPTED:
        return f"refused by {who}: {REPLY_CODES.get(packet.code, f'Code {packet.code}')}"
    if not packet.lifetime:
        return f"ended by {who}".rstrip(",")
    is_given = asked is not None and asked.said.packet.home_address == UNASSIGNED
    given = f" with the home address {packet.home_address}" if is_given else ""
    return f"accepted by {who} for {packet.lifetime} s{given}"


def _is_by_way(request: Said) -> bool:
    """Whether a request went to somebody else than the home agent that it names."""
    named, to = request.packet.home_agent, request.datagram.destination.address
    return named not in (*_ANY_HOME_AGENT, to)


def _relayed(said: Said, leg: Said) -> str:
    who, to = said.datagram.source.address, said.datagram.destination.address
    if isinstance(said.packet, layers.RegistrationRequest):
        return f"relayed by {who} to {to}"
    return f"the reply of {leg.datagram.source.address} relayed by {who} to {to}"


def _binding(packet: Packet, home_addresses: set[str]) -> str:
    bindings = [each for each in packet.extensions if isinstance(each, layers.MobilityBinding)]
    binding = next((each for each in bindings if each.home_address in home_addresses), bindings[0])
    way = "replicated" if isinstance(packet, layers.BindingUpdate) else "listed"
    if binding.deleted:
        return f"{way} as deleted"
    return f"{way} at {binding.care_of_address} for {binding.lifetime_remaining} s"


def _acknowledged(said: Said) -> str:
    packet = said.packet
    code = getattr(packet, "code", 0)
    refused = f" with Code {code} ({CODES.get(code, 'unknown')})" if code else ""
    return f"acknowledged by {said.datagram.source.address}{refused}"
