"""A seed is one case with one freedom and one impairment, all three drawn by its number."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.outcome import outcome_of
from mipconf.campaign.runner import declared_cases
from mipconf.campaign.session import Job, Session
from mipconf.judge.judge import prevailing
from mipconf.judge.verdict import Verdict
from mipconf.net.impairment import Impairment
from mipconf.requirements.catalogue import REQUIREMENTS, judged_as

from .broken import BROKEN
from .freedoms import FREEDOMS, Freedom

T = TypeVar("T")
R = TypeVar("R")

MILLISECOND = 1_000_000
DELAYS = (0, 1 * MILLISECOND, 5 * MILLISECOND, 20 * MILLISECOND)
JITTERS = (1 * MILLISECOND, 5 * MILLISECOND, 20 * MILLISECOND, 50 * MILLISECOND)
"""Up to so much that datagrams overtake each other, and acknowledgements cross what they are for;
an answer still comes within the least interval after which one asks again.
"""

PASSING = 0.9
"""Of the verdicts on healthy Home Agents so many must be PASS."""

CAUGHT = 0.8
"""Of the seeds of each broken one so many must be FAIL."""

LARGE = "test_load::test_twenty_thousand"
"""Takes as long as hundreds of others."""


@cache
def jobs() -> tuple[Job, ...]:
    """The cases, in the order of their modules."""
    small = (each for each in declared_cases() if each[0] != LARGE)
    return tuple(
        Job(index, name, declaration, case) for index, (name, case, declaration) in enumerate(small)
    )


@dataclass(frozen=True)
class Outcome:
    """What became of a seed.

    `verdicts` are those of the requirements that its case is for. `wrong` holds what is FAIL or
    ERROR, of whichever requirement, and why.
    """

    seed: str
    case: str
    verdicts: Mapping[str, Verdict]
    wrong: Mapping[str, str]


@dataclass(frozen=True)
class Seed:
    """What one number stands for."""

    number: int
    job: Job
    freedom: Freedom
    impairment: Impairment

    @classmethod
    def of(
        cls, number: int, among: Sequence[Job] | None = None, freedoms: Sequence[Freedom] = FREEDOMS
    ) -> Seed:
        """Cases come in turns, so that each comes equally often; the rest is drawn."""
        random = Random(number)
        impairment = Impairment(
            loss=0.1,
            duplication=0.1,
            delay=random.choice(DELAYS),
            jitter=random.choice(JITTERS),
        )
        among = jobs() if among is None else among
        job = among[number % len(among)]
        only = job.declaration.only_with
        fitting = [f for f in freedoms if only in (None, f.profile.fhrp.protocol)]
        return cls(number, job, random.choice(fitting), impairment)

    def __str__(self) -> str:
        return f"seed {self.number}: {self.job.id}, {self.freedom}, {self.impairment}"

    def run(self, out: Path) -> Outcome:
        """Run it; its capture is in `out`."""
        options = CampaignOptions(
            profile=self.freedom.profile,
            driver="builtin",
            command=(),
            network="simulated",
            cases=(),
            requirements=frozenset(),
            out=out,
            seed=self.number,
            jobs=None,
            agent=self.freedom.agent,
            impairment=self.impairment,
        )
        recorded = Session(options, Unseen()).alone(self.job)
        judged = outcome_of(
            recorded.trace,
            recorded.setting,
            capture=recorded.capture,
            seconds=recorded.seconds,
        )
        deciding = {name: prevailing(found) for name, found in judged.findings.items()}
        verdicts = {}
        for name in judged.exercises:
            finding = deciding.get(judged_as(REQUIREMENTS[name]).id)
            verdicts[name] = Verdict.NOT_EXERCISED if finding is None else finding.verdict
        wrong = {
            name: finding.reason
            for name, finding in (*deciding.items(), ("the case", judged.failure))
            if finding is not None and finding.verdict in (Verdict.FAIL, Verdict.ERROR)
        }
        return Outcome(str(self), self.job.id, verdicts, wrong)


def run_healthy(number: int) -> Outcome:
    """Run one seed of a healthy Home Agent, and leave nothing."""
    return _run(Seed.of(number))


def run_broken(which: tuple[int, int]) -> bool:
    """Run one seed of a broken Home Agent: whether it is FAILed at a claim that it breaks.

    `which` is its place in `BROKEN`, and the number.
    """
    broken = BROKEN[which[0]]
    telling = [job for job in jobs() if job.id in broken.cases]
    assert len(telling) == len(broken.cases)
    outcome = _run(Seed.of(which[1], telling, [Freedom(broken.agent)]))
    return any(str(claim) in outcome.wrong for claim in broken.claims)


def side_by_side(run: Callable[[T], R], items: Iterable[T], processes: int | None) -> Iterator[R]:
    """Run seeds in so many processes, None: in as many as there are cores; in order."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield from pool.map(run, items, chunksize=8)


def _run(seed: Seed) -> Outcome:
    with tempfile.TemporaryDirectory() as out:
        return seed.run(Path(out))
