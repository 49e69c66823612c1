"""What led to a verdict, in order: the exchange that a finding is about, and where it went wrong.

A finding names the frames that it rests on. People also need what belongs to them: the
acknowledgements that did come, the tester's own remarks, and the moment at which something was due
and was not there. Messages belong together by what they have in common: a Sequence Number at one
Home Agent, a series, a mobile node.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.finding import Finding
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.protocol.durations import SECOND
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Message,
    RegistrationReply,
    RegistrationRequest,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.trace.remark import Remark, RemarkKind

LONGEST = 16
"""Lines at most; what is left out between the first and the last ones is counted."""

FEW_BINDINGS = 3
"""A message with more of them is about no mobile node in particular."""

_KINDS: tuple[type[Message], ...] = get_args(Message)
_NAMES = {kind: re.sub("(?<=[a-z])(?=[A-Z])", " ", kind.__name__) for kind in _KINDS}
_TOLD = (
    RemarkKind.STARTING,
    RemarkKind.STOPPED,
    RemarkKind.KILLED,
    RemarkKind.GONE,
    RemarkKind.RESYNCHRONISE,
    RemarkKind.MUTE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the time in nanoseconds since the first one, the frame if there is one, what.

    `diverges`: here the Home Agent first departs from what it is to do.
    """

    time: int
    frame: int | None
    text: str
    diverges: bool = False

    def __str__(self) -> str:
        mark = "!" if self.diverges else " "
        frame = "" if self.frame is None else f"frame {self.frame}"
        return f"{mark} {self.time / SECOND:+9.4f} s  {frame:<11} {self.text}"


class Narrative:
    """All that a history tells, from which the exchange of each finding is picked."""

    def __init__(self, history: History) -> None:
        self._told = {**_messages(history), **_announcements(history), **_remarks(history)}

    def timeline(self, finding: Finding) -> tuple[Line, ...]:
        """The exchange that the finding is about; nothing where it rests on no frame."""
        return _timeline(self._told, finding)


def _timeline(told: Mapping[int, _Told], finding: Finding) -> tuple[Line, ...]:
    bearing = set(finding.frames)
    borne = sorted(told[frame] for frame in bearing if frame in told)
    if not borne:
        return ()
    start, end = borne[0].time, max(borne[-1].time, finding.due or 0)
    subjects = frozenset().union(*(item.subjects for item in borne))
    related = [
        item
        for item in told.values()
        if item.frame in bearing
        or (start <= item.time <= end and (item.is_remark or item.subjects & subjects))
    ]
    diverging = None if finding.due is not None else _last_of_hut(borne)
    lines = [
        Line(item.time - start, item.frame, item.text, item.frame == diverging)
        for item in sorted(related)
    ]
    if finding.due is not None:
        missing = Line(finding.due - start, None, f"by now: {finding.expected}", diverges=True)
        lines = sorted([*lines, missing], key=lambda line: line.time)
    return tuple(_shortened(lines))


@dataclass(frozen=True, slots=True, order=True)
class _Told:
    """Something in the trace, as it is told; `subjects` is what it is about."""

    time: int
    frame: int
    text: str
    subjects: frozenset[Hashable] = frozenset()
    by_hut: bool = False
    is_remark: bool = False


def _last_of_hut(borne: Sequence[_Told]) -> int:
    return next((item.frame for item in reversed(borne) if item.by_hut), borne[-1].frame)


def _shortened(lines: Sequence[Line]) -> Iterator[Line]:
    if len(lines) <= LONGEST:
        yield from lines
        return
    half = LONGEST // 2
    yield from lines[:half]
    left_out = lines[half : len(lines) - half]
    marked = [line for line in left_out if line.diverges]
    yield Line(left_out[0].time, None, f"({len(left_out) - len(marked)} more of the same exchange)")
    yield from marked
    yield from lines[len(lines) - half :]


def _messages(history: History) -> dict[int, _Told]:
    flawed = [flaw for flaw in history.traffic.flaws if flaw.event is not None]
    reasons = {flaw.frame: f", not accepted: {flaw.reason}" for flaw in flawed}
    events: list[Event[Message]] = [
        *(
            event
            for kind in _KINDS
            for event in (*history.traffic.sent(kind), *history.traffic.heard(kind))
        ),
        *(flaw.event for flaw in flawed if flaw.event),
    ]
    return {
        event.frame: _Told(
            event.time,
            event.frame,
            f"{_way(history, event)}  {describe(event.message)}{reasons.get(event.frame, '')}",
            frozenset(_subjects(event)),
            history.setting.is_hut(event.source.address),
        )
        for event in events
    }


