"""Everything that the claims look at, read from one trace once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from mipconf.judge.duties.showing import Showing
from mipconf.judge.fhrp.election import Election
from mipconf.judge.history.joining import Joining
from mipconf.judge.history.members import Members
from mipconf.judge.history.registrations import Intent, Registration, registrations
from mipconf.judge.history.series import Series, series_heard, series_sent
from mipconf.judge.history.updates import Transmission, parts, updates
from mipconf.judge.history.view import View
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace


class Record:
    """One trace, read as the doings of one HUT; each part is read when first asked for."""

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self.view = View(trace, setting)
        self.setting = setting

    @property
    def election(self) -> Election:
        """The messages of the group's FHRP."""
        return self.view.election

    @cached_property
    def said(self) -> Mapping[int, object]:
        """What the HUT said, by frame: messages, and announcements of its FHRP."""
        messages = {event.frame: event.message for event in self.view.sent(object)}
        return messages | {said.frame: said for said in self.election.of_hut()}

    @cached_property
    def registrations(self) -> tuple[Registration, ...]:
        """The registrations at the HUT; what came before it was surely initialized it may refuse.

        Until then it may not "accept registrations" (docs/protocol.md#5-6).
        """
        return tuple(
            registration
            if registration.accepted
            or registration.intent is not Intent.ACCEPTANCE
            or not self._is_joining(registration.request.time)
            else replace(registration, intent=Intent.EITHER)
            for registration in registrations(self.view)
        )

    def _is_joining(self, time: int) -> bool:
        """Whether the HUT started in this trace and may not have joined yet at `time`."""
        joining = self.joining_at(time)
        return joining is not None and joining.started and not self.is_initialized(time)

    def is_initialized(self, time: int) -> bool:
        """Whether the HUT's table is surely initialized at `time`."""
        joining = self.joining_at(time)
        return (
            joining is not None
            and joining.initialized_by is not None
            and joining.initialized_by <= time
        )

    @cached_property
    def updates(self) -> tuple[Transmission, ...]:
        """The Binding Updates of the HUT."""
        return updates(self.view)

    @cached_property
    def parts(self) -> tuple[Transmission, ...]:
        """The parts of the HUT's Table Replies."""
        return parts(self.view)

    @cached_property
    def served(self) -> tuple[Series, ...]:
        """The series that the HUT sent."""
        return series_sent(self.view)

    @cached_property
    def learned(self) -> tuple[Series, ...]:
        """The series that reached the HUT."""
        return series_heard(self.view)

    @cached_property
    def members(self) -> Members:
        """The HUT's list of members."""
        return Members(self.view)

    @cached_property
    def showing(self) -> Showing:
        """What the HUT showed, held against what it was told."""
        return Showing(self.view)

    @cached_property
    def joinings(self) -> tuple[Joining, ...]:
        """How the HUT joined the group, one for each of its lives."""
        return tuple(
            Joining(self.view, incarnation, self.learned, self.members)
            for incarnation in self.view.incarnations
        )

    def joining_at(self, time: int) -> Joining | None:
        """How the HUT joined in the incarnation that it was in at `time`."""
        return next((j for j in self.joinings if j.incarnation.covers(time)), None)
