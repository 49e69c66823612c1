"""Mistakes in the Home Agent List and the members (wire-format.md, 5.3)."""

from __future__ import annotations

from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.answering import Answering
from mipconf.messages import (
    Code,
    TableRequest,
)


class _OmitsRequester(Answering):
    def begin(self, request: TableRequest, code: Code, now: int) -> None:
        self._requester = request.home_agent_id
        super().begin(request, code, now)

    def home_agent_list(self) -> list[str]:
        return [each for each in super().home_agent_list() if each != self._requester]


@faulty(trips="20")
class OmitsRequester(HomeAgent):
    """Leaves the requester out of its Home Agent List."""

    answering_type = _OmitsRequester
