"""`python -m tests.mutants`: record what `make mutants` holds the judge to, before it is changed.

Every fault of the catalogue in the cases that can tell, and the healthy Home Agent in all: each
capture with every finding of the judge as it is, and what led to it.
"""

from __future__ import annotations

import pickle
import tempfile
from pathlib import Path

from mipconf.faults.catalogue import catalogue
from mipconf.faults.trial import Plan, played

from ..campaign.traces import trace_of
from .corpus import PATH, Case, judged


def main() -> None:
    """Record the corpus; it takes about 15 s."""
    faulty = (Plan(fault, fault.fhrp, 1, full=True) for fault in catalogue().values())
    corpus = []
    for plan in (Plan(None, "hsrp", 1), Plan(None, "vrrp", 1), *faulty):
        jobs = [
            job
            for job in plan.jobs()
            if plan.fault is None or plan.trips & set(job.declaration.requirements)
        ]
        with tempfile.TemporaryDirectory(prefix="mipconf-mutants-") as out:
            played(plan, jobs, Path(out))
            traces = [trace_of(path) for path in sorted(Path(out, "captures").iterdir())]
        corpus += [Case(plan.name, trace, judged(trace)) for trace in traces]
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_bytes(pickle.dumps(corpus))
    print(f"{PATH}: {len(corpus)} captures")


main()
