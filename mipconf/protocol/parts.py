"""When a table that comes in parts is whole (docs/protocol.md#5-7-series)."""

from __future__ import annotations

from collections.abc import Set as AbstractSet


def hold_all(parts: AbstractSet[int], last: int) -> bool:
    """Whether the numbers of parts are all there, from 1 to the last one's.

    A Part field may say 4,294,967,295: the cost follows the parts that are there.
    """
    return 1 <= last <= len(parts) and all(number in parts for number in range(1, last + 1))
