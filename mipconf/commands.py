"""What the commands do, from their options to their exit status."""

from __future__ import annotations

import shlex
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import click
from rich.console import Console

from mipconf.bench import figures
from mipconf.campaign.baseline import read_baseline
from mipconf.campaign.exit import ExitStatus, Policy, exit_status
from mipconf.campaign.options import CampaignOptions
from mipconf.campaign.pair import NAMES, PairOptions, pair_cases, run_pair
from mipconf.campaign.preflight import preflight
from mipconf.campaign.result import CampaignResult
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import HEAVY, SelectionError, requirements_named, select
from mipconf.check.check import check_captures
from mipconf.contract import ConfigError
from mipconf.features import FEATURES
from mipconf.hut.driver import HutUnavailable
from mipconf.judge.requirements import REQUIREMENTS
from mipconf.net.capture import CaptureError
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.net.network import NetworkError
from mipconf.profile import Profile, key_sources, read_profile
from mipconf.report.claims import claims_table, explained
from mipconf.report.console import print_cases, print_figures, print_result
from mipconf.report.junit import write_junit
from mipconf.report.profile_meaning import profile_meaning
from mipconf.report.profile_template import profile_template
from mipconf.report.progress import showing_progress
from mipconf.report.results import write_results
from mipconf.report.text import printable

DriverName = Literal["builtin", "process"]
NetworkName = Literal["loopback", "simulated"]


class TesterFailed(click.ClickException):
    """The tester, or what it needs of the Home Agent's driver, failed; the text is one line."""

    exit_code = ExitStatus.TESTER_FAILED


def run(
    *,
    profile_path: Path | None,
    driver: DriverName | None,
    hut_commands: tuple[str, ...],
    network: NetworkName,
    expression: str | None,
    out: Path,
    seed: int,
    impair: str | None,
    jobs: int | None,
    baseline_path: Path | None,
    list_only: bool,
    preflight_only: bool,
) -> ExitStatus:
    """Run a campaign, write its reports and print its verdicts."""
    console = Console(highlight=False)
    with _foreseeing_failures(out):
        profile = _profile(profile_path) or Profile()
        pair = _pair(profile, driver, hut_commands)
        if pair is not None and (network == "simulated" or preflight_only):
            raise click.UsageError("two --hut-command run neither simulated nor with --preflight")
        driver, command = _hut(profile, driver, hut_commands[0] if hut_commands else None)
        if network == "simulated" and driver == "process":
            raise click.UsageError("--network simulated runs the builtin HUT, not a process")
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
        )
        if preflight_only:
            good, lines = preflight(options)
            click.echo("\n".join(lines))
            return ExitStatus.MET if good else ExitStatus.TESTER_FAILED
        _make_folder(out)
        with showing_progress(console) as progress:
            result = run_campaign(options, progress)
        _write(out, result, policy)
    print_result(console, result, policy, out / "captures")
    return exit_status(result, policy)


def _run_pair(console: Console, options: PairOptions, policy: Policy) -> ExitStatus:
    """Run two Home Agents in one group; the exit status is the worse one."""
    _make_folder(options.out)
    with showing_progress(console) as progress:
        results = run_pair(options, progress)
    for name, command, result in zip(NAMES, options.commands, results, strict=True):
        folder = options.out / name
        _write(folder, result, policy)
        console.print(f"\n{name}: {printable(shlex.join(command))}", soft_wrap=True, markup=False)
        print_result(console, result, policy, folder / "captures")
    return max(exit_status(result, policy) for result in results)


def check(
    *,
    captures: tuple[Path, ...],
    profile_path: Path | None,
    hut: str | None,
    expression: str | None,
    out: Path | None,
    annotated: Path | None,
) -> ExitStatus:
    """Judge captures, write the reports if they are wanted, and print the verdicts."""
    policy = Policy(every_failure=True)
    with _foreseeing_failures(out):
        profile = _profile(profile_path)
        required: frozenset[str] = frozenset()
        if expression is not None:
            required = requirements_named(expression, REQUIREMENTS)
        result = check_captures(captures, profile, hut, required, annotated)
        if out is not None:
            _make_folder(out)
            _write(out, result, policy)
    print_result(Console(highlight=False), result, policy, captures=None)
    if result.unreadable:  # What came before was judged, but a verdict on all of it there is not.
        raise click.UsageError("; ".join(result.unreadable))
    return exit_status(result, policy)


