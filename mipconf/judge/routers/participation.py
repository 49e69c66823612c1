"""What one address did in all groups of HSRP and VRRP that it speaks for: claims 24 and 25."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from mipconf.judge.finding import Dated
from mipconf.judge.routers.conduct import Allowance, Phase, names_the_address, unrecorded
from mipconf.judge.routers.form import is_well_formed
from mipconf.judge.routers.gaps import Gap, between, gaps_of
from mipconf.judge.routers.group import RouterGroup, groups_near
from mipconf.judge.routers.rivals import keeps_to_its_group
from mipconf.judge.routers.silence import IsAlive, falls_silent
from mipconf.judge.routers.takeover import stays_ready, takes_over
from mipconf.judge.routers.timers import slowest, timers_of
from mipconf.judge.routers.yielding import yields
from mipconf.net.layering import Lan
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


class Participation:
    """A router, or a Home Agent that is one, in the groups of a trace that is not of a run."""

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self._trace = trace
        self._setting = setting

    @cached_property
    def groups(self) -> tuple[RouterGroup, ...]:
        """All groups on its LANs."""
        return groups_near(self._setting.hut, self._trace.packets)

    def takes_part(self, phase: Phase) -> Iterator[Dated]:
        """Findings of claim 24."""
        setting = self._setting
        number = None if setting.only_router else setting.group.number
        for group in self._own:
            yield from self._takes_part_in(group, phase)
            yield from keeps_to_its_group(group, setting.hut, self.groups, number)

    def _takes_part_in(self, group: RouterGroup, phase: Phase) -> Iterator[Dated]:
        """What it did in one group. What it does again and again is found once in each phase."""
        hut, gaps, allowance = self._setting.hut, self.gaps(group), self._allowance
        own = group.of(hut)
        yield from names_the_address(group, own, phase)
        yield from unrecorded(own, gaps)
        timers = timers_of(own)
        all_slowest = slowest(timers_of(group.of(router)) for router in group.routers)
        for part in between(group.messages, gaps):
            mine = [said for said in part if said.source == hut]
            others = [said for said in part if said.source != hut]
            if mine:
                yield from yields(mine, others, timers, allowance)
                yield from takes_over(mine, others)
                yield from stays_ready(mine, others, all_slowest, allowance)

    def falls_silent(self, is_alive: IsAlive) -> Iterator[Dated]:
        """Further findings of claim 24, of one that is seen to live."""
        for group in self._own:
            gaps = self.gaps(group)
            timers = timers_of(group.of(self._setting.hut))
            end = self._trace.packets[-1].time
            for part in between(group.messages, gaps):
                own = [said for said in part if said.source == self._setting.hut]
                others = [said for said in part if said.source != self._setting.hut]
                until = end if part[-1] is group.messages[-1] else part[-1].time
                if own:
                    yield from falls_silent(own, others, until, timers, self._allowance, is_alive)

    def is_well_formed(self, phase: Phase) -> Iterator[Dated]:
        """Findings of claim 25."""
        for group in self._own:
            yield from is_well_formed(group.of(self._setting.hut), phase)

    def gap_within(self, start: int, end: int) -> Gap | None:
        """A hole in the capture between two moments, by the groups of the HUT's FHRP."""
        near = (gap for gap in self._holes if gap.before.time < end and start < gap.after.time)
        return next(near, None)

    @property
    def holes(self) -> tuple[tuple[int, int], ...]:
        """When the capture has holes, from and until, by the groups of the HUT's FHRP."""
        return tuple((gap.before.time, gap.after.time) for gap in self._holes)

    @cached_property
    def _holes(self) -> tuple[Gap, ...]:
        routers = self._setting.fhrp_routers
        own = (group for group in self.groups if routers.issuperset(group.routers))
        return tuple(gap for group in own for gap in self.gaps(group))

    def gaps(self, group: RouterGroup) -> tuple[Gap, ...]:
        """The holes in what was recorded of a group."""
        return gaps_of(group, self._times.get(group.lan, ()))

    @property
    def _allowance(self) -> Allowance:
        return Allowance(self._setting.answer_ns, self._setting.joining_ns)

    @property
    def _own(self) -> Iterator[RouterGroup]:
        return (group for group in self.groups if self._setting.hut in group.routers)

    @cached_property
    def _times(self) -> dict[Lan, list[int]]:
        """When there was anything at all on each LAN."""
        times: dict[Lan, list[int]] = {}
        for packet in self._trace.packets:
            times.setdefault(packet.link.lan, []).append(packet.time)
        return {lan: sorted(found) for lan, found in times.items()}
