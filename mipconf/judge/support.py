"""By what one sees that a HUT does a claim, and which situations hang on other claims.

A profile may say that a HUT does not support a claim. Then it is not judged by it, but where it was
seen doing it all the same, the profile is out of date. Seen is what the HUT sent, never what it
refrained from: every HUT that does nothing refrains.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mipconf.judge.claims import applying, designating, membership, updating
from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.finding import Finding
from mipconf.judge.history.record import Record
from mipconf.judge.verdict import Verdict
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    Code,
    TableReply,
    TableReplyAck,
    TableRequest,
)

Deed = Callable[[object], bool]
"""Whether what the HUT said, in a finding that its duty was met, is the doing of it."""


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


def _not_yet(said: object) -> bool:
    return isinstance(said, TableReply) and said.code == Code.NOT_INITIALIZED


def _part_again(said: object) -> bool:
    return isinstance(said, TableReply) and said.retransmission


def _list(said: object) -> bool:
    return isinstance(said, TableReply) and bool(said.home_agents)


def _list_again(said: object) -> bool:
    return isinstance(said, TableReply) and said.retransmission and bool(said.home_agents)


def _to_member(said: object) -> bool:
    return _list(said) or _update_again(said)


def _reply_ack(said: object) -> bool:
    return isinstance(said, TableReplyAck)


def _hello(said: object) -> bool:
    return isinstance(said, Announcement)


DEEDS: Mapping[int, Deed] = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 7), _update),
    8: _update_again,
    **dict.fromkeys((11, 13, 26, 27, 28, 29, 30, 32), _request),
    12: _reply_ack,
    **dict.fromkeys((14, 42), _reply),
    **dict.fromkeys((15, 31, 43), _to_member),
    **dict.fromkeys((16, 44), _table),
    **dict.fromkeys((18, 45), _part_again),
    **dict.fromkeys((19, 20, 46, 47), _list),
    **dict.fromkeys((21, 48), _list_again),
    **dict.fromkeys((22, 49), _not_yet),
    23: _deletion,
    **dict.fromkeys((24, 25, 40, 41), _hello),
    **dict.fromkeys((33, 34, 35), _table),
    36: _update_ack,
}
"""The deed of each claim. Claims 9, 10 and 17 ask the HUT to refrain, 37 to 39 not to show."""

_LISTED_OR_RESENT = {
    membership.LISTED: 19,
    membership.RESENT: 8,
    membership.UNDESIGNATED: 8,
}
PARTS: Mapping[int, Mapping[str, int]] = {
    15: _LISTED_OR_RESENT,
    17: {designating.Role.ACTIVE.value: 24},
    23: {updating.RETRANSMITTED: 8},
    31: {membership.LISTED: 19, membership.RESENT: 8},
    38: {applying.MARKED_BY_REPLY: 26},
    43: _LISTED_OR_RESENT,
}
"""Situations of a claim that show nothing where another claim is not supported."""


def with_deeds(
    record: Record, findings: Sequence[Finding], deed: Deed | None
) -> tuple[Finding, ...]:
    """The findings; those of a duty that was met name the frames that are the doing of it."""
    if deed is None:
        return tuple(findings)
    return tuple(_with_deeds(record, finding, deed) for finding in findings)


def _with_deeds(record: Record, finding: Finding, deed: Deed) -> Finding:
    if finding.verdict is not Verdict.PASS:
        return finding
    said = record.said
    frames = tuple(frame for frame in finding.frames if frame in said and deed(said[frame]))
    return replace(finding, deeds=frames)
