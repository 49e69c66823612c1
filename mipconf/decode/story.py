"""One mobile node's story over all Home Agents: `mipconf decode --follow MN`.

Each step names the frame that it answers, or that it repeats, and how long after it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scapy.packet import Packet

from mipconf.decode.messages import Said
from mipconf.decode.selection import mobile_nodes
from mipconf.layers import all as layers
from mipconf.layers.miphar import CODES
from mipconf.layers.numbers import REPLY_CODES
from mipconf.protocol.durations import MILLISECOND


@dataclass(frozen=True, slots=True)
class Step:
    """One message of the story; `answers` and `repeats` are frames, `after` is nanoseconds."""

    said: Said
    text: str
    answers: int | None = None
    repeats: int | None = None
    after: int | None = None

    def __str__(self) -> str:
        if self.answers is not None:
            return f"{self.text}, {self._delay} after frame {self.answers}"
        if self.repeats is not None:
            return f"{self.text}: frame {self.repeats} again, {self._delay} after it"
        return self.text

    @property
    def _delay(self) -> str:
        return f"{(self.after or 0) / MILLISECOND:.3f} ms"


def story(told: Iterable[tuple[Said, dict[str, Any]]], mobile_node: str) -> Iterator[Step]:
    """The steps of a mobile node, by its home address, in the order of the capture.

    `told` is messages, each with its JSON.
    """
    mentioned: list[Said] = []
    for said, one in told:
        asked = _asked(said, mentioned)
        if mobile_node in mobile_nodes(one):
            before = _first_sending(said, mentioned)
            mentioned.append(said)
            text = _text(said, mobile_node)
            if before is not None:
                yield Step(said, text, repeats=before.frame, after=said.time - before.time)
            elif asked is not None:
                yield Step(said, text, answers=asked.frame, after=said.time - asked.time)
            else:
                yield Step(said, text)
        elif asked is not None:
            after = said.time - asked.time
            yield Step(said, _acknowledged(said), answers=asked.frame, after=after)


def _asked(said: Said, mentioned: list[Said]) -> Said | None:
    """The latest message of the story that this one answers, sent from where it goes to."""
    return next(
        (
            before
            for before in reversed(mentioned)
            if said.packet.answers(before.packet)
            and before.datagram.source.address == said.datagram.destination.address
        ),
        None,
    )


def _first_sending(said: Said, mentioned: list[Said]) -> Said | None:
    if not getattr(said.packet, "retransmission", 0):
        return None
    return next((before for before in mentioned if _same(before.packet, said.packet)), None)


def _same(one: Packet, other: Packet) -> bool:
    return type(one) is type(other) and all(
        getattr(one, name) == getattr(other, name)
        for name in ("group", "home_agent_id", "sequence")
    )


def _text(said: Said, mobile_node: str) -> str:
    packet, to = said.packet, said.datagram.destination.address
    if isinstance(packet, layers.RegistrationRequest):
        if packet.lifetime == 0:
            return f"de-registers at {to}"
        return f"asks {to} for {packet.lifetime} s at {packet.care_of_address}"
    if isinstance(packet, layers.RegistrationReply):
        outcome = REPLY_CODES.get(packet.code, f"Code {packet.code}")
        who = said.datagram.source.address
        if packet.code > 1:
            return f"refused by {who}: {outcome}"
        return (
            f"accepted by {who} for {packet.lifetime} s" if packet.lifetime else f"ended by {who}"
        )
    if isinstance(packet, layers.BindingUpdate | layers.TableReply):
        return f"{_binding(packet, mobile_node)} by {packet.home_agent_id} to {to}"
    return f"{packet.name} from {said.datagram.source.address} to {to}"


def _binding(packet: Packet, mobile_node: str) -> str:
    binding = next(
        each
        for each in packet.extensions
        if isinstance(each, layers.MobilityBinding) and each.home_address == mobile_node
    )
    way = "replicated" if isinstance(packet, layers.BindingUpdate) else "listed"
    if binding.deleted:
        return f"{way} as deleted"
    return f"{way} at {binding.care_of_address} for {binding.lifetime_remaining} s"


def _acknowledged(said: Said) -> str:
    packet = said.packet
    code = getattr(packet, "code", 0)
    refused = f" with Code {code} ({CODES.get(code, 'unknown')})" if code else ""
    return f"acknowledged by {said.datagram.source.address}{refused}"
