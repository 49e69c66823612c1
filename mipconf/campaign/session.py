"""One run of cases: a place for each, a HUT for each, a capture and a judgement of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar, TypeVarTuple

import trio

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.lab import Case, Lab
from mipconf.campaign.limit import limited
from mipconf.campaign.options import CampaignOptions, Progress
from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.place import (
    HUT_HOST,
    TESTER_HOST,
    Place,
    group_number,
    place_of,
    ports_of,
)
from mipconf.campaign.result import CaseResult
from mipconf.campaign.summary import case_result
from mipconf.campaign.support import unsupported
from mipconf.errors import AddressInUseError, HutUnavailable, is_debugging
from mipconf.hut.builtin import BuiltinDriver
from mipconf.hut.driver import Driver
from mipconf.hut.process import ProcessDriver
from mipconf.net.host import Datagram
from mipconf.net.latency import measure_latency
from mipconf.net.loopback import LoopbackNetwork
from mipconf.net.memory import MemoryNetwork, run_simulated
from mipconf.net.network import Direction, Network, Observer
from mipconf.profile.contract import HutConfig
from mipconf.profile.security import Keys
from mipconf.protocol.durations import MILLISECOND
from mipconf.roles.tester import Tester
from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting, read_setting
from mipconf.trace.trace import Trace

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

VRRP_AT_ONCE = 8
"""So many cases run side by side with VRRP over sockets. IP protocol 112 has no ports to keep cases
apart: who is in one hears the advertisements of all, and each has a VRID of its own."""

CALM = 4
"""The host is calm while datagrams take less than this part of the finest tolerance: half of what
the judge can do with (`mipconf.judge.history.slowness`), for what begins next makes it slower."""

CALM_ROUNDS = 4
CALM_PAUSE_S = 0.02
PATIENCE_S = 3.0
"""After so long, in all, cases begin anyway; what they measure says what cannot be judged then."""


@dataclass(frozen=True, slots=True)
class Job:
    """A case to run: its place in the run (from 0), its id, what it declares, the case itself.

    `folder` is where its capture goes, relative to the output folder.
    """

    index: int
    id: str
    declaration: Declaration
    case: Case
    folder: str = "captures/"


@dataclass(frozen=True, slots=True)
class First:
    """What a run begins with: a job, and what of its outcome spoils all others (None: nothing)."""

    job: Job
    spoils: Callable[[Recorded], str | None]


class Session:
    """Runs cases and keeps what became of them.

    `unsupported`: what the HUT does not support by its profile. `unavailable`: it could not be
    started at all. `spoiled`: why the others did not run. `heard`: it said anything in any case.
    """

    def __init__(
        self,
        options: CampaignOptions,
        progress: Progress,
        interruption: Interruption | None = None,
    ) -> None:
        self._options = options
        self._interruption = interruption or Interruption()
        self._progress = progress
        self._format = options.profile.format
        self._format.load()  # before anything is made, or said
        self.unsupported = unsupported(options.profile.support)
        self._starting = trio.CapacityLimiter(1)
        self._ever_started = False
        self._latency = 0
        self._patience_s = PATIENCE_S
        self.address = ""
        self.outcomes: list[CaseOutcome] = []
        self.results: list[CaseResult] = []
        self.notes: list[str] = []
        self.unavailable: HutUnavailable | None = None
        self.spoiled: str | None = None
        self.heard = False
        (options.out / "captures").mkdir(parents=True, exist_ok=True)

    def result_of(self, name: str) -> CaseResult | None:
        """What became of a case; None if it did not run."""
        return next((result for result in self.results if result.id == name), None)

    def play(self, jobs: Sequence[Job], first: First | None = None) -> None:
        """Run cases, over loopback side by side, simulated one after the other, until interrupted.

        `first` begins before them, and ends them once it shows that they are spoiled.

        Virtual time needs no company: all cases take about a second, and each process more that
        were to help would need as long for its imports alone.
        """
        self._progress.planned(len(jobs))
        if self._options.network == "simulated":
            if first is not None:
                self._spoil(first, self.alone(first.job))
            for job in jobs:
                if self.spoiled is None and not self._interruption.happened:
                    self._simulated(job)
        else:
            trio.run(self._interruption.until, self._side_by_side, jobs, first)

    def alone(self, job: Job) -> Recorded:
        """Run one case and return what it left, unjudged; KeyboardInterrupt where it was ended."""
        run, network = (
            (run_simulated, self._memory)
            if self._options.network == "simulated"
            else (trio.run, _loopback)
        )
        recorded = run(self._interruption.until, self._drive, job, trio.Event(), network)
        if recorded is None:
            raise KeyboardInterrupt
        return recorded

    def _simulated(self, job: Job) -> None:
        self._progress.started(job.id)
        recorded = run_simulated(
            self._interruption.until, self._drive, job, trio.Event(), self._memory
        )
        if recorded is not None:
            self._keep(self._judge(job, recorded))

    def _memory(self, seed: str) -> Network:
        impairments = dict.fromkeys(Direction, self._options.impairment)
        return MemoryNetwork(Random(seed).getrandbits(64), impairments=impairments)

    async def _side_by_side(self, jobs: Sequence[Job], first: First | None) -> None:
        """Begin one case after another, the longest first, as fast as the host allows.

        What it costs to begin one, above all to start a program, must not make the tester late in
        those that run: the next one begins once this one's HUT runs, and the host is calm.
        """
        self._latency = await measure_latency()
        places = trio.Semaphore(self._options.jobs or self._at_once(jobs))
        async with trio.open_nursery() as nursery:
            if first is not None:
                started = trio.Event()
                nursery.start_soon(self._precede, first, started, nursery.cancel_scope)
                await started.wait()
            for job in sorted(jobs, key=self._expected_s, reverse=True):
                await places.acquire()
                await self._calm()
                started = trio.Event()
                nursery.start_soon(self._live, job, places, started, nursery.cancel_scope)
                await started.wait()

    async def _precede(
        self, first: First, started: trio.Event, everything: trio.CancelScope
    ) -> None:
        try:
            recorded = await self._drive(first.job, started, _loopback)
        finally:
            started.set()
        if self.unavailable is None:
            await trio.to_thread.run_sync(self._spoil, first, recorded)
        if self.unavailable is not None or self.spoiled is not None:
            everything.cancel()

    def _spoil(self, first: First, recorded: Recorded) -> None:
        if self.unavailable is None:
            self.spoiled = first.spoils(recorded)

    def _at_once(self, jobs: Sequence[Job]) -> int:
        if self._options.profile.fhrp.protocol == "vrrp":
            return VRRP_AT_ONCE
        return max(1, len(jobs))

    async def _calm(self) -> None:
        """Wait until datagrams are heard in time again, but not for ever."""
        finest = self._options.profile.tolerances.crossing_ms * MILLISECOND
        began = trio.current_time()
        with trio.move_on_after(self._patience_s):
            while await measure_latency(CALM_ROUNDS) * CALM > finest:  # noqa: ASYNC110 - polls
                await trio.sleep(CALM_PAUSE_S)
        self._patience_s = max(0.0, self._patience_s - (trio.current_time() - began))

    async def _live(
        self,
        job: Job,
        places: trio.Semaphore,
        started: trio.Event,
        everything: trio.CancelScope,
    ) -> None:
        self._progress.started(job.id)
        try:
            recorded = await self._drive(job, started, _loopback)
        finally:
            started.set()
        if self.unavailable is not None:
            everything.cancel()
            return
        # A long trace takes long to judge, and other cases are waiting for their timers.
        self._keep(await trio.to_thread.run_sync(self._judge, job, recorded))
        places.release()

    def _judge(self, job: Job, recorded: Recorded) -> CaseOutcome:
        return outcome_of(
            recorded.trace,
            recorded.setting,
            capture=recorded.capture,
            seconds=recorded.seconds,
            again=self._options.live(job.id),
            offline=self._options.offline(recorded.capture),
        )

    def _keep(self, outcome: CaseOutcome) -> None:
        self.outcomes.append(outcome)
        result = case_result(outcome, self.unsupported)
        self.results.append(result)
        self._progress.finished(result)

    def _expected_s(self, job: Job) -> float:
        return job.declaration.expected_s(self._options.profile)

    async def _drive(
        self, job: Job, started: trio.Event, make_network: Callable[[str], Network]
    ) -> Recorded:
        """Run one case to its end; whatever happens, what was recorded is kept.

        `started` is set when its HUT runs.
        """
        seed = f"{self._options.seed}/{job.id}"
        began = trio.current_time()
        capture = f"{job.folder}{job.id.replace('::', '.')}.pcapng"
        path = self._options.out / capture
        async with make_network(seed) as network, trio.open_nursery() as nursery:
            bench = await self._bench(job, network, nursery, path, Random(seed), started)
            try:
                with limited(self._expected_s(job), (bench.recorder,), bench.lab.remark):
                    await self._play(job, bench)
            finally:
                try:
                    with trio.CancelScope(shield=True):
                        await bench.driver.kill()
                        await network.leave(bench.tester)
                    bench.recorder.missed(network.dropped, network.unsent)
                finally:
                    bench.recorder.close()
        trace = bench.recorder.trace()
        self.heard = self.heard or any(
            packet.datagram.source.address == bench.config.ha_id for packet in trace.packets
        )
        return Recorded(
            trace,
            read_setting(trace.remarks[0].data, self._options.profile.codec),
            capture,
            round(trio.current_time() - began, 3),
        )

    async def _play(self, job: Job, bench: Bench) -> None:
        lab = bench.lab
        try:
            await job.case(lab)
            await lab.close()
            self._ever_started = True
        except HutUnavailable as unavailable:
            lab.remark(RemarkKind.GONE, reason=f"it could not be started: {unavailable}")
            if not lab.started.is_set() and not self._ever_started:
                self.unavailable = unavailable
        except Exception as error:
            if is_debugging():
                raise
            lab.remark(RemarkKind.FAILED, reason=f"{type(error).__name__}: {error}")

    async def _bench(
        self,
        job: Job,
        network: Network,
        nursery: trio.Nursery,
        path: Path,
        random: Random,
        started: trio.Event,
    ) -> Bench:
        """Everything that a case needs, at ports that nobody else holds."""
        place = place_of(self._options.profile, job.index)
        ports = ports_of(self._options.profile, job.index)
        for port in ports:
            config = self._config(job, place, port)
            tester = Tester(place.address(TESTER_HOST), config)
            recorder = Recorder(
                path,
                Keys.of(config),
                port,
                network.now,
                self._format.load(),
                job.declaration.enough,
            )
            observe = _only_from(place.prefix, recorder.observe)
            simulated = self._options.network == "simulated"
            try:
                await network.join(tester, None if simulated else observe)
            except AddressInUseError:
                recorder.close()
                if port == ports[-1]:
                    raise
                continue
            break
        self.address = self.address or config.ha_id

        def gone(reason: str) -> None:
            recorder.remark(RemarkKind.GONE, reason=reason)

        driver: Driver
        if self._options.driver == "builtin":
            driver = BuiltinDriver(
                network,
                lambda config, now: self._options.agent(config, random, now, self._format.load()),
                recorder.observe if simulated else recorder.measure,
                on_end=gone,
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
            name=job.id,
            declaration=job.declaration,
            started=started,
            latency_ns=self._latency,
            config=config,
            tolerances=self._options.profile.tolerances,
            supports=self._options.profile.supports,
            network=network,
            driver=driver,
            tester=tester,
            recorder=recorder,
            random=random,
            format=self._format,
            impairment=self._options.impairment,
        )
        network.flush(tester)
        return Bench(config, tester, recorder, driver, lab)

    def _config(self, job: Job, place: Place, port: int) -> HutConfig:
        hosts = {"P": 21, "Q": 22, "R": 23}
        # Only HSRP has a state in which the virtual IP address is learned.
        learns = job.declaration.learns and self._options.profile.fhrp.protocol == "hsrp"
        return self._options.profile.hut_config(
            ha_id=place.address(HUT_HOST),
            port=port,
            fhrp_port=port + 1,
            virtual_ip=None if learns else place.virtual_ip,
            peers=tuple(f"{place.prefix}.{hosts[name]}" for name in job.declaration.peers),
            group={"number": group_number(self._options.profile, job.index)},
            **job.declaration.config,
        )


def _only_from(prefix: str, observer: Observer) -> Observer:
    """What keeps from an observer the advertisements of other cases, from addresses of theirs."""

    def observe(direction: Direction, datagram: Datagram, time: int) -> None:
        if datagram.destination.port or datagram.source.address.startswith(f"{prefix}."):
            observer(direction, datagram, time)

    return observe


def _loopback(seed: str) -> Network:
    return LoopbackNetwork()


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
    """What one case left behind."""

    trace: Trace
    setting: Setting
    capture: str
    seconds: float
