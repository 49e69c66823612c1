"""The HUT's list of members, as far as a tester can know it (wire-format.md, section 5.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mipconf.judge.view import View
from mipconf.messages import (
    BindingUpdate,
    BindingUpdateAck,
    RedundancyMessage,
    TableReply,
    TableReplyAck,
    TableRequest,
)

_MAKE_MEMBERS = (BindingUpdate, TableRequest, TableReply)
_MAY_BE_DROPPED = (BindingUpdateAck, TableReplyAck)
"""An acknowledgement that matches nothing outstanding is dropped and makes no member (5.2)."""

NEVER = 1 << 63


@dataclass(frozen=True, slots=True)
class Showing:
    """One moment at which the HUT was shown an HA id; `sure_from` is when it has surely taken it.

    `sure_from` is `NEVER` for what it may rightly ignore.
    """

    address: str
    time: int
    sure_from: int


class Members:
    """Who is, and who may be, a member in the HUT's eyes at a given time."""

    def __init__(self, view: View) -> None:
        self._setting = view.setting
        self._view = view
        self._showings = sorted(_showings(view), key=lambda showing: showing.time)

    def certain(self, time: int) -> frozenset[str]:
        """Those that the HUT must have in its list at `time`.

        A member that was not configured may be dropped after 10 hold times of silence.
        """
        life = self._view.life_at(time)
        start = (life and life.start) or 0
        recent = {
            showing.address
            for showing in self._showings
            if showing.time >= start
            and showing.sure_from <= time < showing.time + self._setting.kept_ns
        }
        return frozenset(recent | set(self._setting.peers))

    def possible(self, time: int) -> frozenset[str]:
        """Those that the HUT can have in its list at `time`: it was shown their ids."""
        shown = {showing.address for showing in self._showings if showing.time <= time}
        return frozenset(shown | set(self._setting.peers))


def _showings(view: View) -> Iterator[Showing]:
    answered: dict[str, list[int]] = {}
    for kind in (*_MAKE_MEMBERS, *_MAY_BE_DROPPED):
        for sent in view.sent(kind):
            answered.setdefault(sent.destination.address, []).append(sent.time)
    for times in answered.values():
        times.sort()

    def sure(address: str, time: int) -> int:
        # Datagrams of different sockets have no order among each other (claims.md, Order): it was
        # surely taken once the HUT answered its sender, or after the time that an answer may take.
        limit = time + view.setting.answer_ns
        return min((t for t in answered.get(address, ()) if time <= t <= limit), default=limit)

    requested = {request.message.sequence for request in view.sent(TableRequest)}
    for kind in (*_MAKE_MEMBERS, *_MAY_BE_DROPPED):
        for heard in view.heard(kind):
            message: RedundancyMessage = heard.message
            sender = message.home_agent_id
            taken = sure(sender, heard.time)
            if isinstance(message, _MAY_BE_DROPPED) or (
                isinstance(message, TableReply) and message.request_sequence not in requested
            ):
                taken = NEVER
            for address in (sender, *message.home_agents):
                if not view.setting.never_member(address):
                    yield Showing(address, heard.time, taken)
    for heard_hello in view.election.of_others():
        if not view.setting.never_member(heard_hello.source):
            yield Showing(
                heard_hello.source, heard_hello.time, heard_hello.time + view.setting.answer_ns
            )
