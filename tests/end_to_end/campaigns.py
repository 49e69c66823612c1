"""Campaigns for tests: quiet, each in a process and at addresses and ports of its own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import RequirementResult, Result
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select
from mipconf.codec import STANDARD, STANDARD_FORMAT, Format
from mipconf.faults.catalogue import fault_named
from mipconf.ha.agent import HomeAgent
from mipconf.judge.verdict import Verdict
from mipconf.layers.security import KeyRing
from mipconf.net.host import Datagram
from mipconf.profile.keys import LoopbackKeys, Tolerances
from mipconf.profile.profile import Profile
from mipconf.protocol.messages import Message
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import datagram_of
from tests.programs import LESSER

CLAIMS = "1,4,6,8,11,12,16,18,20,22,23,26,33,36,37,38,39,50-55"
"""Those of the first issue: what is added later does not change these tests."""

CHECKOUT = Path(__file__).parents[2]
AT_ONCE = 2
"""As many as CI has cores."""

FIRST_PORT = 12_000
TOLERANCES = {
    "simulated": Tolerances(),
    "loopback": Tolerances(crossing_ms=180, retransmit_slack_ms=300),
}
"""The host of a test runs other tests, too."""


@dataclass(frozen=True)
class Campaign:
    """What to run: the reference Home Agent, with a fault or none, where, and which cases."""

    fault: str | None
    network: Literal["simulated", "loopback"] = "simulated"
    driver: Literal["builtin", "process"] = "builtin"
    expression: str = CLAIMS
    seed: int = 1
    format: Format = STANDARD_FORMAT

    def run(self, out: Path) -> Result:
        """Run it."""
        selection = select(self.expression, known_cases(), REQUIREMENTS)
        fault = () if self.fault is None else ("--fault", self.fault)
        command = (sys.executable, "-m", "mipconf", "ha", *fault, "{config}")
        options = CampaignOptions(
            profile=Profile(
                codec=self.format.codec,
                numbers=self.format.numbers,
                tolerances=TOLERANCES[self.network],
                network=LoopbackKeys(base="127.32.0.0/16", port_base=FIRST_PORT),
            ),
            driver=self.driver,
            command=command if self.driver == "process" else (),
            network=self.network,
            cases=tuple(case.id for case in selection.cases),
            requirements=selection.requirements,
            out=out,
            seed=self.seed,
            jobs=None,
            agent=HomeAgent if self.fault is None else fault_named(self.fault).agent,
            fault=self.fault,
        )
        return run_campaign(options, Unseen())


class Workers:
    """Runs campaigns, some at a time, in processes that are started once.

    Those in virtual time give way to those in real time, for which a busy host is too slow.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would share what pytest has open
        self._pools = {
            "simulated": ProcessPoolExecutor(AT_ONCE, context, os.nice, (LESSER,)),
            "loopback": ProcessPoolExecutor(AT_ONCE, context),
        }

    def close(self) -> None:
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)

    def run(self, campaigns: Sequence[Campaign], out: Path) -> list[Result]:
        """Run campaigns, each into a folder of its own: 0, 1 and so on."""
        running = [
            self._pools[campaign.network].submit(campaign.run, out / str(number))
            for number, campaign in enumerate(campaigns)
        ]
        return [run.result() for run in running]


def mipconf(
    *words: str, cwd: Path, timeout: float = 60, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line, as a user does, from any folder."""
    return subprocess.run(
        [sys.executable, "-m", "mipconf", *words],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def failed(result: Result) -> dict[str, RequirementResult]:
    """The selected requirements that are FAIL, by id."""
    return {
        requirement.id: requirement
        for requirement in result.requirements
        if requirement.selected and requirement.verdict is Verdict.FAIL
    }


def verdicts(result: Result) -> dict[str, str]:
    """The verdicts of the selected requirements, by id."""
    return {r.id: r.verdict.value for r in result.requirements if r.selected}


def too_slow_for(result: Result) -> set[str]:
    """What is INCONCLUSIVE since this host had too much else to do."""
    return {
        requirement.id
        for requirement in result.requirements
        if requirement.verdict is Verdict.INCONCLUSIVE and "too slow" in requirement.reason
    }


def evidence(out: Path, requirement: RequirementResult) -> set[str]:
    """The kinds of the messages that a verdict rests on."""
    return {
        type(message).__name__
        for item in requirement.evidence
        for frame, message in messages(out / item.capture)
        if frame in item.frames
    }


def messages(capture: Path) -> Iterator[tuple[int, Message]]:
    """The messages in a capture, and their frames."""
    for frame in read_capture(capture):
        datagram = datagram_of(frame)
        if isinstance(datagram, Datagram):
            message = STANDARD.decode(datagram.payload, KeyRing()).message
            if message is not None:
                yield frame.number, message


NAMED = ("no-update", "no-retransmission", "no-mark", "wrong-sequence")
"""The faults that the first issue names."""

TELLING = {
    "no-update": "test_at_the_virtual_ip",
    "no-retransmission": "test_mute_peer",
    "no-mark": "test_deletion_overtakes",
    "wrong-sequence": "test_one_part",
    "silent-on-duplicates": "test_duplicates",
    "no-memory": "test_duplicates",
    "latest-wins": "test_newest_counts",
    "ignores-deletions": "test_deletion",
    "drops-options": "test_one_part",
    "never-purges": "test_purging",
    "one-part": "test_sizes",
    "answers-too-early": "test_asked_while_joining",
    "omits-requester": "test_members_listed",
    "wrong-name": "test_one_part",
    "unicast-request": "test_one_part",
    "wrong-source": "test_at_the_virtual_ip",
    "never-gives-up": "test_mute_peer",
    "tells-of-refusals": "test_registers_refreshes_moves",
    "deregisters-at-home-only": "test_deregistration",
    "no-reply-ack": "test_parts_out_of_order",
}
"""Faults, and for each a short case in which it shows."""

PROGRAMS = tuple(Campaign(fault, "loopback", "process", case) for fault, case in TELLING.items())

VIRTUAL = (
    None,
    *TELLING,
    "gossips",
    "unicast-updates",
    "no-retransmission-flag",
    "no-deletion-update",
    "says-twice",
)

EVERYWHERE = (
    *PROGRAMS,
    *(Campaign(fault, "loopback") for fault in (None, *NAMED)),
    *(Campaign(fault) for fault in VIRTUAL),
)
"""What the tests of this folder look at."""

Results = Mapping[Campaign, tuple[Path, Result]]
"""Where each campaign was run, and what it found."""
