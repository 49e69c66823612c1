"""Where a story may have been recorded (docs/claims.md, "Point of observation")."""

from __future__ import annotations

from dataclasses import replace

from mipconf.judge.history.history import History
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

from .story import Story, parse


def lossy(story: Story) -> tuple[Trace, Setting]:
    """Where datagrams may be lost."""
    trace, _ = story.recorded
    return trace, replace(story.setting, lossy=True)


def overheard(story: Story) -> tuple[Trace, Setting]:
    """In a capture of somebody else, who knows nothing of a tester."""
    trace, setting = lossy(story)
    speakers = frozenset(packet.datagram.source.address for packet in trace.packets)
    inferred = replace(
        setting,
        external=True,
        peers=(),
        fhrp_number=setting.group.number,
        fhrp_routers=speakers,
    )
    return replace(trace, remarks=()), inferred


def history_of(lines: str, *, elsewhere: bool = False) -> History:
    """The view of some lines of a story; `elsewhere`: as they are overheard."""
    (story,) = parse(f"* some lines\n{lines}\n")
    trace, _ = story.recorded
    return History(*overheard(story)) if elsewhere else History(trace, story.setting)
