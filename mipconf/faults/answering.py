"""Mistakes in answering Table Requests (docs/protocol.md#5-7)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering, ServedSeries
from mipconf.ha.packing import Packing
from mipconf.ha.table import Entry
from mipconf.ha.transmitter import GroupMessage, Transmitter
from mipconf.protocol.durations import SECOND
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import (
    Code,
    TableReply,
    TableRequest,
)

GHOST = "10.127.255.254"


class _SendsOnePart(Answering):
    def send_part(self, series: ServedSeries, now: int) -> None:
        room = self._transmitter.reply_room(series.home_agents)
        rest = series.packing
        first = rest.fill(room, now)
        homes = [entry.home_address for entry in first]
        series.packing = type(rest)(homes, self.told, lambda entry: self.size(entry, now))
        super().send_part(series, now)


@faulty(trips="16 44", follows="1 12 26")
class OnePart(HomeAgent):
    """Shows what fits into one part: bindings are missing, also those that registered."""

    answering_type = _SendsOnePart


class _AlwaysReady(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        super().request(request, True, now)


@faulty(trips="22 49")
class AnswersTooEarly(HomeAgent):
    """Answers with Code 0 before its table is initialized."""

    answering_type = _AlwaysReady


class _Deaf(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        pass


@faulty(trips="14 16 42 44", follows="17 22 49")
class NeverAnswers(HomeAgent):
    """Answers no Table Request."""

    answering_type = _Deaf


class _OnceOnly(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        if not initialized:
            super().request(request, initialized, now)


@faulty(trips="14 16 42 44", follows="17 22 49")
class AnswersWhileJoiningOnly(HomeAgent):
    """Answers requests with Code 1 while it joins, and no more once it has joined."""

    answering_type = _OnceOnly


class _ForEverNew(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        super().request(request, False, now)


@faulty(trips="22 49", follows="17")
class NeverReady(HomeAgent):
    """Answers with Code 1 for ever."""

    answering_type = _ForEverNew


class _SaysNothingYet(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        if initialized:
            super().request(request, initialized, now)


@faulty(trips="22 49", follows="14")
class SilentWhileJoining(HomeAgent):
    """Leaves requests unanswered until its own table is initialized."""

    answering_type = _SaysNothingYet


class _TellsTooMuch(Answering):
    def send_part(self, series: ServedSeries, now: int) -> None:
        if series.code == Code.NOT_INITIALIZED:
            homes = self._table.home_addresses()
            series.packing = Packing(homes, self.told, lambda entry: self.size(entry, now))
        super().send_part(series, now)


@faulty(trips="22 49", follows="14")
class TellsWhatItHasWithCode1(HomeAgent):
    """Sends with Code 1 the bindings that it has learned so far."""

    answering_type = _TellsTooMuch


class _ToAll(Transmitter):
    def unicast(self, message: GroupMessage, member: str) -> None:
        if isinstance(message, TableReply) and not message.retransmission:
            self.multicast(message)
        else:
            super().unicast(message, member)


@faulty(trips="16 44", follows="14 18 21 22 42 45 48 49")
class AnswersToAll(HomeAgent):
    """Multicasts the parts of its table."""

    transmitter_type = _ToAll


class _SkipsFirst(Answering):
    def home_addresses(self) -> list[str]:
        return super().home_addresses()[1:]


@faulty(trips="16 44", follows="1 2 3 5 12 23 26 27 28 29 33 34 35 37 38 39")
class LosesTheFirstBinding(HomeAgent):
    """Begins at the second binding of its table."""

    answering_type = _SkipsFirst


class _SkipsLast(Answering):
    def home_addresses(self) -> list[str]:
        return super().home_addresses()[:-1]


@faulty(trips="16 44", follows="1 2 3 5 12 23 26 27 28 29 33 34 35 37 38 39")
class LosesTheLastBinding(HomeAgent):
    """Ends before the last binding of its table."""

    answering_type = _SkipsLast


class _Twice(Answering):
    def home_addresses(self) -> list[str]:
        homes = super().home_addresses()
        return homes + homes[:1]


@faulty(trips="16 44")
class TellsTheFirstBindingTwice(HomeAgent):
    """Comes round to the first binding again at the end of a table."""

    answering_type = _Twice


class _OwnOnly(Answering):
    def told(self, home_address: str, now: int) -> Entry | None:
        entry = super().told(home_address, now)
        return entry if entry is None or entry.home_agent == self._own_id else None


@faulty(trips="44", follows="12 26 27 28 29 33 34 35 37 38 39")
class ShowsWhatRegisteredHereOnly(HomeAgent):
    """Tells of the mobile nodes that registered with it, and not of what it has learned."""

    answering_type = _OwnOnly


class _OthersOnly(Answering):
    def told(self, home_address: str, now: int) -> Entry | None:
        entry = super().told(home_address, now)
        return entry if entry is None or entry.home_agent != self._own_id else None


@faulty(trips="16 44", follows="1 2 3 5 23")
class ShowsWhatItLearnedOnly(HomeAgent):
    """Tells of what it has learned, and not of the mobile nodes that registered with it."""

    answering_type = _OthersOnly


class _Unmarks(Answering):
    def told(self, home_address: str, now: int) -> Entry | None:
        entry = super().told(home_address, now)
        if entry is None or not entry.deleted:
            return entry
        return replace(entry, deleted=False, lifetime_granted=60, expires=now + 60 * SECOND)


@faulty(trips="23 37 38", follows="39")
class ShowsMarksAsBindings(HomeAgent):
    """Tells entries marked as deleted with X = 0."""

    answering_type = _Unmarks


class _WindowOnce(Answering):
    def advance(self, requester: str, now: int) -> None:
        series = self._series[requester]
        if series.parts == 0 or series.is_sent:
            super().advance(requester, now)


@faulty(trips="16 44")
class SendsOneWindow(HomeAgent):
    """Sends as many parts as the window holds, and never goes on."""

    answering_type = _WindowOnce


class _NeverDone(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return True


@faulty(trips="17")
class AlwaysDesignated(HomeAgent):
    """Answers though it is passive and another Home Agent than the requester is active."""

    answering_type = _NeverDone


class _ActiveOnly(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return self._responder == "always" or self._fhrp.is_active


@faulty(trips="17", follows="14 16 22 42 44 49")
class DesignatedWhileActiveOnly(HomeAgent):
    """Leaves the active one without an answer when that asks: only an active one answers."""

    answering_type = _ActiveOnly


class _PassiveOnly(Answering):
    def is_designated(self, requester: str, now: int) -> bool:
        return self._responder == "always" or not self._fhrp.is_active


@faulty(trips="17", follows="14 16 22 42 44 49")
class DesignatedWhilePassiveOnly(HomeAgent):
    """Leaves requests to the passive ones while it is active."""

    answering_type = _PassiveOnly


class _Haunted(Answering):
    def home_addresses(self) -> list[str]:
        return [*super().home_addresses(), GHOST]

    def told(self, home_address: str, now: int) -> Entry | None:
        if home_address != GHOST:
            return super().told(home_address, now)
        end = now + 300 * SECOND
        return Entry(GHOST, self._own_id, "192.0.2.66", 0, False, 300, end, from_time(now))


@faulty(trips="16 44")
class ShowsAGhost(HomeAgent):
    """Adds to each table the binding of a mobile node that never was."""

    answering_type = _Haunted
