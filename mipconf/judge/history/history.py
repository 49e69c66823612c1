"""Everything that the claims look at: what one trace tells of one HUT."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.event import Event
from mipconf.judge.history.facts import facts_of
from mipconf.judge.history.incarnations import Incarnations
from mipconf.judge.history.joins import Joins
from mipconf.judge.history.losses import Losses
from mipconf.judge.history.member_list import MemberList
from mipconf.judge.history.reference_table import Coverage, ReferenceTable
from mipconf.judge.history.registrations import Registration, registrations
from mipconf.judge.history.series import Series, requests_to_answer, series_heard, series_sent
from mipconf.judge.history.shown_tables import FailedProbe, ShownTables, failed_probes
from mipconf.judge.history.silence import Silence
from mipconf.judge.history.slowness import why_too_slow
from mipconf.judge.history.traffic import Traffic
from mipconf.judge.history.transmissions import Transmission, parts, updates
from mipconf.judge.history.unseen import unseen
from mipconf.judge.routers.participation import Participation
from mipconf.protocol.messages import TableRequest
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


class History:
    """One trace, read as the doings of one HUT.

    What follows from the trace is found when it is first asked for, and only once.
    """

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self.trace = trace
        self.setting = setting

    @cached_property
    def election(self) -> Election:
        """The messages of the group's FHRP."""
        return Election(self.trace, self.setting)

    @cached_property
    def participation(self) -> Participation:
        """What the HUT did as a router, where the trace is not of a run."""
        return Participation(self.trace, self.setting)

    @cached_property
    def traffic(self) -> Traffic:
        """The messages that the HUT sent, and those that reached it."""
        return Traffic(self.trace, self.setting, self.election)

    @cached_property
    def incarnations(self) -> Incarnations:
        """The times that the HUT ran."""
        return Incarnations(self.trace, self.setting, self.traffic)

    @cached_property
    def silence(self) -> Silence:
        """What a missing answer proves."""
        return Silence(self.trace, self.setting, self.traffic, self.incarnations)

    @cached_property
    def losses(self) -> Losses:
        """What a missing answer proves where datagrams may be lost."""
        return Losses(self.trace, self.setting, self.incarnations)

    def why_too_slow(self, tolerance_ns: int) -> str | None:
        """Why the tester's host is too slow to judge by a tolerance; None: it is not."""
        return why_too_slow(self.trace, self.setting, tolerance_ns)

    @cached_property
    def members(self) -> MemberList:
        """The HUT's list of members."""
        return MemberList(self.setting, self.traffic, self.election, self.incarnations)

    @cached_property
    def updates(self) -> tuple[Transmission, ...]:
        """The Binding Updates of the HUT."""
        return updates(self.traffic, self.incarnations)

    @cached_property
    def parts(self) -> tuple[Transmission, ...]:
        """The parts of the HUT's Table Replies."""
        return parts(self.traffic, self.incarnations)

    @cached_property
    def requests(self) -> tuple[Event[TableRequest], ...]:
        """The Table Requests of which an answer can be due."""
        return requests_to_answer(self.traffic)

    @cached_property
    def served(self) -> tuple[Series, ...]:
        """The series that the HUT sent."""
        return series_sent(self.traffic)

    def answer_to(self, request: Event[TableRequest]) -> Series | None:
        """The series by which the HUT answers a Table Request; None: it sent none."""
        return self._answers.get(request.frame)

    @cached_property
    def _answers(self) -> Mapping[int, Series]:
        served = reversed(self.served)
        return {series.request.frame: series for series in served if series.request is not None}

    @cached_property
    def learned(self) -> tuple[Series, ...]:
        """The series that reached the HUT."""
        return series_heard(self.traffic)

    @cached_property
    def joins(self) -> Joins:
        """How the HUT joined the group, once for each of its incarnations."""
        return Joins(
            self.trace, self.setting, self.traffic, self.incarnations, self.learned, self.members
        )

    @cached_property
    def registrations(self) -> tuple[Registration, ...]:
        """The registrations at the HUT."""
        return registrations(
            self.trace,
            self.setting,
            self.traffic,
            self.election,
            self.incarnations,
            self.joins,
        )

    @cached_property
    def reference(self) -> ReferenceTable:
        """What the HUT must show, by what it was told."""
        facts = facts_of(self.setting, self.traffic, self.registrations)
        coverage = None
        if self.setting.external:
            holes = self.participation.holes
            missed = (*unseen(self.traffic, self.registrations), *holes)
            coverage = Coverage(self.trace.begin, missed, self.traffic.clock_ahead)
        return ReferenceTable(self.setting, facts, self.incarnations, coverage)

    @cached_property
    def tables(self) -> ShownTables:
        """What the HUT showed, held against what it was told."""
        return ShownTables(self.setting, self.reference, self.served, self.incarnations)

    @cached_property
    def failed_probes(self) -> tuple[FailedProbe, ...]:
        """The probes that got no complete series."""
        return failed_probes(self.setting, self.served, self.requests, self.silence)

    @cached_property
    def times(self) -> Mapping[int, int]:
        """When each frame was recorded, in nanoseconds."""
        return {packet.frame: packet.time for packet in self.trace.packets}

    @cached_property
    def said(self) -> Mapping[int, object]:
        """What the HUT said, by frame: messages, and announcements of its FHRP."""
        messages = {event.frame: event.message for event in self.traffic.all_sent}
        return messages | {said.frame: said for said in self.election.of_hut()}
