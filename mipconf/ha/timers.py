"""The timers of docs/protocol.md#5-7, as a Home Agent runs them: in nanoseconds."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.profile.contract import TimerConfig
from mipconf.protocol.durations import MILLISECOND, SECOND

MEMORY = 30 * SECOND
"""How long accepted messages (5.1) and own Table Requests (5.2) are remembered."""


@dataclass(frozen=True, slots=True)
class Timers:
    """Intervals in nanoseconds, and how often a message is repeated after its first sending."""

    retransmit_interval: int
    max_retransmissions: int
    reply_timeout: int
    listen_time: int
    deleted_entry_time: int
    replay_window: int

    @classmethod
    def of(cls, config: TimerConfig) -> Timers:
        """The timers of a configuration."""
        return cls(
            retransmit_interval=config.retransmit_ms * MILLISECOND,
            max_retransmissions=config.max_retransmissions,
            reply_timeout=config.reply_timeout_ms * MILLISECOND,
            listen_time=config.listen_ms * MILLISECOND,
            deleted_entry_time=config.deleted_entry_ms * MILLISECOND,
            replay_window=config.replay_window_s * SECOND,
        )
