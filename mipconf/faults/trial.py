"""One Home Agent put to the cases in the simulated network: what it was FAILed for, and by which.

For a fault the cases that can tell are run, all of them, and of the others a sample that the seed
draws: they are there to show that it trips nothing that it does not break.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from random import Random

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import RequirementResult
from mipconf.campaign.runner import declared_cases
from mipconf.campaign.selection import HEAVY
from mipconf.campaign.session import Job, Session
from mipconf.campaign.summary import summarise
from mipconf.faults.fault import Fault, Protocol, profile_with
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.profile.profile import Profile
from mipconf.requirements.catalogue import REQUIREMENTS

SAMPLE = 0.25
"""So much of the cases that cannot tell is run nevertheless."""


class Ending(Enum):
    """What became of a Home Agent; only the first two are as they should be."""

    KILLED = "killed"
    HEALTHY = "healthy"
    SURVIVED = "survived"
    FALSE_ALARM = "false alarm"


@dataclass(frozen=True, slots=True)
class Plan:
    """A Home Agent to try: one with a fault, or the healthy one where there is none.

    `full`: all cases are run, not a sample of those that cannot tell.
    """

    fault: Fault | None
    fhrp: Protocol
    seed: int
    full: bool = False

    @property
    def name(self) -> str:
        """The fault's, or that of the healthy Home Agent with this FHRP."""
        return self.fault.name if self.fault else f"healthy, {self.fhrp.upper()}"

    @property
    def trips(self) -> frozenset[str]:
        """What must FAIL."""
        return self.fault.trips if self.fault else frozenset()

    @property
    def follows(self) -> frozenset[str]:
        """What may."""
        return self.fault.follows if self.fault else frozenset()

    @property
    def profile(self) -> Profile:
        """What the Home Agent is like."""
        return profile_with(self.fhrp)

    def jobs(self) -> tuple[Job, ...]:
        """The cases to run, each at its own place, and drawn or not, whatever others are."""
        everything = self.full or self.fault is None
        return tuple(
            job
            for job in _jobs(self.profile)
            if everything
            or self.trips & set(job.declaration.requirements)
            or Random(f"{self.seed}/{self.name}/{job.id}").random() < SAMPLE
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """What one Home Agent was found to do: the verdicts by requirement, and why some are FAIL.

    `cases` counts those that ran.
    """

    plan: Plan
    cases: int
    verdicts: Mapping[str, Verdict]
    wrong: Mapping[str, str]

    @property
    def missing(self) -> frozenset[str]:
        """What should have FAILed and did not."""
        return self.plan.trips - self.failed

    @property
    def unforeseen(self) -> frozenset[str]:
        """What FAILed that the fault does not name, and whatever is ERROR."""
        return self.failed - self.plan.trips - self.plan.follows | self._having(Verdict.ERROR)

    @property
    def failed(self) -> frozenset[str]:
        """What FAILed."""
        return self._having(Verdict.FAIL)

    @property
    def ending(self) -> Ending:
        """What became of it: a false alarm is worse than a fault that survived."""
        if self.unforeseen:
            return Ending.FALSE_ALARM
        if self.missing:
            return Ending.SURVIVED
        return Ending.KILLED if self.plan.fault else Ending.HEALTHY

    def _having(self, verdict: Verdict) -> frozenset[str]:
        return frozenset(name for name, found in self.verdicts.items() if found is verdict)


def played(
    plan: Plan, jobs: Sequence[Job], out: Path, impairment: Impairment = UNIMPAIRED
) -> Session:
    """Run cases in virtual time against the Home Agent of a plan; captures go to `out`."""
    options = CampaignOptions(
        profile=plan.profile,
        driver="builtin",
        command=(),
        network="simulated",
        cases=tuple(job.id for job in jobs),
        requirements=frozenset(REQUIREMENTS),
        out=out,
        seed=plan.seed,
        jobs=None,
        agent=plan.fault.agent if plan.fault else HomeAgent,
        impairment=impairment,
    )
    session = Session(options, Unseen())
    session.play(jobs)
    return session


def attempt(plan: Plan) -> Trial:
    """Run the cases of a plan; nothing of it is kept but what is returned."""
    jobs = plan.jobs()
    with tempfile.TemporaryDirectory(prefix="mipconf-fault-") as out:
        session = played(plan, jobs, Path(out))
    requirements = summarise(session.outcomes, frozenset(REQUIREMENTS), session.unsupported)
    return Trial(
        plan,
        len(jobs),
        {each.id: each.verdict for each in requirements},
        {
            each.id: _why(each)
            for each in requirements
            if each.verdict in (Verdict.FAIL, Verdict.ERROR)
        },
    )


def _why(requirement: RequirementResult) -> str:
    return (
        f"{requirement.reason} ({requirement.cases[0]})"
        if requirement.cases
        else requirement.reason
    )


def _jobs(profile: Profile) -> Iterator[Job]:
    for index, (name, case, declaration) in enumerate(declared_cases()):
        heavy = all(REQUIREMENTS[each].group == HEAVY for each in declaration.requirements)
        if declaration.is_for(profile) and not heavy:
            yield Job(index, name, declaration, case)
