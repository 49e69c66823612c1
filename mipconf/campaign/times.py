"""The times that a case waits by, as its HUT is configured; all in seconds."""

from __future__ import annotations

from mipconf.profile.contract import HutConfig
from mipconf.profile.keys import Tolerances
from mipconf.protocol.durations import SECOND

BEST_PRIORITY = {"hsrp": 255, "vrrp": 254, "none": 255}
"""255 is in VRRP that of the router which owns the virtual IP address, and no Home Agent does."""


class Times:
    """What follows from one configuration, and from the tolerances of the profile."""

    def __init__(self, config: HutConfig, tolerances: Tolerances) -> None:
        self.config = config
        self.tolerances = tolerances

    @property
    def answer_s(self) -> float:
        """How long an answer may take."""
        return self.tolerances.answer_ms / 1000

    @property
    def reply_timeout_s(self) -> float:
        """The reply timeout of a joining HUT."""
        return self.config.timers.reply_timeout_ms / 1000

    @property
    def join_s(self) -> float:
        """When, after its start, a HUT that nobody answers is initialized at the latest."""
        timers = self.config.timers
        sendings = 1 + timers.max_retransmissions
        return timers.listen_ms / 1000 + sendings * self.reply_timeout_s + self.answer_s

    @property
    def election_s(self) -> float:
        """When, after its start, an initialized HUT is active: 3 hold times after listening."""
        return self.config.timers.listen_ms / 1000 + 3 * self.hold_s

    @property
    def pace_s(self) -> float:
        """What most cases are bound by: the HUT joins, and is elected."""
        return self.join_s + self.election_s

    @property
    def hold_s(self) -> float:
        """The hold time, or the master down interval; 0 without an FHRP."""
        return self.config.fhrp.hold_ns / SECOND

    @property
    def hello_s(self) -> float:
        """The hello time."""
        return self.config.fhrp.hello_ms / 1000

    @property
    def has_fhrp(self) -> bool:
        """Whether the group runs an FHRP."""
        return self.config.fhrp.protocol != "none"

    @property
    def best_priority(self) -> int:
        """The highest priority that a played router may have; against an equal one of the HUT its
        higher address decides.
        """
        return BEST_PRIORITY[self.config.fhrp.protocol]

    @property
    def retransmit_s(self) -> float:
        """The retransmit interval."""
        return self.config.timers.retransmit_ms / 1000

    @property
    def purge_s(self) -> float:
        """How long after its last deletion a mark is surely gone."""
        return self.config.timers.deleted_entry_ms / 1000 * self.tolerances.purge_late