def _announcements(history: History) -> dict[int, _Told]:
    return {
        said.frame: _Told(
            said.time,
            said.frame,
            f"{_name(history, said.source)} > group  {_announced(said)}",
            by_hut=history.setting.is_hut(said.source),
        )
        for said in history.election.announcements
    }


def _announced(said: Announcement) -> str:
    return f"{said.opcode.name.capitalize()}: {said.state.value}, priority {said.priority}"


def _remarks(history: History) -> dict[int, _Told]:
    return {
        remark.frame: _Told(remark.time, remark.frame, _remarked(history, remark), is_remark=True)
        for remark in history.trace.remarked(*_TOLD)
    }


def _remarked(history: History, remark: Remark) -> str:
    reason = str(remark.data.get("reason", ""))
    match remark.kind:
        case RemarkKind.STARTING:
            said = "starts the HUT"
        case RemarkKind.STOPPED:
            said = "stops the HUT"
        case RemarkKind.KILLED:
            said = "crashes the HUT"
        case RemarkKind.RESYNCHRONISE:
            said = "tells the HUT to resynchronise"
        case RemarkKind.MUTE:
            address = _name(history, str(remark.data.get("address", "")))
            return f"tester: {address} withholds until {remark.data.get('until', '')}"
        case _:
            said = f"the HUT ended by itself: {reason}"
    return f"tester: {said}"


def _way(history: History, event: Event[Message]) -> str:
    to = event.destination.address
    whom = "group" if to == history.setting.group.address else _name(history, to)
    return f"{_name(history, event.source.address)} > {whom}"


def _name(history: History, address: str) -> str:
    return "HUT" if address == history.setting.hut else address


def _subjects(event: Event[Message]) -> Iterator[Hashable]:
    """What a message has in common with those that belong to it."""
    match event.message:
        case RegistrationRequest() | RegistrationReply() as registration:
            yield registration.home_address
        case BindingUpdateAck() | TableReplyAck() as ack:
            yield event.destination.address, ack.sequence
        case TableRequest() as request:
            yield "series", request.home_agent_id, request.sequence
        case TableReply() as part:
            yield part.home_agent_id, part.sequence
            yield "series", event.destination.address, part.request_sequence
            yield from _homes(part.bindings)
        case BindingUpdate() as update:
            yield update.home_agent_id, update.sequence
            yield from _homes(update.bindings)


def _homes(bindings: Sequence[Binding]) -> list[str]:
    few = len(bindings) <= FEW_BINDINGS
    return [binding.home_address for binding in bindings] if few else []


def describe(message: Message) -> str:
    """A message on one line."""
    match message:
        case RegistrationRequest():
            said = f"for {message.lifetime} s" if message.lifetime else "de-registers"
            said = f": {message.home_address} {said}"
        case RegistrationReply():
            said = f": {message.home_address}, Code {message.code}, {message.lifetime} s"
        case BindingUpdate():
            said = f" {_numbered(message)}: {_bindings(message.bindings)}"
        case TableReply():
            more = ", more follow" if message.more else ", the last"
            said = (
                f" {_numbered(message)} to request {message.request_sequence}, "
                f"Code {message.code}, part {message.part}{more}: {_bindings(message.bindings)}"
            )
        case TableRequest():
            said = f" {message.sequence}"
        case BindingUpdateAck() | TableReplyAck():
            said = f" {message.sequence}, Code {message.code}"
    return _NAMES[type(message)] + said


def _numbered(message: BindingUpdate | TableReply) -> str:
    return f"{message.sequence}{' (R = 1)' if message.retransmission else ''}"


def _bindings(bindings: Sequence[Binding]) -> str:
    if not bindings:
        return "no bindings"
    if len(bindings) > FEW_BINDINGS:
        return f"{len(bindings)} bindings"
    return ", ".join(
        f"{binding.home_address} deleted"
        if binding.deleted
        else f"{binding.home_address} at {binding.care_of_address}, "
        f"{binding.lifetime_remaining} of {binding.lifetime_granted} s"
        for binding in bindings
    )
