"""Mistakes in the Home Agent List and the members (docs/protocol.md#5-3)."""

from __future__ import annotations

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.ha.receiving import Receiving
from mipconf.protocol.messages import (
    Code,
    RedundancyMessage,
    TableRequest,
)


class _OmitsRequester(Answering):
    def begin(self, request: TableRequest, code: Code, now: int) -> None:
        self._requester = request.home_agent_id
        super().begin(request, code, now)

    def home_agent_list(self) -> list[str]:
        return [each for each in super().home_agent_list() if each != self._requester]


@faulty(trips="20 47")
class OmitsRequester(HomeAgent):
    """Leaves the requester out of its Home Agent List."""

    answering_type = _OmitsRequester


class _NoList(Answering):
    def home_agent_list(self) -> list[str]:
        return []


@faulty(trips="19 20 46 47", follows="15 31 43")
class NoHomeAgentList(HomeAgent):
    """Sends tables without a Home Agent List."""

    answering_type = _NoList


class _ListWithoutBindings(Answering):
    def home_agent_list(self) -> list[str]:
        return [] if len(self._table) else super().home_agent_list()


@faulty(trips="19 46", follows="15 20 31 43 47")
class ListsOnlyWithoutBindings(HomeAgent):
    """Sends a Home Agent List only where it has no bindings to send."""

    answering_type = _ListWithoutBindings


class _OthersOnly(Answering):
    def home_agent_list(self) -> list[str]:
        return list(self._members)


@faulty(trips="20 47")
class OmitsItself(HomeAgent):
    """Leaves itself out of its Home Agent List."""

    answering_type = _OthersOnly


class _Invents(Answering):
    def home_agent_list(self) -> list[str]:
        return [*super().home_agent_list(), self._own_id.rpartition(".")[0] + ".99"]


@faulty(trips="20 47")
class ListsAStranger(HomeAgent):
    """Lists an address that nobody ever showed it."""

    answering_type = _Invents


class _NoRequesters(Receiving):
    def take_request(self, request: TableRequest, now: int) -> None:
        self._answering.request(request, self._joining.initialized, now)


@faulty(trips="15 43", follows="20 47")
class RequestersAreNoMembers(HomeAgent):
    """Answers a requester, and does not make it a member."""

    receiving_type = _NoRequesters


class _WhenItAnswers(Receiving):
    def take_request(self, request: TableRequest, now: int) -> None:
        if self._answering.is_designated(request.home_agent_id, now):
            super().take_request(request, now)


@faulty(trips="15 43", follows="20")
class MembersOnlyByAnswering(HomeAgent):
    """Makes a requester a member only where it is the one to answer."""

    receiving_type = _WhenItAnswers


class _NoLists(Receiving):
    def add_members(self, message: RedundancyMessage, now: int) -> None:
        pass


@faulty(trips="31 47")
class TakesNoLists(HomeAgent):
    """Ignores the Home Agent Lists of others."""

    receiving_type = _NoLists


class _FirstOfList(Receiving):
    def add_members(self, message: RedundancyMessage, now: int) -> None:
        for address in message.home_agents[:1]:
            self._members.add(address, now)


@faulty(trips="31 47")
class TakesTheFirstOfAList(HomeAgent):
    """Takes the first id of a Home Agent List, which is the sender, and stops."""

    receiving_type = _FirstOfList
