"""The figures of the performance goals (`mipconf bench`): ratios of what one run measured.

A figure stands beside its peer, measured at the same time on the same host: so it can be compared
with that of another host, or of a busier one.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mipconf.campaign.options import CampaignOptions, Unseen
from mipconf.campaign.result import Result
from mipconf.campaign.runner import known_cases, run_campaign
from mipconf.campaign.selection import select
from mipconf.codec import STANDARD
from mipconf.layers import miphar
from mipconf.layers.security import KeyRing
from mipconf.profile.profile import Profile
from mipconf.protocol.durations import SECOND
from mipconf.protocol.messages import Binding, BindingUpdate, Flags
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import remark_of
from mipconf.trace.remark import RemarkKind

LONGER, SPARE_S = 1.3, 5.0
"""Over loopback a campaign may take so many times its longest case, and so many seconds more."""

BINDINGS = 10
ROUNDS = 9
PER_ROUND = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its peer, both in words; `ratio` is what the goal is about."""

    name: str
    measured: str
    peer: str
    ratio: float
    goal: str = ""


def figures(profile: Profile, command: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Measure everything, one after the other; `command` is that of a HUT, else it is builtin."""
    with tempfile.TemporaryDirectory(prefix="mipconf-") as folder:
        live, simulated = Path(folder) / "live", Path(folder) / "simulated"
        yield _side_by_side(_campaign(profile, "loopback", command, live), live)
        yield _virtual_time(_campaign(profile, "simulated", (), simulated))
    yield from _codec()


def allowed_s(result: Result, out: Path) -> float:
    """How long a campaign over loopback may take, by its longest case and the starts of its HUTs.

    "at most 1.3 times its longest case plus 5 s with `builtin`; with `process` the start of its
    HUTs comes on top".
    """
    return LONGER * max(case.seconds for case in result.cases) + SPARE_S + starting_s(out)


def starting_s(out: Path) -> float:
    """How long HUTs took to be started, in all, by the captures of a run."""
    return sum(_starts(capture) for capture in (out / "captures").iterdir()) / SECOND


def _starts(capture: Path) -> int:
    took, began = 0, None
    for frame in read_capture(capture):
        remark = remark_of(frame)
        if remark is None:
            continue
        if remark.kind == RemarkKind.STARTING:
            began = frame.time
        elif remark.kind == RemarkKind.READY and began is not None:
            took += frame.time - began
    return took


def _campaign(profile: Profile, network: str, command: tuple[str, ...], out: Path) -> Result:
    selection = select(None, known_cases(profile), REQUIREMENTS)
    options = CampaignOptions(
        profile=profile,
        driver="process" if command else "builtin",
        command=command,
        network="simulated" if network == "simulated" else "loopback",
        cases=tuple(case.id for case in selection.cases),
        requirements=selection.requirements,
        out=out,
        seed=1,
        jobs=None,
    )
    return run_campaign(options, Unseen())


def _side_by_side(result: Result, out: Path) -> Figure:
    allowed = allowed_s(result, out)
    longest = max(case.seconds for case in result.cases)
    starts = starting_s(out)
    return Figure(
        f"a campaign over loopback, {result.driver}",
        f"{result.seconds:.1f} s for {len(result.cases)} cases",
        f"{LONGER} x {longest:.1f} s, the longest, + {SPARE_S:.0f} s + {starts:.1f} s of starts",
        result.seconds / allowed,
        "at most 1",
    )


def _virtual_time(result: Result) -> Figure:
    virtual = sum(case.seconds for case in result.cases)
    return Figure(
        "a simulated campaign",
        f"{virtual:.1f} s of {len(result.cases)} cases",
        f"{result.seconds:.1f} s of real time",
        virtual / result.seconds,
    )


def _codec() -> Iterator[Figure]:
    """The codec beside the Scapy layers that it is derived from, on the same octets."""
    update = _update()
    packet = _packet(update)
    octets = bytes(packet)
    assert octets == STANDARD.encode(update, None)
    nobody = KeyRing()
    what = f"an update of {BINDINGS} bindings"
    yield _beside(
        f"building {what}",
        lambda: STANDARD.encode(update, None),
        lambda: bytes(_packet(update)),
    )
    yield _beside(
        f"reading {what}",
        lambda: STANDARD.decode(octets, nobody),
        lambda: miphar.RedundancyMessage(octets),
    )


def _beside(name: str, ours: Callable[[], object], scapy: Callable[[], object]) -> Figure:
    """Both by turns, so that both meet the same host; of each the median."""
    rounds = [(_seconds(ours), _seconds(scapy)) for _ in range(ROUNDS)]
    own, peer = (statistics.median(column) for column in zip(*rounds, strict=True))
    return Figure(
        name, f"{own * 1e6:.1f} us, codec", f"{peer * 1e6:.1f} us, Scapy layers", peer / own
    )


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(PER_ROUND):
        call()
    return (time.perf_counter() - began) / PER_ROUND


def _update() -> BindingUpdate:
    return BindingUpdate(
        group=7,
        home_agent_id="10.0.0.2",
        sequence=1,
        identification=1 << 63,
        bindings=tuple(
            Binding(
                home_address=f"10.1.0.{number}",
                home_agent="10.0.0.2",
                care_of_address=f"192.0.2.{number}",
                flags=Flags.D,
                deleted=False,
                lifetime_granted=300,
                lifetime_remaining=300,
                identification=(1 << 63) - number,
            )
            for number in range(1, BINDINGS + 1)
        ),
    )


def _packet(update: BindingUpdate) -> miphar.BindingUpdate:
    return miphar.BindingUpdate(
        group=update.group,
        home_agent_id=update.home_agent_id,
        sequence=update.sequence,
        identification=update.identification,
        extensions=[
            miphar.MobilityBinding(
                flags=binding.flags,
                home_address=binding.home_address,
                home_agent=binding.home_agent,
                care_of_address=binding.care_of_address,
                lifetime_granted=binding.lifetime_granted,
                lifetime_remaining=binding.lifetime_remaining,
                identification=binding.identification,
            )
            for binding in update.bindings
        ],
    )
