"""The kill matrix: every fault tried, and what the suite said of each.

Each trial is a process's affair, as many at a time as there are cores: virtual time needs no clock,
and trials share nothing.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from mipconf.faults.fault import Fault
from mipconf.faults.trial import Ending, Plan, Trial, attempt
from mipconf.requirements.catalogue import REQUIREMENTS


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many faults that must trip a requirement, so many did."""

    requirement: str
    faults: int
    killed: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """What became of the trials of one run; `interrupted` means that some are missing.

    `seconds` is how long all took, `full` that all cases were run for each fault.
    """

    trials: tuple[Trial, ...]
    seed: int
    full: bool
    seconds: float
    interrupted: bool = False

    @property
    def of_faults(self) -> tuple[Trial, ...]:
        """The trials of faulty Home Agents, those first that did not end as they should."""
        faulty = [trial for trial in self.trials if trial.plan.fault]
        return tuple(sorted(faulty, key=lambda trial: trial.ending is Ending.KILLED))

    @property
    def of_healthy(self) -> tuple[Trial, ...]:
        """The trials of the healthy Home Agent, one for each FHRP."""
        return tuple(trial for trial in self.trials if trial.plan.fault is None)

    def count(self, ending: Ending) -> int:
        """How many trials ended so."""
        return Counter(trial.ending for trial in self.trials)[ending]

    @property
    def is_good(self) -> bool:
        """Whether every fault was killed by what it names, and nobody was blamed for nothing."""
        good = self.count(Ending.KILLED) + self.count(Ending.HEALTHY)
        return good == len(self.trials) and not self.interrupted

    def scores(self) -> Iterator[Score]:
        """Each requirement with a judge of its own, and how many of its faults it caught."""
        for requirement in requirements_judged():
            tripping = [t for t in self.of_faults if requirement in t.plan.trips]
            caught = sum(requirement in trial.failed for trial in tripping)
            yield Score(requirement, len(tripping), caught)


def requirements_judged() -> list[str]:
    """The ids of the requirements that are judged by themselves, not as another is."""
    return [each.id for each in REQUIREMENTS.values() if each.same_as is None]


def plans_for(faults: Iterable[Fault], seed: int, full: bool) -> list[Plan]:
    """Each of these faults, and before them the healthy Home Agent for each FHRP that they need."""
    plans = [Plan(fault, fault.fhrp, seed, full) for fault in faults]
    healthy = dict.fromkeys(plan.fhrp for plan in plans)
    return [*(Plan(None, fhrp, seed) for fhrp in healthy), *plans]


def try_all(plans: Sequence[Plan], processes: int | None = None) -> Iterator[Trial]:
    """Try each, in so many processes, None: as many as there are cores; in their order."""
    context = multiprocessing.get_context("spawn")  # a fork would share what is open here
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_leave_interrupts_alone)
    try:
        yield from pool.map(attempt, plans)
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts_alone() -> None:
    """Ctrl-C reaches the whole process group; what it ends is for the parent to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
