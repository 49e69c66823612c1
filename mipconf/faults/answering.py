"""Mistakes in answering Table Requests (wire-format.md, 5.7)."""

from __future__ import annotations

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering, Series
from mipconf.messages import (
    TableRequest,
)


class _SendsOnePart(Answering):
    def send_part(self, series: Series, now: int) -> None:
        room = self._transmitter.reply_room(series.home_agents)
        rest = series.packing
        first = rest.fill(room, now)
        homes = [entry.home_address for entry in first]
        series.packing = type(rest)(homes, self.told, lambda entry: self.size(entry, now))
        super().send_part(series, now)


@faulty(trips="1 16")
class OnePart(HomeAgent):
    """Shows what fits into one part: bindings are missing, also those that registered."""

    answering_type = _SendsOnePart


class _AlwaysReady(Answering):
    def request(self, request: TableRequest, initialized: bool, now: int) -> None:
        super().request(request, True, now)


@faulty(trips="22")
class AnswersTooEarly(HomeAgent):
    """Answers with Code 0 before its table is initialized."""

    answering_type = _AlwaysReady
