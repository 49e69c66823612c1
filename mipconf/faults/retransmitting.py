"""Mistakes in sending again what was not acknowledged (wire-format.md, 5.1, 5.4 and 5.7)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.ha.delivery import Attempt, Deliveries, Delivery, Outcome
from mipconf.ha.updates import Updates
from mipconf.messages import (
    BindingUpdate,
    TableReply,
)


class _TellsOnce(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Attempt, now: int) -> None:
        self.end(delivery, member, Outcome.UNANSWERED, now)


class _TellsOnceUpdates(Updates):
    deliveries_type = _TellsOnce


class _TellsOnceAnswering(Answering):
    deliveries_type = _TellsOnce


@faulty(trips="8 18 23")
class NoRetransmission(HomeAgent):
    """Never sends anything again: no update, no part, no update with X = 1."""

    updates_type = _TellsOnceUpdates
    answering_type = _TellsOnceAnswering


class _ForgetsToSayAgain(Deliveries):
    def retransmission(self, delivery: Delivery, now: int) -> BindingUpdate | TableReply | None:
        message = super().retransmission(delivery, now)
        return None if message is None else replace(message, retransmission=False)


class _ForgetsToSayAgainUpdates(Updates):
    deliveries_type = _ForgetsToSayAgain


@faulty(trips="8 23")
class NoRetransmissionFlag(HomeAgent):
    """Sends updates again with R = 0; the parts of a table are right."""

    updates_type = _ForgetsToSayAgainUpdates


class _Insists(Deliveries):
    def expire_attempt(self, delivery: Delivery, member: str, attempt: Attempt, now: int) -> None:
        attempt.left += 1
        super().expire_attempt(delivery, member, attempt, now)


class _InsistsOnUpdates(Updates):
    deliveries_type = _Insists


@faulty(trips="8")
class NeverGivesUp(HomeAgent):
    """Sends an update again until it is acknowledged: one time more than max retransmissions."""

    updates_type = _InsistsOnUpdates
