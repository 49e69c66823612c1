"""Runs the selected cases against a HUT and judges what they recorded.

Over loopback the cases run side by side, each with addresses and ports of its own; simulated, each
runs in a virtual time of its own.
"""

from __future__ import annotations

import importlib
import pkgutil
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import mipconf.testcases
from mipconf.campaign.declaration import Declaration
from mipconf.campaign.folder import captures_in
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.lab import Case
from mipconf.campaign.options import CampaignOptions, CasePlan, Progress
from mipconf.campaign.preflight import first
from mipconf.campaign.result import Result
from mipconf.campaign.session import Job, Session
from mipconf.campaign.summary import summarise
from mipconf.campaign.support import out_of_date
from mipconf.errors import HutUnavailable
from mipconf.profile.profile import Profile

CASES = Path(mipconf.testcases.__path__[0])


def known_cases(profile: Profile | None = None) -> tuple[CasePlan, ...]:
    """Every case that is for a HUT of the profile, in the order of its modules, by its timers.

    Without a profile: every case of the suite, by the default timers.
    """
    return tuple(
        CasePlan(
            case_id,
            declaration.requirements,
            declaration.expected_s(profile or Profile()),
            (function.__doc__ or "").strip().partition("\n")[0],
        )
        for case_id, function, declaration in declared_cases()
        if profile is None or declaration.is_for(profile)
    )


def declared_cases() -> Iterator[tuple[str, Case, Declaration]]:
    """Every case: its id, its function, what it declares."""
    for module_info in pkgutil.iter_modules([str(CASES)]):
        if not module_info.name.startswith("test_"):
            continue
        module = importlib.import_module(f"mipconf.testcases.{module_info.name}")
        for name, function in vars(module).items():
            declaration = getattr(function, "declaration", None)
            if name.startswith("test_") and declaration is not None:
                yield f"{module_info.name}::{name}", function, declaration


def jobs_of(options: CampaignOptions) -> tuple[Job, ...]:
    """The selected cases, each at a place of its own."""
    chosen = [each for each in declared_cases() if each[0] in options.cases]
    return tuple(
        Job(index, name, declaration, case)
        for index, (name, case, declaration) in enumerate(chosen)
    )


def run_campaign(
    options: CampaignOptions, progress: Progress, interruption: Interruption | None = None
) -> Result:
    """Run the cases of `options` and judge them.

    An interruption ends the run and keeps what was found. Raises `HutUnavailable` where the HUT
    could not be started at all, or never said anything.
    """
    began = time.monotonic()
    with nullcontext(interruption) if interruption else Interruption() as heeded:
        session = Session(options, progress, heeded)
        jobs = jobs_of(options)
        session.play(jobs, first(len(jobs)) if options.preflight else None)
    if session.unavailable is not None:
        raise session.unavailable
    if session.spoiled is not None:
        raise HutUnavailable(
            f"{session.spoiled}: nothing can be judged "
            f"(--preflight says more; --no-preflight runs all the same)"
        )
    if session.outcomes and not session.heard:
        raise HutUnavailable(
            f"nothing was heard from {session.address}, in {len(session.outcomes)} cases: "
            f"does it serve the addresses and ports of its configuration?"
        )
    requirements = summarise(
        session.outcomes, options.requirements, session.unsupported, interrupted=heeded.happened
    )
    return Result(
        driver=options.driver,
        address=session.address,
        network=options.network,
        seed=options.seed,
        seconds=round(time.monotonic() - began, 3),
        requirements=requirements,
        cases=tuple(session.results),
        interrupted=heeded.happened,
        notes=(*session.notes, *out_of_date(requirements)),
        captures=captures_in(options.out),
    )
