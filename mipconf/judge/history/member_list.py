"""The HUT's list of members, as far as a tester can know it (docs/protocol.md#5-3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.incarnations import Incarnation, Incarnations
from mipconf.judge.history.losses import EQUAL_STIMULI
from mipconf.judge.history.traffic import Traffic
from mipconf.protocol.durations import FOREVER
from mipconf.protocol.messages import (
    BindingUpdate,
    BindingUpdateAck,
    RedundancyMessage,
    TableReply,
    TableReplyAck,
    TableRequest,
)
from mipconf.trace.setting import Setting

NEVER = FOREVER


class How(Enum):
    """How the HUT was shown the id of another Home Agent."""

    UPDATE = "its Binding Update"
    REQUEST = "its Table Request"
    REPLY = "its Table Reply"
    ACK = "its acknowledgement"
    LIST = "a Home Agent List"
    HELLO = "its FHRP message"


HEARD = frozenset(How) - {How.LIST}
ESTABLISHED = HEARD - {How.REQUEST}
"""Ways that all claims rely on. Claims 15 and 31 alone ask whether an HA becomes a member by its
request, or by a list, so that no other claim fails for it."""

_KINDS: tuple[tuple[type[RedundancyMessage], How], ...] = (
    (BindingUpdate, How.UPDATE),
    (TableRequest, How.REQUEST),
    (TableReply, How.REPLY),
    (BindingUpdateAck, How.ACK),
    (TableReplyAck, How.ACK),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One moment at which the HUT was shown an HA id; `sure_from` is when it has surely taken it.

    `sure_from` is `NEVER` for what it may rightly ignore. `frame` is where it was shown.
    `is_answered`: the HUT answered its sender then.
    """

    address: str
    time: int
    sure_from: int
    how: How
    frame: int
    is_answered: bool = False

    @property
    def counts(self) -> bool:
        """Whether the HUT may not ignore it."""
        return self.sure_from != NEVER


class MemberList:
    """The members that the HUT surely has in its list at some time, and those that it may have."""

    def __init__(
        self, setting: Setting, traffic: Traffic, election: Election, incarnations: Incarnations
    ) -> None:
        self._setting = setting
        self._incarnations = incarnations
        mentioned = sorted(
            (*_named(traffic, setting), *_said_hello(election, setting)),
            key=lambda each: (each.time, each.frame),
        )
        self._mentions = list(self._without_reminders(mentioned))

    def _without_reminders(self, mentioned: Iterable[Mention]) -> Iterator[Mention]:
        """What the HUT was shown, in order; that a list names a member again binds it to nothing.

        "A member that was not configured MAY be dropped after 10 hold times in which nothing came
        from it" (5.3): what others say of it is not from it.
        """
        known: set[tuple[Incarnation | None, str]] = set()
        for mention in mentioned:
            member = (self._incarnations.at(mention.time), mention.address)
            reminds = mention.how is How.LIST and member in known
            yield replace(mention, sure_from=NEVER) if reminds else mention
            known.add(member)

    def certain(self, time: int, by: Collection[How] = frozenset(How)) -> frozenset[str]:
        """Those that the HUT must have in its list at `time`, by what it was shown in these ways.

        A member that was not configured may be dropped after 10 hold times of silence.
        """
        incarnation = self._incarnations.at(time)
        if self._setting.external and (incarnation is None or incarnation.is_unsettled):
            return frozenset()
        start = incarnation.begin if incarnation is not None else 0
        recent = [
            mention
            for mention in self._mentions
            if mention.how in by
            and mention.time >= start
            and mention.sure_from <= time < mention.time + self._setting.kept_ns
        ]
        shown = Counter(mention.address for mention in recent)
        if self._setting.lossy:  # Not all that was sent to the HUT reached it.
            reached = {mention.address for mention in recent if mention.is_answered}
            shown = Counter({a: n for a, n in shown.items() if n >= EQUAL_STIMULI or a in reached})
        return frozenset({*shown, *self._setting.peers})

    def may_have(self, address: str, time: int) -> bool:
        """Whether the HUT can have a member in its list at `time`: it was shown its id."""
        return self._setting.external or address in self._possible(time)

    def may_have_any(self, time: int) -> bool:
        """Whether the HUT can have any member in its list at `time`."""
        return self._setting.external or bool(self._possible(time))

    def _possible(self, time: int) -> frozenset[str]:
        shown = {mention.address for mention in self._mentions if mention.time <= time}
        return frozenset(shown | set(self._setting.peers))

    def speakers(self, time: int) -> frozenset[str]:
        """The members of which the HUT surely took a message of section 3 before `time`.

        "A router that never said one is no HA, and answers nobody" (docs/protocol.md#5-7).
        """
        incarnation = self._incarnations.at(time)
        start = incarnation.begin if incarnation is not None else 0
        return frozenset(
            mention.address
            for mention in self._mentions
            if mention.how not in (How.HELLO, How.LIST)
            and mention.time >= start
            and mention.sure_from <= time
        )

    def kept_until(self, address: str, time: int) -> int:
        """Until when a member may not be dropped, by what the HUT was surely shown before `time`.

        `NEVER` for one that is configured, 0 for one that is unknown.
        """
        if address in self._setting.peers:
            return NEVER
        shown = [s.time for s in self._mentions if s.address == address and s.sure_from <= time]
        return max(shown, default=-self._setting.kept_ns) + self._setting.kept_ns

    def mentions(self, incarnation: Incarnation) -> list[Mention]:
        """All that the HUT was shown in one incarnation, in order."""
        return [mention for mention in self._mentions if incarnation.covers(mention.time)]

    def known_only(self, address: str, how: How, incarnation: Incarnation, until: int) -> bool:
        """Whether the HUT was shown this id in no other way in this incarnation up to `until`."""
        return address not in self._setting.peers and all(
            mention.how is how
            for mention in self.mentions(incarnation)
            if mention.address == address and mention.time <= until
        )


