"""`mipconf run`: a campaign, or one of two Home Agents in a group."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from mipconf.campaign.baseline import read_baseline
from mipconf.campaign.exit import Policy, exit_status
from mipconf.campaign.folder import own_folder
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.options import CampaignOptions
from mipconf.campaign.pair import NAMES, PairOptions, pair_cases, run_pair
from mipconf.campaign.preflight import preflight
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import HEAVY, select
from mipconf.commands.failures import foreseeing_failures, make_folder, show_tracebacks
from mipconf.commands.hut import DriverName, fault_of, hut_of, pair_of
from mipconf.commands.profile import usable_profile
from mipconf.commands.reports import write_reports
from mipconf.errors import ExitStatus, UsageError
from mipconf.ha.agent import HomeAgent
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.profile.profile import Profile
from mipconf.report.console import print_cases, print_result
from mipconf.report.progress import showing_progress
from mipconf.report.text import printable
from mipconf.requirements.catalogue import REQUIREMENTS

NetworkName = Literal["loopback", "simulated"]


class _Unheeded(Console):
    """A run goes on to its results when nobody reads what it prints any more (`| head`)."""

    def on_broken_pipe(self) -> None:
        """Print to nowhere from now on."""
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())


def run(
    *,
    profile_path: Path | None,
    driver: DriverName | None,
    hut_commands: tuple[str, ...],
    fault_name: str | None,
    network: NetworkName,
    expression: str | None,
    out: Path,
    seed: int,
    impair: str | None,
    jobs: int | None,
    baseline_path: Path | None,
    list_only: bool,
    preflight_only: bool,
    all_the_same: bool,
) -> ExitStatus:
    """Run a campaign, write its reports and print its verdicts."""
    console = _Unheeded(highlight=False)
    with foreseeing_failures(out):
        told = usable_profile(profile_path)
        fault = fault_of(fault_name, told, driver, hut_commands) if fault_name else None
        profile = told or (fault.profile if fault else Profile())
        driver = "builtin" if fault else driver
        pair = pair_of(profile, driver, hut_commands)
        if pair is not None and (network == "simulated" or preflight_only):
            raise UsageError("two --hut-command run neither simulated nor with --preflight")
        driver, command = hut_of(profile, driver, hut_commands[0] if hut_commands else None)
        if network == "simulated" and driver == "process":
            raise UsageError("--network simulated runs the builtin HUT, not a process")
        impairment = _impairment(impair, network)
        plans = known_cases(profile) if pair is None else pair_cases(profile)
        selection = select(expression, plans, REQUIREMENTS)
        known = read_baseline(baseline_path, REQUIREMENTS) if baseline_path else {}
        policy = Policy(known, exercised_only=pair is not None)
        if list_only:
            print_cases(console, plans if expression is None else selection.cases)
            return ExitStatus.MET
        if pair is not None:
            cases = tuple(case.id for case in selection.cases)
            counted = selection.requirements
            if expression is None:  # Whatever two Home Agents make arise counts.
                counted = frozenset(n for n, known in REQUIREMENTS.items() if known.group != HEAVY)
            both = PairOptions(profile, profile_path, pair, cases, counted, out, seed, jobs)
            return _run_pair(console, both, policy)
        options = CampaignOptions(
            profile=profile,
            driver=driver,
            command=command,
            network=network,
            cases=tuple(case.id for case in selection.cases),
            requirements=selection.requirements,
            out=out,
            seed=seed,
            jobs=jobs,
            profile_path=profile_path,
            impairment=impairment,
            agent=fault.agent if fault else HomeAgent,
            fault=fault_name,
            preflight=not all_the_same,
        )
        if preflight_only:
            good, lines = preflight(options)
            click.echo("\n".join(lines))
            return ExitStatus.MET if good else ExitStatus.TESTER_FAILED
        make_folder(out)
        # Until all is written.
        with own_folder(out), Interruption() as interruption:
            with showing_progress(console) as progress:
                result = run_campaign(options, progress, interruption)
            write_reports(out, result, policy)
    show_tracebacks(result)
    print_result(console, result, policy, out / "captures")
    return exit_status(result, policy)


def _run_pair(console: Console, options: PairOptions, policy: Policy) -> ExitStatus:
    """Run two Home Agents in one group; the exit status is the worse one."""
    make_folder(options.out)
    # Until all is written.
    with own_folder(options.out, *NAMES), Interruption() as interruption:
        with showing_progress(console) as progress:
            results = run_pair(options, progress, interruption)
        for name, result in zip(NAMES, results, strict=True):
            write_reports(options.out / name, result, policy)
    for name, command, result in zip(NAMES, options.commands, results, strict=True):
        console.print(f"\n{name}: {printable(shlex.join(command))}", soft_wrap=True, markup=False)
        show_tracebacks(result)
        print_result(console, result, policy, options.out / name / "captures")
    return max(exit_status(result, policy) for result in results)


def _impairment(text: str | None, network: NetworkName) -> Impairment:
    """What the simulated network does to datagrams; a real one does as it likes."""
    if text is None:
        return UNIMPAIRED
    if network != "simulated":
        raise UsageError("--impair needs --network simulated")
    try:
        return Impairment.parse(text)
    except ValueError as error:
        raise UsageError(f"--impair: {error}") from None
