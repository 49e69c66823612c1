"""One exchange with the HUT, and in plain words what would spoil a run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.lab import Lab
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.session import First, Job, Recorded, Session
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


_ROOTS = ("Code 131", "Code 133", "authenticator", "replay window")
"""What a line about another key or clock has; any other refusal is for the cases to judge."""


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
        recorded = session.alone(_job(0))
    if session.unavailable is not None:
        return False, (f"the HUT could not be started: {session.unavailable}",)
    history = History(recorded.trace, recorded.setting)
    troubles = tuple(dict.fromkeys(_troubles(history)))
    return not troubles, troubles or tuple(_successes(history))


def first(index: int) -> First:
    """The exchange as what a run begins with, at a place (0..) that none of its cases has."""
    return First(_job(index), _root_cause)


def _job(index: int) -> Job:
    return Job(index, "preflight", Declaration((), 2.0, "P"), exchange, folder="")


def _root_cause(recorded: Recorded) -> str | None:
    """Why whatever a HUT is asked for will fail in the same way: None where something works.

    That is where nothing of it is heard, or where by another key or clock not one of its messages
    to Home Agents, or to mobile nodes, can be accepted or accepts.
    """
    history = History(recorded.trace, recorded.setting)
    said = list(dict.fromkeys(_troubles(history)))
    if not _heard(history) and not history.traffic.flaws:
        return f"nothing was heard from {history.setting.hut}: interface, TTL, snooping"
    refused = {type(flaw.event.message) for flaw in history.traffic.flaws if flaw.event is not None}
    among = [event.message for event in history.traffic.sent(RedundancyMessage)]
    replies = [event.message for event in history.traffic.sent(RegistrationReply)]
    works = any(message.code in (Code.ACCEPTED, Code.NOT_INITIALIZED) for message in among)
    if not works and (among or any(issubclass(kind, RedundancyMessage) for kind in refused)):
        return _root(said, "Code ")
    if not any(reply.accepts for reply in replies) and (replies or RegistrationReply in refused):
        return _root(said, "Registration Reply Code ")
    return None


def _root(said: Sequence[str], code: str) -> str | None:
    """The line that tells of another key or clock, best by its code; None where none does."""
    roots = [line for line in said if any(sign in line for sign in _ROOTS)]
    return next((line for line in roots if line.startswith(code)), roots[0] if roots else None)


def _heard(history: History) -> bool:
    return any(
        packet.datagram.source.address == history.setting.hut for packet in history.trace.packets
    )


def _successes(history: History) -> Iterator[str]:
    yield f"the HUT {history.setting.hut} is reached, and speaks as expected:"
    for says in _EXPECTED.values():
        yield f"  {says}"
    yield "nothing would spoil a run"


def _troubles(history: History) -> Iterator[str]:
    if not _heard(history):
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
