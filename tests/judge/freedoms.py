"""Healthy Home Agents that use the freedoms of docs/protocol.md: none of them may be blamed."""

from __future__ import annotations

from mipconf.ha.agent import HomeAgent
from mipconf.ha.joining import Joining
from mipconf.ha.registration import Attempt, Registrar
from mipconf.net.host import Endpoint
from mipconf.protocol.messages import Code, ReplyCode, TableReply


class _DeniesWhileJoiningRegistration(Registrar):
    initialized = False

    def check(self, attempt: Attempt, now: int) -> ReplyCode:
        code = super().check(attempt, now)
        denied = code.accepts and not self.initialized
        return ReplyCode.PROHIBITED if denied else code


class DeniesWhileJoining(HomeAgent):
    """An HA that is not initialized is silent, or denies."""

    registration_type = _DeniesWhileJoiningRegistration

    def wake(self, now: int) -> None:
        super().wake(now)
        self.registration.initialized = self.initialized  # type: ignore[attr-defined]

    def takes_registrations_at(self, destination: Endpoint) -> bool:
        own = destination == self._own
        return own or super().takes_registrations_at(destination)


class _AskingAgain(Joining):
    interval = 700_000_000
    due: int | None = None

    def wake(self, now: int) -> None:
        super().wake(now)
        if not self.initialized:
            return
        if self.due is None:
            self.due = now + self.interval
        elif self.due <= now:
            self.due = now + self.interval
            self.request(now)

    @property
    def deadline(self) -> int | None:
        deadlines = (super().deadline, self.due)
        return min((time for time in deadlines if time is not None), default=None)


class AsksAgain(HomeAgent):
    """Any initialized HA MAY make a Table Request at other times."""

    joining_type = _AskingAgain


class _ContentWithRefusalsJoining(Joining):
    def take(self, reply: TableReply, now: int) -> None:
        super().take(reply, now)
        if reply.code == Code.NOT_INITIALIZED and set(self._members) == {reply.home_agent_id}:
            self._round = None
            self.initialize_incompletely()


class ContentWithRefusals(HomeAgent):
    """Initialized "as soon as every member it knows has answered Code 1"."""

    joining_type = _ContentWithRefusalsJoining


HEALTHY = (HomeAgent, AsksAgain, ContentWithRefusals, DeniesWhileJoining)
