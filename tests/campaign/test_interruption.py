"""A run that is interrupted ends in good order, and says what it could not find any more."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
import trio

from mipconf.campaign.interruption import Interruption
from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import CaseResult
from mipconf.campaign.runner import run_campaign
from mipconf.judge.verdict import Verdict

from .simulated import options

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


async def waits(events: list[str]) -> str:
    events.append("begun")
    signal.raise_signal(signal.SIGTERM)
    try:
        await trio.sleep_forever()
    finally:
        signal.raise_signal(signal.SIGINT)  # a second one, in the middle of clearing away
        events.append("cleared away")
    raise AssertionError


@pytest.mark.parametrize("before", [False, True])
def test_what_runs_is_cancelled_and_never_begun_once_it_happened(before: bool) -> None:
    events: list[str] = []
    with Interruption() as interruption:
        if before:
            signal.raise_signal(signal.SIGHUP)
        assert trio.run(interruption.until, waits, events) is None
        assert interruption.happened
    assert events == ["begun", "cleared away"]


async def ends() -> str:
    return "done"


def test_without_a_signal_there_is_a_result() -> None:
    with Interruption() as interruption:
        assert trio.run(interruption.until, ends) == "done"
    assert not interruption.happened


def test_the_handlers_are_those_of_before_afterwards() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with Interruption():
        assert [signal.getsignal(number) for number in SIGNALS] != before
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_what_is_ignored_stays_ignored() -> None:
    """As SIGHUP is under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Interruption() as interruption:
            signal.raise_signal(signal.SIGHUP)
            assert not interruption.happened
    finally:
        signal.signal(signal.SIGHUP, before)


def test_in_another_thread_nothing_interrupts() -> None:
    found: list[str | None] = []

    def run() -> None:
        with Interruption() as interruption:
            found.append(trio.run(interruption.until, ends))

    thread = Thread(target=run)
    thread.start()
    thread.join()
    assert found == ["done"]


class Interrupting(Unseen):
    """Interrupts the run once its first case has ended."""

    def finished(self, case: CaseResult) -> None:
        signal.raise_signal(signal.SIGTERM)


def asked(out: Path) -> CampaignOptions:
    cases = ("test_joining::test_one_part", "test_updates::test_mute_peer")
    return replace(options(out), cases=cases, requirements=frozenset({"8", "12", "26"}))


def test_what_had_not_arisen_says_that_the_run_was_interrupted(tmp_path: Path) -> None:
    (tmp_path / "captures").mkdir()
    result = run_campaign(asked(tmp_path), Interrupting())
    assert result.interrupted
    assert [case.id for case in result.cases] == ["test_joining::test_one_part"]
    assert result["8"].reason == "its situation had not arisen when the run was interrupted"
    assert result["26"].verdict is Verdict.PASS
    assert not run_campaign(asked(tmp_path), Unseen()).interrupted
