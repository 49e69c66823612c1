"""What must not matter: the order of frames at one instant, and what others say to each other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mipconf.judge.finding import Finding
from mipconf.judge.judge import judge, prevailing
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet, Trace

from .story import Story, parse_line, said, told
from .wording import Speaker

STORIES = told()
INSTANT = 10_000_000
"""Frames this close to each other (ns) are put at one instant."""

UNRELATED = [
    "MN9 > P       register",
    "P > MN9       reply to=0",
    "P > Q         update #1 MN1/-1",
    "Q > P         ack #1",
    "P > Q         ask #7",
    "Q > P         part 1/1 #20 ask=7 list=STRANGER MN1/-1",
    "P > Q         took #20",
    "P > VIP       update #1 MN1/-1",
    "P > all       update #1 group=8 MN1/-1",
    "HUT > all     update #1 group=8 MN1",
    "P > all       update #1 as=STRANGER MN1/-1",
    "P > all       update #1 id=-99 MN1/-1",
    "STRANGER > Q  ack #1",
    "STRANGER > HUT  junk",
    "STRANGER > all  hello Active group=8",
]


def verdicts(trace: Trace, setting: Setting) -> dict[str, Verdict]:
    """The verdict of each requirement that arose."""
    found = {name: prevailing(findings) for name, findings in judge(trace, setting).items()}
    return {name: deciding.verdict for name, deciding in found.items() if deciding is not None}


def renumbered(trace: Trace, numbers: dict[int, int]) -> Trace:
    """The trace with other frame numbers; what has none keeps its own."""

    def new(old: object) -> int:
        assert isinstance(old, int)
        return numbers.get(old, old)

    packets = [replace(packet, frame=new(packet.frame)) for packet in trace.packets]
    remarks = []
    for remark in trace.remarks:
        data = dict(remark.data)
        if remark.kind == RemarkKind.UNAUTHENTIC:
            data["frame"] = new(data["frame"])
        remarks.append(replace(remark, frame=new(remark.frame), data=data))
    return Trace(
        tuple(sorted(packets, key=lambda packet: packet.frame)),
        tuple(sorted(remarks, key=lambda remark: remark.frame)),
    )


def coarse(trace: Trace) -> Trace:
    """The trace as a clock that ticks every 10 ms would have it."""

    def at_instant(packet: Packet) -> Packet:
        return replace(packet, time=packet.time // INSTANT * INSTANT)

    return Trace(tuple(map(at_instant, trace.packets)), trace.remarks)


def shuffled(trace: Trace, random: Random) -> Trace:
    """The trace with the frames of each instant in another order."""
    instants: dict[int, list[int]] = {}
    for packet in trace.packets:
        instants.setdefault(packet.time, []).append(packet.frame)
    numbers = {}
    for frames in instants.values():
        numbers.update(zip(frames, random.sample(frames, len(frames)), strict=True))
    return renumbered(trace, numbers)


@settings(max_examples=200)
@given(st.sampled_from(STORIES), st.randoms(use_true_random=False))
@pytest.mark.slow
def test_the_order_of_frames_at_one_instant_does_not_matter(story: Story, random: Random) -> None:
    trace = coarse(story.record()[0])
    assert verdicts(shuffled(trace, random), story.setting) == verdicts(trace, story.setting)


def mixed(trace: Trace, more: list[tuple[int, Datagram]]) -> tuple[Trace, dict[int, int]]:
    """The trace with more datagrams in it, and the new number of each of its own frames."""
    extra = [Packet(-index, time, datagram) for index, (time, datagram) in enumerate(more, 1)]
    both: list[Packet | Remark] = [*trace.remarks, *trace.packets, *extra]
    both.sort(key=lambda item: (item.time, item.frame < 0, item.frame))
    numbers = {item.frame: number for number, item in enumerate(both, 1)}
    return renumbered(Trace((*trace.packets, *extra), trace.remarks), numbers), numbers


def brief(finding: Finding, numbers: dict[int, int]) -> tuple[object, ...]:
    """What a finding says, by the frames of the trace alone that have these numbers.

    It may name what came instead of an answer, and rest on that as well.
    """
    frames = tuple(numbers[frame] for frame in finding.frames if frame in numbers)
    reason, _, _ = finding.reason.partition("; frame ")
    return (
        finding.situation,
        finding.verdict,
        frames,
        "" if finding.verdict is Verdict.INCONCLUSIVE else reason,
    )


@settings(max_examples=120)
@given(st.sampled_from(STORIES), st.data())
def test_what_others_say_does_not_matter(story: Story, data: st.DataObject) -> None:
    trace, _ = story.record()
    times = [item.time for item in (*trace.packets, *trace.remarks)]
    speaker = Speaker(story.config)
    said(speaker, parse_line("0 MN9 > P register"))
    drawn = data.draw(
        st.lists(
            st.tuples(st.integers(min(times), max(times)), st.sampled_from(UNRELATED)), max_size=12
        )
    )
    more = [
        (time, said(speaker, replace(parse_line(f"0 {text}"), time=time))) for time, text in drawn
    ]
    crowded, numbers = mixed(trace, more)
    found = judge(crowded, story.setting)
    for name, findings in judge(trace, story.setting).items():
        expected = [brief(finding, numbers) for finding in findings]
        own = {number: number for frame, number in numbers.items() if frame > 0}
        assert [brief(finding, own) for finding in found[name]] == expected, name
