"""Two Home Agents of different vendors in one group, each judged by what it does to the other.

Unicast between them is seen nowhere but on the interface itself, so they run in a network
namespace of their own and its `lo` is captured. Where no namespace can be had they run on this
machine's loopback, and what needs unicast is INCONCLUSIVE.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from random import Random

import trio

from mipconf.campaign.declaration import Declaration
from mipconf.campaign.folder import captures_in
from mipconf.campaign.interruption import Interruption
from mipconf.campaign.limit import limited
from mipconf.campaign.options import CasePlan, Progress
from mipconf.campaign.outcome import CaseOutcome, outcome_of
from mipconf.campaign.pair_lab import Hut, PairLab
from mipconf.campaign.place import (
    HUT_HOST,
    TESTER_HOST,
    Place,
    group_number,
    place_of,
    ports_of,
)
from mipconf.campaign.result import CaseResult, Result
from mipconf.campaign.summary import case_result, summarise
from mipconf.campaign.support import unsupported
from mipconf.errors import AddressInUseError, HutUnavailable, NamespaceError, is_debugging
from mipconf.hut.process import ProcessDriver
from mipconf.net.host import Datagram
from mipconf.net.latency import measure_latency
from mipconf.net.loopback import LoopbackNetwork
from mipconf.net.namespace import enter_namespace
from mipconf.net.network import Direction, Network
from mipconf.net.tap import Tap
from mipconf.profile.profile import Profile
from mipconf.profile.security import Keys
from mipconf.roles.tester import Tester
from mipconf.testcases import two_vendors
from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import describe_setting, read_setting

NAMES = ("A", "B")
OBSERVER_HOST = 21
WORSE_BY = 10
"""By how much the priority of the second one is below that of the profile, which the first has."""


@dataclass(frozen=True, slots=True)
class PairOptions:
    """What a user asks of a run of two Home Agents.

    `commands` are the words of A's and of B's command, `{config}` among them. The others are as in
    `mipconf.campaign.options.CampaignOptions`; below `out`, each has a folder of its name.
    """

    profile: Profile
    profile_path: Path | None
    commands: tuple[tuple[str, ...], tuple[str, ...]]
    cases: tuple[str, ...]
    requirements: frozenset[str]
    out: Path
    seed: int
    jobs: int | None

    def live(self, case: str) -> str:
        """The command that runs one case again as it was run, for a shell."""
        words = ["mipconf", "run"]
        if self.profile_path is not None:
            words += ["--profile", str(self.profile_path)]
        for command in self.commands:
            words += ["--hut-command", shlex.join(command)]
        return shlex.join([*words, "--select", case, "--out", f"{self.out}-again"])


@dataclass(frozen=True, slots=True)
class _Job:
    """A case, and who of the two (0, 1) is the first one in it."""

    index: int
    id: str
    declaration: Declaration
    case: Callable[[PairLab], Coroutine[object, object, None]]
    order: tuple[int, int]


def pair_cases(profile: Profile | None = None) -> tuple[CasePlan, ...]:
    """Every case of two Home Agents, by the timers of a profile."""
    return tuple(
        CasePlan(
            job.id,
            job.declaration.requirements,
            job.declaration.expected_s(profile or Profile()),
            (job.case.__doc__ or "").strip().partition("\n")[0],
        )
        for job in _jobs()
    )


def _jobs() -> list[_Job]:
    """Each case twice, so that each Home Agent is the better one once."""
    orders = ((0, 1), (1, 0))
    pairs = [(case, order) for case in two_vendors.CASES for order in orders]
    return [
        _Job(
            index,
            f"two_vendors::{case.__name__}_{''.join(NAMES[which] for which in order)}",
            case.declaration,  # type: ignore[attr-defined]
            case,
            order,
        )
        for index, (case, order) in enumerate(pairs)
    ]


def run_pair(
    options: PairOptions, progress: Progress, interruption: Interruption
) -> tuple[Result, Result]:
    """Run the cases, and judge both Home Agents; the first result is A's.

    The process is in another namespace afterwards, if it may make one. Raises `HutUnavailable`
    where one of them could not be started at all.
    """
    note = None
    try:
        enter_namespace()
    except NamespaceError as error:
        note = f"{error}; so unicast between the two was not seen"
    began = time.monotonic()
    session = _Session(options, progress, tapped=note is None)
    trio.run(interruption.until, session.run)
    if session.unavailable is not None:
        raise session.unavailable
    seconds = round(time.monotonic() - began, 3)
    a, b = (
        Result(
            driver="process",
            address=session.addresses[which],
            network="netns" if note is None else "loopback",
            seed=options.seed,
            seconds=seconds,
            requirements=summarise(
                session.outcomes[which],
                options.requirements,
                unsupported(options.profile.support),
                campaign=False,
                unselected=None,
                interrupted=interruption.happened,
            ),
            cases=tuple(session.results[which]),
            interrupted=interruption.happened,
            notes=() if note is None else (note,),
            captures=captures_in(options.out / NAMES[which]),
        )
        for which in (0, 1)
    )
    return a, b


class _Session:
    """Runs the cases side by side and keeps what became of each Home Agent in them."""

    def __init__(self, options: PairOptions, progress: Progress, *, tapped: bool) -> None:
        self._options = options
        self._progress = progress
        self._tapped = tapped
        self._codec = options.profile.format.load()
        self._unsupported = unsupported(options.profile.support)
        self._starting = trio.CapacityLimiter(1)
        self._latency = 0
        self.outcomes: tuple[list[CaseOutcome], list[CaseOutcome]] = ([], [])
        self.results: tuple[list[CaseResult], list[CaseResult]] = ([], [])
        self.addresses = ["", ""]
        self.unavailable: HutUnavailable | None = None
        for name in NAMES:
            self._folder(name).mkdir(parents=True, exist_ok=True)

    async def run(self) -> None:
        """Run the selected cases."""
        jobs = [job for job in _jobs() if job.id in self._options.cases]
        self._progress.planned(2 * len(jobs))
        self._latency = await measure_latency()
        places = trio.Semaphore(self._options.jobs or len(jobs))
        async with trio.open_nursery() as nursery:
            for job in jobs:
                await places.acquire()
                nursery.start_soon(self._live, job, places, nursery.cancel_scope)

    def _folder(self, name: str) -> Path:
        return self._options.out / name / "captures"

    async def _live(self, job: _Job, places: trio.Semaphore, everything: trio.CancelScope) -> None:
        self._progress.started(job.id)
        began = trio.current_time()
        huts = await self._drive(job)
        if self.unavailable is not None:
            everything.cancel()
            return
        seconds = round(trio.current_time() - began, 3)
        for which, hut in zip(job.order, huts, strict=True):
            outcome = await trio.to_thread.run_sync(self._judge, job, which, hut, seconds)
            self.outcomes[which].append(outcome)
            result = case_result(outcome, self._unsupported)
            self.results[which].append(result)
            self._progress.finished(replace(result, id=f"{result.id}, {hut.name}"))
        places.release()

    def _judge(self, job: _Job, which: int, hut: Hut, seconds: float) -> CaseOutcome:
        trace = hut.recorder.trace()
        path = self._folder(hut.name) / _capture(job)
        return outcome_of(
            trace,
            read_setting(trace.remarks[0].data, self._options.profile.codec),
            capture=f"captures/{_capture(job)}",
            seconds=seconds,
            again=self._options.live(job.id),
            offline=shlex.join(("mipconf", "check", str(path))),
        )

    async def _drive(self, job: _Job) -> tuple[Hut, Hut]:
        """Run one case to its end; whatever happens, what was recorded is kept."""
        place = place_of(self._options.profile, job.index)
        random = Random(f"{self._options.seed}/{job.id}")
        async with LoopbackNetwork() as network, trio.open_nursery() as nursery:
            tester, huts = await self._join(job, place, network, nursery)
            lab = PairLab(
                place=place,
                huts=huts,
                tolerances=self._options.profile.tolerances,
                network=network,
                tester=tester,
                random=random,
                codec=self._codec,
            )
            tap = Tap() if self._tapped else None
            if tap is not None:
                nursery.start_soon(tap.listen, partial(_observe, place, huts, Direction.RECEIVED))
            expected_s = job.declaration.expected_s(self._options.profile)
            try:
                with limited(expected_s, [hut.recorder for hut in huts], lab.remark):
                    await self._play(job, lab)
            finally:
                with trio.CancelScope(shield=True):
                    for hut in huts:
                        await hut.driver.kill()
                    await network.leave(tester)
                lost = 0 if tap is None else tap.dropped()
                for hut in huts:
                    hut.recorder.missed(lost)
                    hut.recorder.close()
            nursery.cancel_scope.cancel()
        if tap is not None:
            tap.close()
        return huts

    async def _play(self, job: _Job, lab: PairLab) -> None:
        try:
            await job.case(lab)
            await lab.close()
        except HutUnavailable as unavailable:
            self.unavailable = unavailable
        except Exception as error:
            if is_debugging():
                raise
            lab.remark(RemarkKind.FAILED, reason=f"{type(error).__name__}: {error}")

    async def _join(
        self, job: _Job, place: Place, network: Network, nursery: trio.Nursery
    ) -> tuple[Tester, tuple[Hut, Hut]]:
        """The tester and both Home Agents, at ports that nobody else holds."""
        ports = ports_of(self._options.profile, job.index)
        for port in ports:
            huts = (
                self._hut(job, place, port, 0, nursery),
                self._hut(job, place, port, 1, nursery),
            )
            tester = Tester(place.address(TESTER_HOST), huts[0].config)
            try:
                await network.join(tester, None if self._tapped else partial(_observe, place, huts))
            except AddressInUseError:
                for hut in huts:
                    hut.recorder.close()
                if port == ports[-1]:
                    raise
                continue
            break
        for hut in huts:
            self._describe(job, hut)
        return tester, huts

    def _hut(self, job: _Job, place: Place, port: int, rank: int, nursery: trio.Nursery) -> Hut:
        """The better one (0) or the other one (1) of a case; it is not started yet."""
        which = job.order[rank]
        own, other = place.address(HUT_HOST + which), place.address(HUT_HOST + 1 - which)
        profile = self._options.profile
        config = profile.hut_config(
            ha_id=own,
            port=port,
            fhrp_port=port + 1,
            virtual_ip=place.virtual_ip,
            peers=(other,) if job.declaration.peers else (),
            group={"number": group_number(profile, job.index)},
            fhrp={"priority": max(profile.fhrp.priority - WORSE_BY * rank, 1)},
        )
        name = NAMES[which]
        recorder = Recorder(
            self._folder(name) / _capture(job), Keys.of(config), port, time.time_ns, self._codec
        )

        def gone(reason: str) -> None:
            recorder.remark(RemarkKind.GONE, reason=reason)

        driver = ProcessDriver(
            self._options.commands[which],
            nursery,
            self._starting,
            on_end=gone,
            ready_within=profile.hut.start_timeout_s,
        )
        return Hut(name, config, driver, recorder)

    def _describe(self, job: _Job, hut: Hut) -> None:
        which = NAMES.index(hut.name)
        self.addresses[which] = self.addresses[which] or hut.address
        hut.recorder.remark(
            RemarkKind.SETTING,
            case=job.id,
            exercises=list(job.declaration.requirements),
            **describe_setting(
                hut.config,
                self._options.profile.tolerances,
                lossy=False,
                unicast=self._tapped,
                accompanied=True,
                latency_ns=self._latency,
                format=self._options.profile.format,
                supports=self._options.profile.supports,
            ),
        )


def _capture(job: _Job) -> str:
    return f"{job.id.replace('::', '.')}.pcapng"


def _observe(
    place: Place, huts: Sequence[Hut], direction: Direction, datagram: Datagram, time: int
) -> None:
    """Record what is of this place; others share the interface."""
    if datagram.source.address.startswith(f"{place.prefix}."):
        for hut in huts:
            hut.recorder.observe(direction, datagram, time)
