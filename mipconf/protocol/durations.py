"""Durations in nanoseconds, the unit of every time in the suite."""

from __future__ import annotations

MILLISECOND = 1_000_000
SECOND = 1_000_000_000

FOREVER = 1 << 63
"""Later than any time in nanoseconds since the epoch."""
