"""Campaigns for tests: quiet, each in a process and at addresses and ports of its own."""

from __future__ import annotations

import multiprocessing
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import CampaignResult, RequirementResult
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select
from mipconf.codec import STANDARD
from mipconf.judge.requirements import REQUIREMENTS
from mipconf.judge.verdict import Verdict
from mipconf.layers.security import KeyRing
from mipconf.net.capture import read_capture
from mipconf.net.frame import CapturedFrame, datagram_of
from mipconf.net.host import Datagram
from mipconf.profile import LoopbackNetwork, Profile

from .faults import FAULTS

CLAIMS = "1,4,6,8,11,12,16,18,20,22,23,26,33,36,37,38,39,50-55"
"""Those of the first issue: what is added later does not change these tests."""

HUT = Path(__file__).parent / "hut.py"
AT_ONCE = PLACES = 4
FIRST_PORT, PORTS_EACH = 12_000, 4_100
"""A campaign moves on where another program holds some of its ports."""


@dataclass(frozen=True)
class Campaign:
    """What to run: a Home Agent of `FAULTS`, where, and which cases."""

    fault: str
    network: Literal["simulated", "loopback"] = "simulated"
    driver: Literal["builtin", "process"] = "builtin"
    expression: str = CLAIMS
    seed: int = 1

    def run(self, out: Path, place: int = 0) -> CampaignResult:
        """Run it; what runs at the same time has different places, from 0."""
        selection = select(self.expression, known_cases(), REQUIREMENTS)
        command = (sys.executable, str(HUT), self.fault, "{config}")
        options = CampaignOptions(
            profile=Profile(
                network=LoopbackNetwork(
                    base=f"127.{32 + place}.0.0/16",
                    port_base=FIRST_PORT + place * PORTS_EACH,
                )
            ),
            driver=self.driver,
            command=command if self.driver == "process" else (),
            network=self.network,
            cases=tuple(case.id for case in selection.cases),
            requirements=selection.requirements,
            out=out,
            seed=self.seed,
            jobs=None,
            agent=FAULTS[self.fault],
        )
        return run_campaign(options, Unseen())


def run_all(campaigns: Sequence[Campaign], out: Path) -> list[CampaignResult]:
    """Run campaigns, some at a time, each into a folder of its own: 0, 1 and so on."""
    context = multiprocessing.get_context("spawn")  # a fork would share what pytest has open
    with ProcessPoolExecutor(AT_ONCE, mp_context=context) as pool:
        running = [
            pool.submit(campaign.run, out / str(index), index % PLACES)
            for index, campaign in enumerate(campaigns)
        ]
        return [run.result() for run in running]


def failed(result: CampaignResult) -> dict[str, RequirementResult]:
    """The selected requirements that are FAIL, by id."""
    return {
        requirement.id: requirement
        for requirement in result.requirements
        if requirement.selected and requirement.verdict is Verdict.FAIL
    }


def verdicts(result: CampaignResult) -> dict[str, Verdict]:
    """The verdicts of the selected requirements, by id."""
    return {r.id: r.verdict for r in result.requirements if r.selected}


def evidence(out: Path, requirement: RequirementResult) -> tuple[str, ...]:
    """The kinds of the messages that the deciding finding of a verdict rests on."""
    said = next((line for line in requirement.explanation if line.startswith("frames: ")), "")
    match = re.fullmatch(r"frames: ([\d, ]+) of (.*)", said)
    if match is None:
        return ()
    frames = {frame.number: frame for frame in read_capture(out / match[2])}
    return tuple(_kind(frames[int(number)]) for number in match[1].split(", "))


def _kind(frame: CapturedFrame) -> str:
    datagram = datagram_of(frame)
    assert isinstance(datagram, Datagram)
    return type(STANDARD.decode(datagram.payload, KeyRing()).message).__name__
