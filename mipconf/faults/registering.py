"""Mistakes in taking registrations (RFC 5944, 3.8; wire-format.md, 5.4)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.codec import Defect
from mipconf.faults.fault import faulty
from mipconf.ha.agent import HomeAgent
from mipconf.ha.registration import Registration
from mipconf.messages import (
    RegistrationRequest,
)
from mipconf.net.host import Datagram


class _AnswersFromItself(Registration):
    def receive(
        self, datagram: Datagram, request: RegistrationRequest, defect: Defect | None, now: int
    ) -> None:
        own = replace(datagram.destination, address=self._own_id)
        super().receive(replace(datagram, destination=own), request, defect, now)


@faulty(trips="4")
class WrongSource(HomeAgent):
    """Answers at the virtual IP from its own address: claim 4 alone asks where from."""

    registration_type = _AnswersFromItself
