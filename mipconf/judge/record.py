"""Everything that the claims look at, read from one trace once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from mipconf.judge.election import Election
from mipconf.judge.joining import Joining
from mipconf.judge.members import Members
from mipconf.judge.registrations import Registration, registrations
from mipconf.judge.series import Series, series_heard, series_sent
from mipconf.judge.setting import Setting
from mipconf.judge.showing import Showing
from mipconf.judge.trace import Trace
from mipconf.judge.updates import Transmission, parts, updates
from mipconf.judge.view import View


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
        """The registrations at the HUT."""
        return registrations(self.view)

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
            Joining(self.view, life, self.learned, self.members) for life in self.view.lives
        )

    def joining_at(self, time: int) -> Joining | None:
        """How the HUT joined in the life that it was in at `time`."""
        return next((j for j in self.joinings if j.life.covers(time)), None)
