"""The packets of a trace as messages: which a receiver accepts, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mipconf.codec import Authenticity, Codec
from mipconf.judge.history.event import Event, Flaw
from mipconf.layers.security import KeyRing
from mipconf.net.host import UDP, Datagram
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import LOW_HALF, offset
from mipconf.protocol.messages import (
    Message,
    RedundancyMessage,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    TableRequest,
)
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet, Trace

_NO_KEYS = KeyRing(())


@dataclass(frozen=True, slots=True)
class DecodedTrace:
    """All messages of a trace, in order of time.

    `events` are those that a receiver accepts, and every Registration Request: one that fails its
    checks is still a request, which has to be refused. `flaws` are what the HUT sent that no
    receiver accepts, `impersonations` what others sent in its name. `unauthentic` are the frames
    whose authenticator does not hold, as the tester remarked.
    """

    events: tuple[Event[Message], ...]
    flaws: tuple[Flaw, ...]
    impersonations: tuple[Flaw, ...]
    unauthentic: frozenset[int]


def decode(trace: Trace, setting: Setting) -> DecodedTrace:
    """Read all packets of the trace that are to or from the port of the setting."""
    events: list[Event[Message]] = []
    flaws: list[Flaw] = []
    impersonations: list[Flaw] = []
    forged = {
        remark.data.get("frame"): str(remark.data.get("reason", ""))
        for remark in trace.remarked(RemarkKind.UNAUTHENTIC)
    }
    codec = setting.format.load()
    asked = _Asked()
    for packet in _concerned(trace, setting):
        message, reason = _read(packet.datagram, codec, setting, forged.get(packet.frame))
        if reason is None:
            reason = _untimely(message, packet, setting)
        objection = asked.objection(message)
        reason = objection if reason is None else reason
        event = None
        if message is not None:
            source, destination = packet.datagram.source, packet.datagram.destination
            event = Event(packet.frame, packet.time, source, destination, message)
        if event and (reason is None or isinstance(message, RegistrationRequest)):
            events.append(event)
        elif reason is not None and setting.is_hut(packet.datagram.source.address):
            flaws.append(Flaw(packet.frame, packet.time, reason, event))
        elif reason is not None and _names_hut(message, setting):
            impersonations.append(Flaw(packet.frame, packet.time, reason, event))
    unauthentic = frozenset(frame for frame in forged if isinstance(frame, int))
    return DecodedTrace(tuple(events), tuple(flaws), tuple(impersonations), unauthentic)


def _concerned(trace: Trace, setting: Setting) -> Iterator[Packet]:
    for packet in sorted(trace.packets, key=lambda packet: (packet.time, packet.frame)):
        source, destination = packet.datagram.source, packet.datagram.destination
        if destination.protocol == UDP and setting.port in (destination.port, source.port):
            yield packet


def _read(
    datagram: Datagram, codec: Codec, setting: Setting, forgery: str | None
) -> tuple[Message | None, str | None]:
    """The message, as far as it can be read, and why no receiver accepts it, if so.

    `forgery` is what the tester, who has the keys, said of its authenticator.
    """
    decoded = codec.decode(datagram.payload, _NO_KEYS)
    message, authentication = decoded.message, decoded.authentication
    if forgery is not None:
        return message, forgery
    if decoded.defect is not None:
        return message, str(decoded.defect)
    if authentication.authenticity in (Authenticity.INVALID, Authenticity.ABSENT):
        return message, authentication.reason
    if isinstance(message, RedundancyMessage):
        return message, _misaddressed(message, datagram, setting)
    return message, None


def _misaddressed(message: RedundancyMessage, datagram: Datagram, setting: Setting) -> str | None:
    source, port = datagram.source.address, datagram.destination.port
    if message.group != setting.group.number:
        return f"group {message.group}, not {setting.group.number}"
    if message.home_agent_id != source:
        return f"Home Agent Identifier {message.home_agent_id} in a datagram from {source}"
    if source == setting.group.virtual_ip:
        return f"sent from the virtual IP address {source}, which is no Home Agent's id"
    if isinstance(message, TableRequest | TableReply) and port != setting.port:
        return f"sent to port {port}, not {setting.port}"
    return None


def _untimely(message: Message | None, packet: Packet, setting: Setting) -> str | None:
    """Why receivers answer 133: the HUT stamped the message by another time than that of sending.

    In an external capture nobody knows how far the clocks of the capture and the HUT are apart.
    """
    if setting.external or not isinstance(message, RedundancyMessage):
        return None
    if message.home_agent_id != setting.hut:
        return None
    ahead = offset(message.identification, packet.time)
    window = setting.timers.replay_window_s
    if abs(ahead) <= window * SECOND:
        return None
    way = "ahead of" if ahead > 0 else "behind"
    return (
        f"its Identification {message.identification:016x} is "
        f"{abs(ahead) / SECOND:.1f} s {way} the time of sending, "
        f"more than the replay window of {window} s (docs/protocol.md#5-2)"
    )


class _Asked:
    """The Registration Requests so far, to hold the Identification of each reply against."""

    def __init__(self) -> None:
        self._identifications: dict[tuple[str, int], set[int]] = {}

    def objection(self, message: Message | None) -> str | None:
        """Why a mobile node does not take the reply; None where it does, or for anything else.

        One that accepts returns the Identification whole, one that denies at least its low half
        (RFC 5944, section 5.7.1). The request of a reply that returns no low half is not here.
        """
        if isinstance(message, RegistrationRequest):
            self._of(message).add(message.identification)
        elif isinstance(message, RegistrationReply) and message.accepts:
            asked = self._of(message)
            if asked and message.identification not in asked:
                return (
                    f"it returns Identification {message.identification:016x}, and the request "
                    f"has {max(asked):016x} (RFC 5944, section 5.7.1)"
                )
        return None

    def _of(self, message: RegistrationRequest | RegistrationReply) -> set[int]:
        key = (message.home_address, message.identification & LOW_HALF)
        return self._identifications.setdefault(key, set())


def _names_hut(message: Message | None, setting: Setting) -> bool:
    return isinstance(message, RedundancyMessage) and message.home_agent_id == setting.hut
