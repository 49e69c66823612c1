"""Whether the HUT is a designated responder to a Table Request (docs/protocol.md#5-7).

By default it is one only while it is active, or when it knows of no active member other than the
requester. Hellos and requests reach different sockets and have no order among each other, so only
what held from before the request until its answer counts.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from mipconf.judge.fhrp.announcement import Announcement
from mipconf.judge.history.event import Event
from mipconf.judge.history.history import History
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import Opcode
from mipconf.protocol.messages import TableRequest
from mipconf.requirements.catalogue import REQUIREMENTS

_ACTIVE, _ONLY_ACTIVE, _ANOTHER = REQUIREMENTS["17"].situations
(_NEVER,) = REQUIREMENTS["17"].further


class Role(Enum):
    """What the HUT surely is to a requester; the values are the situations of claim 17."""

    ACTIVE = _ACTIVE
    ONLY_ACTIVE = _ONLY_ACTIVE
    ANOTHER = _ANOTHER
    NEVER = _NEVER

    @property
    def answers(self) -> bool:
        """Whether the HUT is a designated responder."""
        return self in (Role.ACTIVE, Role.ONLY_ACTIVE)


def role_for(history: History, request: Event[TableRequest]) -> Role | None:
    """What an initialized HUT surely is to the sender of a request; None: one cannot tell."""
    if history.setting.responder != "active":
        return Role.NEVER if history.setting.responder == "never" else Role.ACTIVE
    if history.setting.fhrp.protocol == "none":
        return Role.ACTIVE
    start = request.time
    series = history.answer_to(request)
    end = start + history.setting.answer_ns if series is None else series.parts[0].time
    if _stays_active(history, start):
        return Role.ACTIVE
    if _known_passive(history, history.setting.hut, start, end):
        return _passive_role(history, request.message.home_agent_id, start, end)
    return None


def _passive_role(history: History, requester: str, start: int, end: int) -> Role | None:
    others = {announcement.source for announcement in history.election.of_others()} - {requester}
    active = {other for other in others if _known_active(history, other, start, end)}
    if active & history.members.speakers(start):
        return Role.ANOTHER
    if _known_active(history, requester, start, end) and all(
        _known_passive(history, other, start, end) for other in others
    ):
        return Role.ONLY_ACTIVE
    return None


def _stays_active(history: History, time: int) -> bool:
    """Whether the HUT said that it is active before `time`, and afterwards that it still is."""
    after = [a for a in _said_by(history, history.setting.hut) if a.time > time][:1]
    active = _known_active(history, history.setting.hut, time, time)
    return active and all(a.claims_active for a in after) and bool(after)


def _known_active(history: History, source: str, start: int, end: int) -> bool:
    """Whether all who hear it must take it for active from `start` to `end`."""
    crossing = history.setting.crossing_ns
    incarnation = history.incarnations.at(start)
    # What was said before the HUT started, it has not heard.
    since = 0 if incarnation is None else incarnation.ready_from
    own = [a for a in _said_by(history, source) if a.time >= since]
    before = [a for a in own if a.time < start - crossing][-1:]
    between = [a for a in own if start - crossing <= a.time <= end]
    said = [*before, *between]
    times = [*(a.time for a in said), end]
    return (
        bool(before)
        and all(a.claims_active for a in said)
        and all(b - a < history.setting.hold_ns - crossing for a, b in pairwise(times))
    )


def _known_passive(history: History, source: str, start: int, end: int) -> bool:
    """Whether nobody who heard it can have taken it for active from `start` to `end`."""
    crossing = history.setting.crossing_ns
    known = max(history.setting.hold_ns, 2 * history.setting.fhrp.hello_ms * MILLISECOND) + crossing
    own = _said_by(history, source)
    before = [a for a in own if start - known <= a.time < start - crossing]
    between = [a for a in own if start - crossing <= a.time <= end]
    return not any(a.claims_active for a in (*before[-1:], *between))


def _said_by(history: History, source: str) -> list[Announcement]:
    """What a router says of its present state; a coup says what will be, or what is meant to."""
    return [
        a
        for a in history.election.announcements
        if a.source == source and a.opcode is not Opcode.COUP
    ]
