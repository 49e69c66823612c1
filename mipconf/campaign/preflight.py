"""One exchange with the HUT, and in plain words what would spoil a run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.lab import Lab
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.session import Job, Session
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import offset
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Message,
    RedundancyMessage,
    RegistrationReply,
    ReplyCode,
    TableReply,
    TableReplyAck,
    TableRequest,
)

_CODES = {
    Code.AUTHENTICATION_FAILED: "key or SPI differs (group_security)",
    Code.POORLY_FORMED: "the HUT reads our messages differently: another format? (codec, numbers)",
    Code.PROHIBITED: "the HUT's policy forbids it",
    Code.INSUFFICIENT_RESOURCES: "the HUT has no room",
}
_REPLY_CODES = {
    ReplyCode.MOBILE_NODE_FAILED_AUTHENTICATION: "key or SPI differs (mobile_nodes)",
    ReplyCode.POORLY_FORMED: "the HUT reads our request differently",
    ReplyCode.UNKNOWN_HOME_AGENT: "the HUT does not know itself by its HA id",
    ReplyCode.PROHIBITED: "the HUT's policy forbids it",
    ReplyCode.INSUFFICIENT_RESOURCES: "the HUT has no room",
}
_EXPECTED: dict[type[Message], str] = {
    TableRequest: "it asks the group for the table when it starts",
    TableReplyAck: "it acknowledges a part of a table",
    RegistrationReply: "it answers a Registration Request",
    BindingUpdate: "it multicasts a Binding Update",
    BindingUpdateAck: "it acknowledges a Binding Update",
    TableReply: "it answers a Table Request",
}


async def exchange(lab: Lab) -> None:
    """The HUT joins, a mobile node registers, P tells of another one and asks for the table."""
    await lab.join()
    await lab.become_active()
    await lab.register(lab.node(1))
    await lab.update(lab.p, [lab.binding(2, age=5)])
    await lab.probe(lab.p)


def preflight(options: CampaignOptions) -> tuple[bool, tuple[str, ...]]:
    """Make one exchange; whether it went well, and a line for each thing seen or missed."""
    with tempfile.TemporaryDirectory(prefix="mipconf-") as folder, Interruption() as interruption:
        session = Session(replace(options, out=Path(folder)), Unseen(), interruption)
        recorded = session.alone(Job(0, "preflight", Declaration((), 2.0, "P"), exchange))
    if session.unavailable is not None:
        return False, (f"the HUT could not be started: {session.unavailable}",)
    history = History(recorded.trace, recorded.setting)
    troubles = tuple(dict.fromkeys(_troubles(history)))
    return not troubles, troubles or tuple(_successes(history))


def _successes(history: History) -> Iterator[str]:
    yield f"the HUT {history.setting.hut} is reached, and speaks as expected:"
    for says in _EXPECTED.values():
        yield f"  {says}"
    yield "nothing would spoil a run"


def _troubles(history: History) -> Iterator[str]:
    heard = [
        packet
        for packet in history.trace.packets
        if packet.datagram.source.address == history.setting.hut
    ]
    if not heard:
        yield "nothing heard from the group: interface, TTL, snooping"
        return
    if history.setting.fhrp.protocol != "none" and not history.election.of_hut():
        yield "no hello of the HUT heard: FHRP protocol, version, port or group number differ"
    for flaw in history.traffic.flaws:
        yield from _flawed(flaw.event, flaw.reason)
    for ack in history.traffic.sent(RedundancyMessage):
        yield from _code(ack)
    for reply in history.traffic.sent(RegistrationReply):
        yield from _reply_code(reply)
    flawed = {type(flaw.event.message) for flaw in history.traffic.flaws if flaw.event is not None}
    for kind, says in _EXPECTED.items():
        if kind not in flawed and not history.traffic.sent(kind):
            yield f"not seen: {says}"


def _flawed(event: Event[Message] | None, reason: str) -> Iterator[str]:
    if event is None:
        yield f"a message of the HUT cannot be read: {reason}"
        return
    yield from _code(event)
    yield from _reply_code(event)
    yield f"a {type(event.message).__name__} of the HUT is not accepted: {reason}"


def _code(event: Event[Message] | Event[RedundancyMessage]) -> Iterator[str]:
    message = event.message
    if not isinstance(message, RedundancyMessage) or message.code in (0, 1):
        return
    if message.code == Code.IDENTIFICATION_MISMATCH:
        ahead = offset(message.identification, event.time) / SECOND
        yield f"Code 133: clocks differ by {abs(ahead):.1f} s"
    else:
        yield f"Code {message.code}: {_named(_CODES, message.code)}"


def _reply_code(event: Event[Message] | Event[RegistrationReply]) -> Iterator[str]:
    message = event.message
    if not isinstance(message, RegistrationReply) or message.accepts:
        return
    if message.code == ReplyCode.IDENTIFICATION_MISMATCH:
        # "high 32 = HA time" (RFC 5944, section 5.7.1)
        ahead = offset(message.identification, event.time) / SECOND
        yield f"Registration Reply Code 133: clocks differ by {abs(ahead):.1f} s"
    else:
        yield f"Registration Reply Code {message.code}: {_named(_REPLY_CODES, message.code)}"


def _named(names: dict[Code, str] | dict[ReplyCode, str], code: int) -> str:
    return next((text for known, text in names.items() if known == code), "a code unknown here")