def _named(traffic: Traffic, setting: Setting) -> Iterator[Mention]:
    """The senders of what the HUT heard, and those in their Home Agent Lists."""
    answered: dict[str, list[int]] = {}
    for kind, _ in _KINDS:
        for sent in traffic.sent(kind):
            answered.setdefault(sent.destination.address, []).append(sent.time)
    for times in answered.values():
        times.sort()

    def sure(address: str, time: int) -> tuple[int, bool]:
        # Datagrams of different sockets have no order among each other (docs/claims.md, Order): it
        # was surely taken once the HUT answered its sender, or after the time that an answer may
        # take.
        limit = time + setting.answer_ns
        within = [t for t in answered.get(address, ()) if time <= t <= limit]
        return min(within, default=limit), bool(within)

    requested = {request.message.sequence for request in traffic.sent(TableRequest)}
    for kind, how in _KINDS:
        for heard in traffic.heard(kind):
            message = heard.message
            taken, is_answered = sure(message.home_agent_id, heard.time)
            # "Also dropped: an acknowledgement that matches nothing outstanding, and a Table Reply
            # whose Request Sequence is no request of this HA. A dropped message does not make its
            # sender a member" (docs/protocol.md#5-2).
            if how is How.ACK or (
                isinstance(message, TableReply) and message.request_sequence not in requested
            ):
                taken = NEVER
            named = [(message.home_agent_id, how)]
            named += [(address, How.LIST) for address in message.home_agents]
            for address, way in named:
                if not setting.never_member(address) and (
                    way is not How.LIST or address != message.home_agent_id
                ):
                    yield Mention(address, heard.time, taken, way, heard.frame, is_answered)


def _said_hello(election: Election, setting: Setting) -> Iterator[Mention]:
    for hello in election.of_others():
        if not setting.never_member(hello.source):
            limit = hello.time + setting.answer_ns
            yield Mention(hello.source, hello.time, limit, How.HELLO, hello.frame)
