"""The kill matrix for readers and for programs: `mipconf faults`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from tabulate import tabulate

from mipconf import __version__
from mipconf.faults.fault import Fault
from mipconf.faults.matrix import Matrix, requirements_judged
from mipconf.faults.trial import Ending, Trial
from mipconf.requirements.catalogue import REQUIREMENTS

SCHEMA = 1

TRIPPED, FOLLOWED, MISSED, UNFORESEEN, QUIET = "X", "o", "-", "!", "."
LEGEND = (
    f"{TRIPPED} killed by it   {FOLLOWED} follows   {MISSED} survived it   {UNFORESEEN} false alarm"
)


def faults_table(faults: Iterable[Fault]) -> str:
    """The faults: name, what they must trip, what they do wrong."""
    rows = [
        (fault.name, ",".join(in_order(fault.trips & {*requirements_judged()})), fault.sentence)
        for fault in faults
    ]
    return tabulate(rows, headers=("fault", "trips", "mistake"), disable_numparse=True)


def matrix_text(matrix: Matrix) -> str:
    """The matrix, fault by requirement, survivors first, and what is wrong with those."""
    columns = [
        name
        for name in requirements_judged()
        if any(name in trial.plan.trips or name in trial.failed for trial in matrix.trials)
    ]
    trials = (*matrix.of_healthy, *matrix.of_faults)
    width = max((len(trial.plan.name) for trial in trials), default=0)
    tall = max(map(len, columns), default=0)
    heading = (
        " " * (width + 2) + "".join(c.rjust(tall)[row] for c in columns) for row in range(tall)
    )
    rows = (
        f"{trial.plan.name:{width}}  {''.join(_cell(trial, name) for name in columns)}"
        + ("" if trial.ending in (Ending.KILLED, Ending.HEALTHY) else f"  {trial.ending.value}")
        for trial in trials
    )
    troubles = (line for trial in trials for line in _trouble(trial))
    return "\n".join((*heading, *rows, "", LEGEND, *troubles))


def scores_text(matrix: Matrix) -> str:
    """The score of each requirement, and of all."""
    rows = [
        (score.requirement, REQUIREMENTS[score.requirement].title, score.faults, score.killed)
        for score in matrix.scores()
        if score.faults
    ]
    table = tabulate(
        rows,
        headers=("#", "requirement", "faults", "killed"),
        colalign=("right",),
        disable_numparse=True,
    )
    return f"{table}\n\n{summary(matrix)}"


def summary(matrix: Matrix) -> str:
    """All in one line."""
    faults, killed = len(matrix.of_faults), matrix.count(Ending.KILLED)
    share = f"{killed / faults:.0%}" if faults else "none"
    text = (
        f"{faults} faults in {matrix.seconds:.0f} s: {killed} killed by the claims they break "
        f"({share}), {matrix.count(Ending.SURVIVED)} survived, "
        f"{matrix.count(Ending.FALSE_ALARM)} with a false alarm"
    )
    return f"{text}; interrupted" if matrix.interrupted else text


def matrix_document(matrix: Matrix) -> dict[str, Any]:
    """The matrix as JSON values."""
    now = datetime.datetime.now(datetime.UTC)
    return {
        "schema": SCHEMA,
        "mipconf": __version__,
        "date": now.date().isoformat(),
        "seed": matrix.seed,
        "full": matrix.full,
        "seconds": round(matrix.seconds, 3),
        "interrupted": matrix.interrupted,
        "faults": len(matrix.of_faults),
        **{
            ending.value.replace(" ", "_"): matrix.count(ending)
            for ending in (Ending.KILLED, Ending.SURVIVED, Ending.FALSE_ALARM)
        },
        "requirements": [
            {"id": score.requirement, "faults": score.faults, "killed": score.killed}
            for score in matrix.scores()
        ],
        "trials": [_document(trial) for trial in (*matrix.of_healthy, *matrix.of_faults)],
    }


def in_order(requirements: Iterable[str]) -> list[str]:
    """Requirements in the order of all."""
    named = {*requirements}
    return [name for name in REQUIREMENTS if name in named]


def _document(trial: Trial) -> dict[str, Any]:
    fault = trial.plan.fault
    return {
        "fault": fault.name if fault else None,
        "sentence": fault.sentence if fault else "nothing: the reference Home Agent",
        "fhrp": trial.plan.fhrp,
        "ending": trial.ending.value,
        "trips": in_order(trial.plan.trips),
        "follows": in_order(trial.plan.follows),
        "failed": {name: trial.wrong[name] for name in in_order(trial.failed)},
        "missing": in_order(trial.missing),
        "unforeseen": in_order(trial.unforeseen),
        "cases": trial.cases,
    }


def _cell(trial: Trial, requirement: str) -> str:
    if requirement in trial.unforeseen:
        return UNFORESEEN
    if requirement in trial.plan.trips:
        return MISSED if requirement in trial.missing else TRIPPED
    return FOLLOWED if requirement in trial.failed else QUIET


def _trouble(trial: Trial) -> Iterator[str]:
    """What is wrong with one that did not end as it should, and how to see it again."""
    if trial.ending in (Ending.KILLED, Ending.HEALTHY):
        return
    yield f"\n{trial.plan.name}: {trial.ending.value}"
    if fault := trial.plan.fault:
        yield f"  mistake     {fault.sentence}"
    for name in in_order(trial.missing):
        yield f"  missed      {name} {REQUIREMENTS[name].title}: {trial.verdicts[name].value}"
    for name in in_order(trial.unforeseen):
        yield f"  unforeseen  {name} {REQUIREMENTS[name].title}: {trial.wrong[name]}"
    named = f" --fault {fault.name}" if fault else ""
    yield f"  again       mipconf run{named} --network simulated --seed {trial.plan.seed}"
