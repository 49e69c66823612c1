"""How cases run beside each other: in which order, and how many at once."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.lab import Lab
from mipconf.campaign.options import Unseen
from mipconf.campaign.session import Job, Session
from mipconf.codec import STANDARD, Codec
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.layers.security import KeyRing
from mipconf.net.host import Datagram
from mipconf.profile.contract import HutConfig
from mipconf.protocol.messages import BindingUpdate, BindingUpdateAck, RegistrationRequest

from .simulated import options


class Watched:
    """Cases that tell who runs at the same time; each waits for so many others."""

    def __init__(self, company: int) -> None:
        self._company = company
        self.order: list[str] = []
        self.running: set[str] = set()
        self.most = 0

    def job(self, index: int, seconds: float) -> Job:
        name = f"test_own::{seconds}"

        async def case(lab: Lab) -> None:
            self.order.append(name)
            self.running.add(name)
            self.most = max(self.most, len(self.running))
            await lab.start()
            await lab.until(lambda: self.most >= self._company, 5.0)
            self.running.discard(name)

        return Job(index, name, Declaration((), seconds), case)


def run(seconds: Sequence[float], jobs: int | None, company: int, out: Path) -> Watched:
    watched = Watched(company)
    asked = replace(options(out), network="loopback", jobs=jobs)
    session = Session(asked, Unseen())
    session.play([watched.job(index, each) for index, each in enumerate(seconds)])
    assert len(session.results) == len(seconds)
    return watched


@pytest.mark.parametrize(("jobs", "most"), [(1, 1), (2, 2), (None, 3)])
@pytest.mark.live
def test_as_many_run_at_once_as_may(jobs: int | None, most: int, tmp_path: Path) -> None:
    assert run([1, 2, 3], jobs, most, tmp_path).most == most


@pytest.mark.parametrize("jobs", [1, None])
@pytest.mark.live
def test_the_longest_case_begins_first(jobs: int | None, tmp_path: Path) -> None:
    order = run([1, 3, 2], jobs, 1, tmp_path).order
    assert order == [f"test_own::{seconds}" for seconds in (3, 2, 1)]


@pytest.mark.live
def test_what_the_tester_did_not_hear_is_a_gap_and_nobodys_failure(tmp_path: Path) -> None:
    async def deafened(lab: Lab) -> None:
        await lab.join()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            for _ in range(40_000):  # all at once: the tester takes none meanwhile
                stranger.sendto(bytes(1000), (lab.p.address, lab.config.port))

    asked = replace(options(tmp_path), network="loopback")
    session = Session(asked, Unseen())
    session.play([Job(0, "test_own::deafened", Declaration(("26",), 1.0, "P"), deafened)])
    (outcome,) = session.outcomes
    assert outcome.failure is not None
    assert outcome.failure.verdict is Verdict.INCONCLUSIVE
    assert re.match(r"the tester is deaf: \d+ datagrams came too fast", outcome.failure.reason)
    found = {finding.verdict for each in outcome.findings.values() for finding in each}
    assert Verdict.FAIL not in found


class Crashes(HomeAgent):
    """Fails as soon as the first mobile node registers."""

    def receive(self, datagram: Datagram, now: int) -> None:
        message = STANDARD.decode(datagram.payload, KeyRing(())).message
        if isinstance(message, RegistrationRequest) and message.home_address.endswith(".1"):
            raise ZeroDivisionError("division by zero")
        super().receive(datagram, now)


class Insists(HomeAgent):
    """Tells again at once whatever was acknowledged, and so for ever."""

    def __init__(self, config: HutConfig, random: Random, now: int, codec: Codec) -> None:
        super().__init__(config, random, now, codec)
        self._said: list[Datagram] = []
        self._again: list[Datagram] = []

    def receive(self, datagram: Datagram, now: int) -> None:
        super().receive(datagram, now)
        if isinstance(STANDARD.decode(datagram.payload, KeyRing(())).message, BindingUpdateAck):
            self._again = self._said

    def outgoing(self) -> list[Datagram]:
        again, self._again = self._again, []
        saying = super().outgoing()
        self._said = [
            each
            for each in saying
            if isinstance(STANDARD.decode(each.payload, KeyRing(())).message, BindingUpdate)
        ] or self._said
        return saying + again


@pytest.mark.parametrize(
    ("agent", "why"),
    [
        (Crashes, "the HUT ended by itself: crashed: ZeroDivisionError: division by zero"),
        (Insists, "flood: 500 datagrams of "),
    ],
)
def test_a_hut_that_fails_in_one_case_is_reported_and_the_others_go_on(
    tmp_path: Path, agent: type[HomeAgent], why: str
) -> None:
    async def quiet(lab: Lab) -> None:
        await lab.join()

    async def registers(lab: Lab) -> None:
        await lab.join()
        await lab.register(lab.node(1))
        await lab.wait(5.0)

    session = Session(options(tmp_path, agent), Unseen())
    session.play(
        [
            Job(index, f"test_own::{case.__name__}", Declaration((), 1.0, "P", enough=500), case)
            for index, case in enumerate((quiet, registers, quiet))
        ]
    )
    first, failed, last = (outcome.failure for outcome in session.outcomes)
    assert (first, last) == (None, None)
    assert failed is not None
    assert failed.reason.startswith(why)
    assert failed.frames
