"""One run of cases: a place for each, a HUT for each, a capture and a judgement of each."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest
import trio

from mipconf.campaign.declaration import Case, Declaration
from mipconf.campaign.lab import Lab, Place
from mipconf.campaign.options import CampaignOptions, Progress
from mipconf.campaign.plugin import case_id
from mipconf.campaign.recorder import Recorder
from mipconf.campaign.result import CaseResult
from mipconf.campaign.summary import CaseOutcome, case_result
from mipconf.contract import HutConfig
from mipconf.ha.agent import HomeAgent
from mipconf.hut.builtin import BuiltinDriver
from mipconf.hut.driver import Driver, HutUnavailable
from mipconf.hut.process import ProcessDriver
from mipconf.judge.finding import Finding
from mipconf.judge.judge import judge
from mipconf.judge.setting import Setting
from mipconf.judge.trace import RemarkKind, Trace
from mipconf.judge.verdict import Verdict
from mipconf.net.loopback import LoopbackNetwork
from mipconf.net.memory import MemoryNetwork, run_simulated
from mipconf.net.network import AddressInUseError, Network
from mipconf.roles.party import Keys
from mipconf.roles.tester import Tester

HUT_HOST, VIRTUAL_HOST, TESTER_HOST = 10, 1, 2
PORTS_PER_CASE = 2
ATTEMPTS = 8
"""How many blocks of ports are tried where another program holds one."""

PORTS_PER_ATTEMPT = 500
LIMIT_S = 30.0
LIMIT_FACTOR = 6.0
"""A case may take LIMIT_S and LIMIT_FACTOR times what it declares; then it is ended."""


@dataclass(frozen=True, slots=True)
class Job:
    """A case to run: its place in the run (from 0), its id, what it declares, the case itself."""

    index: int
    id: str
    declaration: Declaration
    case: Case


class Session:
    """Runs cases and keeps what became of them."""

    def __init__(self, options: CampaignOptions, progress: Progress) -> None:
        self._options = options
        self._progress = progress
        self._wanted = frozenset(options.cases)
        self._starting = trio.CapacityLimiter(1)
        self._ever_started = False
        self.address = ""
        self.outcomes: list[CaseOutcome] = []
        self.results: list[CaseResult] = []
        self.notes: list[str] = []
        self.unavailable: HutUnavailable | None = None
        (options.out / "captures").mkdir(parents=True, exist_ok=True)

    def wants(self, name: str) -> bool:
        """Whether a case was selected."""
        return name in self._wanted

    def result_of(self, name: str) -> CaseResult | None:
        """What became of a case; None if it did not run."""
        return next((result for result in self.results if result.id == name), None)

    def run(self, cases: Sequence[pytest.Function]) -> None:
        """Run the cases, over loopback side by side, simulated one after the other."""
        jobs = [
            Job(index, case_id(item), item.function.declaration, item.function)
            for index, item in enumerate(cases)
        ]
        self._progress.planned(len(jobs))
        if self._options.network == "simulated":
            for job in jobs:
                self._simulated(job)
        else:
            trio.run(self._side_by_side, jobs)

    def _simulated(self, job: Job) -> None:
        self._progress.started(job.id)
        recorded = run_simulated(self._drive, job, self._memory)
        self._judged(job, recorded, self._findings(job, recorded))

    def _memory(self, seed: str) -> Network:
        return MemoryNetwork(Random(seed).getrandbits(64))

    async def _side_by_side(self, jobs: Sequence[Job]) -> None:
        limiter = trio.CapacityLimiter(self._options.jobs or max(1, len(jobs)))
        async with trio.open_nursery() as nursery:
            for job in jobs:
                nursery.start_soon(self._live, job, limiter, nursery.cancel_scope)

    async def _live(
        self, job: Job, limiter: trio.CapacityLimiter, everything: trio.CancelScope
    ) -> None:
        async with limiter:
            self._progress.started(job.id)
            recorded = await self._drive(job, lambda _: LoopbackNetwork())
            if self.unavailable is not None:
                everything.cancel()
                return
            # A long trace takes long to judge, and other cases are waiting for their timers.
            outcome = await trio.to_thread.run_sync(self._findings, job, recorded)
            self._judged(job, recorded, outcome)

    def _findings(self, job: Job, recorded: Recorded) -> CaseOutcome:
        findings = judge(recorded.trace, recorded.setting) if recorded.setting else {}
        return CaseOutcome(
            job.id,
            recorded.capture,
            recorded.seconds,
            job.declaration.requirements,
            findings,
            self._again(job),
            recorded.failure,
        )

    def _judged(self, job: Job, recorded: Recorded, outcome: CaseOutcome) -> None:
        self.outcomes.append(outcome)
        result = case_result(outcome)
        self.results.append(result)
        self._progress.finished(result)

    def _again(self, job: Job) -> str:
        words = ["mipconf run", f"--select '{job.id}'"]
        if self._options.network != "loopback":
            words.append(f"--network {self._options.network} --seed {self._options.seed}")
        return " ".join(words)

    async def _drive(self, job: Job, make_network: Callable[[str], Network]) -> Recorded:
        """Run one case to its end; whatever happens, what was recorded is kept."""
        seed = f"{self._options.seed}/{job.id}"
        began = trio.current_time()
        capture = f"captures/{job.id.replace('::', '.')}.pcapng"
        path = self._options.out / capture
        failure: Finding | None = None
        async with make_network(seed) as network, trio.open_nursery() as nursery:
            bench = await self._bench(job, network, nursery, path, Random(seed))
            limit = LIMIT_S + LIMIT_FACTOR * job.declaration.seconds
            try:
                with trio.move_on_after(limit) as scope:
                    failure = await self._play(job, bench)
                if scope.cancelled_caught:
                    reason = f"the case was ended after {limit:.0f} s"
                    failure = Finding.unclear("", (), reason)
            finally:
                with trio.CancelScope(shield=True):
                    await bench.driver.kill()
                    await network.leave(bench.tester)
                bench.recorder.close()
        return Recorded(
            bench.recorder.trace(),
            Setting.of_config(bench.config, self._options.profile.tolerances, lossy=False),
            capture,
            round(trio.current_time() - began, 3),
            failure,
        )

    async def _play(self, job: Job, bench: Bench) -> Finding | None:
        lab = bench.lab
        try:
            await job.case(lab)
            await lab.close()
            self._ever_started = True
        except HutUnavailable as unavailable:
            lab.remark(RemarkKind.GONE, reason=str(unavailable))
            if not lab.ever_started and not self._ever_started:
                self.unavailable = unavailable
            return Finding.unclear("", (), f"the HUT could not be started: {unavailable}")
        except Exception as error:
            if os.environ.get("MIPCONF_DEBUG"):
                raise
            reason = f"the tester failed: {type(error).__name__}: {error}"
            return Finding("", Verdict.ERROR, (), reason)
        if bench.driver.ended is not None:
            return Finding.unclear("", (), f"the HUT ended by itself: {bench.driver.ended}")
        return None

    async def _bench(
        self, job: Job, network: Network, nursery: trio.Nursery, path: Path, random: Random
    ) -> Bench:
        """Everything that a case needs, at ports that nobody else holds."""
        base = ipaddress.IPv4Network(self._options.profile.network.base)
        prefix = str(base.network_address + ((job.index + 1) << 8)).rpartition(".")[0]
        home = ipaddress.IPv4Network(self._options.profile.mobile_nodes[0].network)
        home_prefix = str(home.network_address + ((job.index + 1) << 8)).rpartition(".")[0]
        place = Place(prefix, home_prefix)
        for attempt in range(ATTEMPTS):
            port = (
                self._options.profile.network.port_base
                + attempt * PORTS_PER_ATTEMPT
                + job.index * PORTS_PER_CASE
            )
            config = self._config(job, place, port)
            tester = Tester(f"{prefix}.{TESTER_HOST}", config)
            recorder = Recorder(path, Keys.of(config), port, network.now)
            simulated = self._options.network == "simulated"
            try:
                await network.join(tester, None if simulated else recorder.observe)
            except AddressInUseError:
                recorder.close()
                if attempt == ATTEMPTS - 1:
                    raise
                continue
            break
        self.address = self.address or config.ha_id

        def gone(reason: str) -> None:
            recorder.remark(RemarkKind.GONE, reason=reason)

        driver: Driver
        if self._options.driver == "builtin":
            driver = BuiltinDriver(
                network, partial(_reference, random), recorder.observe if simulated else None
            )
        else:
            driver = ProcessDriver(
                self._options.command,
                nursery,
                self._starting,
                on_end=gone,
                ready_within=self._options.profile.hut.start_timeout_s,
            )
        lab = Lab(
            place=place,
            config=config,
            tolerances=self._options.profile.tolerances,
            network=network,
            driver=driver,
            tester=tester,
            recorder=recorder,
            random=random,
        )
        network.flush(tester)
        return Bench(config, tester, recorder, driver, lab)

    def _config(self, job: Job, place: Place, port: int) -> HutConfig:
        hosts = {"P": 21, "Q": 22, "R": 23}
        return self._options.profile.hut_config(
            ha_id=f"{place.prefix}.{HUT_HOST}",
            port=port,
            fhrp_port=port + 1,
            virtual_ip=f"{place.prefix}.{VIRTUAL_HOST}",
            peers=tuple(f"{place.prefix}.{hosts[name]}" for name in job.declaration.peers),
            **job.declaration.config,
        )


def _reference(random: Random, config: HutConfig, now: int) -> HomeAgent:
    return HomeAgent(config, random, now)


@dataclass(frozen=True, slots=True)
class Bench:
    """What one case works with."""

    config: HutConfig
    tester: Tester
    recorder: Recorder
    driver: Driver
    lab: Lab


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one case left behind; `failure` where it did not come to its end."""

    trace: Trace
    setting: Setting | None
    capture: str
    seconds: float
    failure: Finding | None