def claims(expression: str | None) -> ExitStatus:
    """List the requirements, or explain those that are named."""
    with _foreseeing_failures(None):
        plans = known_cases()
        if expression is None:
            click.echo(claims_table(plans))
        else:
            click.echo(explained(requirements_named(expression, REQUIREMENTS), plans))
    return ExitStatus.MET


def new_profile(path: Path | None) -> ExitStatus:
    """Write a commented profile; what exists is never overwritten."""
    text = profile_template()
    if path is None:
        click.echo(text, nl=False)
        return ExitStatus.MET
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from None
    return ExitStatus.MET


def show_profile(path: Path | None) -> ExitStatus:
    """Print what a profile, or none, means."""
    with _foreseeing_failures(None):
        profile = _profile(path) or Profile()
        click.echo(profile_meaning(profile, key_sources(path) if path is not None else {}))
    return ExitStatus.MET


def bench(*, profile_path: Path | None, hut_command: str | None) -> ExitStatus:
    """Measure the figures of the performance goals and print them."""
    with _foreseeing_failures(None):
        profile = _profile(profile_path) or Profile()
        command = () if hut_command is None else _hut(profile, None, hut_command)[1]
        measured = list(figures(profile, command))
    print_figures(Console(highlight=False), measured)
    return ExitStatus.MET


def _profile(path: Path | None) -> Profile | None:
    """The profile in the file, if one is named; what it supports must exist."""
    if path is None:
        return None
    profile = read_profile(path)
    for name in profile.supports.keys() - FEATURES.keys():
        try:
            requirements_named(name, REQUIREMENTS)
        except SelectionError as error:
            raise ConfigError(f"{path}: supports: {error}") from None
    return profile


def _hut(
    profile: Profile, driver: DriverName | None, command: str | None
) -> tuple[DriverName, tuple[str, ...]]:
    """The driver and the command of the HUT, by the options or else by the profile."""
    if command is None:
        driver = driver or profile.hut.driver
        words = profile.hut.command if driver == "process" else ()
        if driver == "process" and not words:
            raise click.UsageError("--hut process needs --hut-command, or hut.command in --profile")
        return driver, words
    if driver == "builtin":
        raise click.UsageError("--hut builtin and --hut-command contradict each other")
    try:
        words = tuple(shlex.split(command))
    except ValueError as error:
        raise click.UsageError(f"--hut-command: {error}") from None
    if not any("{config}" in word for word in words):
        raise click.UsageError("--hut-command has no {config}, where the configuration's path goes")
    return "process", words


def _pair(
    profile: Profile, driver: DriverName | None, commands: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words of two commands; None where there are not two."""
    if len(commands) < 2:
        return None
    if len(commands) > 2:
        raise click.UsageError("--hut-command can be given once or twice")
    (_, first), (_, second) = (_hut(profile, driver, command) for command in commands)
    return first, second


def _impairment(text: str | None, network: NetworkName) -> Impairment:
    """What the simulated network does to datagrams; a real one does as it likes."""
    if text is None:
        return UNIMPAIRED
    if network != "simulated":
        raise click.UsageError("--impair needs --network simulated")
    try:
        return Impairment.parse(text)
    except ValueError as error:
        raise click.UsageError(f"--impair: {error}") from None


def _make_folder(folder: Path) -> None:
    """Make the output folder before anything is done whose result would then be lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"--out {folder}: {error.strerror}") from None


def _write(folder: Path, result: CampaignResult, policy: Policy) -> None:
    write_results(folder / "results.json", result)
    write_junit(folder / "junit.xml", result, policy)


@contextmanager
def _foreseeing_failures(folder: Path | None) -> Iterator[None]:
    """Give each error its exit status; the traceback of an unforeseen one goes to the folder."""
    try:
        yield
    except click.ClickException:
        raise
    except Exception as error:
        cause: Exception = error
        while isinstance(cause, ExceptionGroup):  # Of a nursery, where the first cause counts.
            cause = cause.exceptions[0]
        match cause:
            case ConfigError() | SelectionError() | CaptureError():
                raise click.UsageError(str(cause)) from error
            case HutUnavailable() | NetworkError():
                raise TesterFailed(str(cause)) from error
        if folder is None or not folder.is_dir():
            raise
        path = folder / "traceback.txt"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        said = f"{type(cause).__name__}: {cause}; see {path}"
        raise TesterFailed(f"the tester itself failed: {said}") from error
