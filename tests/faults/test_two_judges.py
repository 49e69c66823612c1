"""Two judges of one history: the live one, and the one that is given the capture, however it came.

`MIPCONF_EXAMPLES=2000 pytest tests/faults/test_two_judges.py` looks further than CI does.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mipconf.campaign.result import Result
from mipconf.campaign.summary import summarise
from mipconf.check.check import check_captures
from mipconf.faults.catalogue import catalogue
from mipconf.faults.trial import Plan, played
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.impairment import UNIMPAIRED, Impairment
from mipconf.net.network import Direction
from mipconf.requirements.catalogue import REQUIREMENTS
from mipconf.trace.pcapng import CaptureWriter
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.trace import Packet

from ..campaign.traces import trace_of

pytestmark = pytest.mark.slow

EVERYTHING = frozenset(REQUIREMENTS)
HEALTHY = [Plan(None, "hsrp", 1), Plan(None, "vrrp", 1)]
FAULTY = [Plan(fault, fault.fhrp, 1, full=True) for fault in catalogue().values()]
NETWORKS = [UNIMPAIRED, Impairment(loss=0.1), Impairment(duplication=0.2, jitter=20_000_000)]
EXAMPLES = int(os.environ.get("MIPCONF_EXAMPLES", "60"))

Item = Packet | Remark
Verdicts = dict[str, Verdict]

STRANGERS = ("192.0.2.1", "192.0.2.2")
GROUPS = ("224.0.0.251", "224.0.0.2", "239.1.2.3")
"""Who has nothing to do with a Home Agent of a case, and to whom."""


def read(path: Path) -> list[Item]:
    """What a capture holds, in its order."""
    trace = trace_of(path)
    return sorted((*trace.packets, *trace.remarks), key=lambda item: item.frame)


def write(path: Path, items: list[Item]) -> Path:
    """A capture of these, in this order; what names a frame names it by its new number."""
    numbers = {item.frame: number for number, item in enumerate(items, 1)}
    writer = CaptureWriter(path)
    for item in items:
        if isinstance(item, Packet):
            writer.datagram(Direction.SENT, item.datagram, item.time)
            continue
        data = dict(item.data)
        if item.kind == RemarkKind.UNAUTHENTIC:
            frame = data["frame"]
            assert isinstance(frame, int)
            data["frame"] = numbers[frame]
        writer.remark(item.kind, data, item.time)
    writer.close()
    return path


def shuffled(items: list[Item], random: Random) -> list[Item]:
    """With the datagrams of each instant in another order; remarks keep their places."""
    instants: dict[int, list[int]] = {}
    for place, item in enumerate(items):
        if isinstance(item, Packet):
            instants.setdefault(item.time, []).append(place)
    found = list(items)
    for places in instants.values():
        for place, other in zip(places, random.sample(places, len(places)), strict=True):
            found[place] = items[other]
    return found


def mixed(items: list[Item], random: Random) -> list[Item]:
    """With what others say to each other in between, at ports of Mobile IP, too."""
    ports = {each.datagram.destination.port for each in items if isinstance(each, Packet)} or {434}
    payloads = [each.datagram.payload for each in items if isinstance(each, Packet)] or [b""]
    found = list(items)
    for number in range(random.randint(1, 12)):
        place = random.randint(1, len(found))
        source, other = random.sample(STRANGERS, 2)
        to = Endpoint(random.choice([other, *GROUPS]), random.choice([*sorted(ports), 53]))
        payload = random.choice([random.randbytes(40), random.choice(payloads)[:1]])
        datagram = Datagram(Endpoint(source, random.choice([5353, to.port])), to, payload)
        found.insert(place, Packet(-number - 1, found[place - 1].time, datagram))
    return found


def again(path: Path) -> Result:
    return check_captures([path], None, None, EVERYTHING)


def verdicts(result: Result) -> tuple[Verdicts, list[Verdict]]:
    return (
        {each.id: each.verdict for each in result.requirements},
        [case.verdict for case in result.cases],
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="MIPCONF_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.sampled_from(HEALTHY) | st.sampled_from(FAULTY),
    st.sampled_from(NETWORKS),
    st.integers(0, 2**32),
    st.randoms(use_true_random=False),
)
def test_however_the_history_comes_its_verdicts_are_the_same(
    plan: Plan, network: Impairment, seed: int, random: Random
) -> None:
    plan = replace(plan, seed=seed)
    job = random.choice(plan.jobs())
    with tempfile.TemporaryDirectory(prefix="mipconf-judges-") as name:
        folder = Path(name)
        session = played(plan, [job], folder, network)
        (outcome,), (live,) = session.outcomes, session.results
        capture = folder / outcome.capture
        requirements = summarise([outcome], EVERYTHING, session.unsupported, unselected=None)
        found = again(capture)
        assert [each.verdict for each in found.requirements] == [
            each.verdict for each in requirements
        ]
        assert [each.reason for each in found.requirements] == [
            each.reason for each in requirements
        ]
        assert [(case.verdict, case.reason) for case in found.cases] == [
            (live.verdict, live.reason)
        ]
        items = read(capture)
        for change in (shuffled, mixed):
            other = again(write(folder / f"{change.__name__}.pcapng", change(items, random)))
            assert verdicts(other) == verdicts(found), change.__name__


def test_faulty_and_healthy_are_among_them() -> None:
    assert len(FAULTY) > 100
    assert {plan.fhrp for plan in HEALTHY} == {"hsrp", "vrrp"}


@pytest.mark.parametrize("change", [shuffled, mixed])
def test_a_change_changes_the_capture(change: object, tmp_path: Path) -> None:
    assert callable(change)
    plan = HEALTHY[0]
    job = next(each for each in plan.jobs() if "test_one_part" in each.id)
    (outcome,) = played(plan, [job], tmp_path).outcomes
    items = read(tmp_path / outcome.capture)
    changed = change(items, Random(1))
    assert changed != items
    assert [item.time for item in changed] == sorted(item.time for item in changed)
