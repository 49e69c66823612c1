"""One mobile node's story over all Home Agents: `mipconf decode --follow MN`.

Each step names the frame that it answers, relays or repeats, and how long after it came. What a
foreign agent relays is one exchange with two legs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from scapy.packet import Packet

from mipconf.decode.following import ACCEPTED, Attributed, Follower, Told
from mipconf.decode.messages import Said
from mipconf.decode.step import Step
from mipconf.layers import all as layers
from mipconf.layers.miphar import CODES
from mipconf.layers.numbers import REPLY_CODES
from mipconf.protocol.messages import UNASSIGNED

_ANY_HOME_AGENT = (UNASSIGNED, "255.255.255.255")
"""What a request has for a home agent that is yet to be found or given (RFC 5944, section 3.3)."""


def story(told: Iterable[Told], mobile_node: str) -> Iterator[Step]:
    """The steps of a mobile node, by home address or NAI, in the order of the capture.

    A request without a home address comes when its reply tells whose it is.
    """
    node = Follower(mobile_node)
    for said, one in told:
        earlier, heard = node.hear(said, one)
        for each in earlier:
            yield _step(each, {mobile_node, *node.addresses})
        asked = heard.asked
        if heard.is_own:
            yield _step(heard, {mobile_node, *node.addresses})
        elif asked is not None and asked.is_own:
            after = said.time - asked.said.time
            frame = asked.said.frame
            yield Step(said.frame, said.time, _acknowledged(said), answers=frame, after=after)


def _step(heard: Attributed, home_addresses: set[str]) -> Step:
    said, asked = heard.said, heard.asked
    text = _text(said, home_addresses, asked)
    if heard.first is not None:
        after, frame = said.time - heard.first.time, heard.first.frame
        return Step(said.frame, said.time, text, repeats=frame, after=after)
    if heard.leg is not None:
        after, frame = said.time - heard.leg.time, heard.leg.frame
        return Step(said.frame, said.time, _relayed(said, heard.leg), relays=frame, after=after)
    if asked is not None:
        after, frame = said.time - asked.said.time, asked.said.frame
        return Step(said.frame, said.time, text, answers=frame, after=after)
    return Step(said.frame, said.time, text)


def _text(said: Said, home_addresses: set[str], asked: Attributed | None) -> str:
    packet, to = said.packet, said.datagram.destination.address
    if isinstance(packet, layers.RegistrationRequest):
        return _request(packet, to)
    if isinstance(packet, layers.RegistrationReply):
        return _reply(said, asked)
    if isinstance(packet, layers.BindingUpdate | layers.TableReply):
        return f"{_binding(packet, home_addresses)} by {packet.home_agent_id} to {to}"
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


def _reply(said: Said, asked: Attributed | None) -> str:
    packet, who = said.packet, said.datagram.source.address
    if asked is not None and _is_by_way(asked.said) and packet.code in ACCEPTED:
        who = f"{packet.home_agent}, relayed by {who},"
    if packet.code not in ACCEPTED:
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
