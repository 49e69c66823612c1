"""`mipconf faults`: whether the suite catches every fault of its catalogue."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click
from rich.console import Console

from mipconf.commands.failures import foreseeing_failures, make_folder
from mipconf.errors import ExitStatus
from mipconf.faults.catalogue import faults_selected
from mipconf.faults.matrix import Matrix, plans_for, try_all
from mipconf.report.atomic import write_atomically
from mipconf.report.faults import faults_table, matrix_document, matrix_text, scores_text
from mipconf.report.progress import counting


def faults(
    *,
    expression: str | None,
    out: Path,
    seed: int,
    jobs: int | None,
    full: bool,
    list_only: bool,
) -> ExitStatus:
    """Try the faults, write `faults.json` and print the kill matrix and the scores."""
    began = time.monotonic()
    with foreseeing_failures(out):
        chosen = faults_selected(expression)
        if list_only:
            click.echo(faults_table(chosen))
            return ExitStatus.MET
        make_folder(out)
        plans = plans_for(chosen, seed, full)
        trials = []
        interrupted = False
        with counting(Console(stderr=True), len(plans), "Home Agents tried") as tried:
            try:
                for trial in try_all(plans, jobs):
                    trials.append(trial)
                    tried()
            except KeyboardInterrupt:
                interrupted = True
        matrix = Matrix(tuple(trials), seed, full, time.monotonic() - began, interrupted)
        document = json.dumps(matrix_document(matrix), indent=1) + "\n"
        write_atomically(out / "faults.json", document.encode())
    click.echo(f"{matrix_text(matrix)}\n\n{scores_text(matrix)}\nMatrix: {out / 'faults.json'}")
    if interrupted:
        return ExitStatus.INTERRUPTED
    return ExitStatus.MET if matrix.is_good else ExitStatus.UNMET
