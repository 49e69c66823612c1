"""How cases run beside each other: in which order, and how many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.lab import Lab
from mipconf.campaign.options import Unseen
from mipconf.campaign.session import Job, Session

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
def test_as_many_run_at_once_as_may(jobs: int | None, most: int, tmp_path: Path) -> None:
    assert run([1, 2, 3], jobs, most, tmp_path).most == most


@pytest.mark.parametrize("jobs", [1, None])
def test_the_longest_case_begins_first(jobs: int | None, tmp_path: Path) -> None:
    order = run([1, 3, 2], jobs, 1, tmp_path).order
    assert order == [f"test_own::{seconds}" for seconds in (3, 2, 1)]
