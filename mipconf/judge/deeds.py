"""By what one sees that a HUT does what a requirement asks.

A profile may say that a HUT does not support a requirement. Then it is not judged by it, but where
it was seen doing it all the same, the profile is out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.verdict import Verdict
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Code,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.requirements.requirement import Deed


def _update(said: object) -> bool:
    return isinstance(said, BindingUpdate)


def _deletion(said: object) -> bool:
    return isinstance(said, BindingUpdate) and any(binding.deleted for binding in said.bindings)


def _update_again(said: object) -> bool:
    return isinstance(said, BindingUpdate) and said.retransmission


def _update_ack(said: object) -> bool:
    return isinstance(said, BindingUpdateAck)


def _request(said: object) -> bool:
    return isinstance(said, TableRequest)


def _reply(said: object) -> bool:
    return isinstance(said, TableReply)


def _table(said: object) -> bool:
    return isinstance(said, TableReply) and said.code == Code.ACCEPTED


def _not_initialized(said: object) -> bool:
    return isinstance(said, TableReply) and said.code == Code.NOT_INITIALIZED


def _part_again(said: object) -> bool:
    return isinstance(said, TableReply) and said.retransmission


def _list(said: object) -> bool:
    return isinstance(said, TableReply) and bool(said.home_agents)


def _list_again(said: object) -> bool:
    return _list(said) and _part_again(said)


def _list_or_update_again(said: object) -> bool:
    return _list(said) or _update_again(said)


def _reply_ack(said: object) -> bool:
    return isinstance(said, TableReplyAck)


def _hello(said: object) -> bool:
    return isinstance(said, Announcement)


_IS: Mapping[Deed, Callable[[object], bool]] = {
    Deed.UPDATE: _update,
    Deed.DELETION: _deletion,
    Deed.UPDATE_AGAIN: _update_again,
    Deed.UPDATE_ACK: _update_ack,
    Deed.REQUEST: _request,
    Deed.REPLY: _reply,
    Deed.TABLE: _table,
    Deed.NOT_INITIALIZED: _not_initialized,
    Deed.PART_AGAIN: _part_again,
    Deed.LIST: _list,
    Deed.LIST_AGAIN: _list_again,
    Deed.LIST_OR_UPDATE_AGAIN: _list_or_update_again,
    Deed.REPLY_ACK: _reply_ack,
    Deed.HELLO: _hello,
}


def is_deed(deed: Deed, said: object) -> bool:
    """Whether what the HUT said is such a deed."""
    return _IS[deed](said)


def with_deeds(
    history: History, findings: Sequence[Finding], deed: Deed | None
) -> tuple[Finding, ...]:
    """The findings; those of a duty that was met name the frames that are the doing of it."""
    if deed is None:
        return tuple(findings)
    return tuple(_with_deeds(history, finding, deed) for finding in findings)


def _with_deeds(history: History, finding: Finding, deed: Deed) -> Finding:
    if finding.verdict is not Verdict.PASS:
        return finding
    said = history.said
    frames = tuple(
        frame for frame in finding.frames if frame in said and is_deed(deed, said[frame])
    )
    return replace(finding, deeds=frames)
