"""What one case may take, in time and on the wire, before it is ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import trio

from mipconf.trace.recorder import Recorder
from mipconf.trace.remark import RemarkKind

LIMIT_S = 30.0
LIMIT_FACTOR = 6.0
"""A case may take LIMIT_S and LIMIT_FACTOR times what is expected; then it is ended."""


class Remarking(Protocol):
    """Records what the tester does: `Lab.remark`."""

    def __call__(self, kind: RemarkKind, **data: object) -> None:
        """Record it."""


@contextmanager
def limited(expected_s: float, recorders: Sequence[Recorder], remark: Remarking) -> Iterator[None]:
    """End what is done inside when it takes too long, or a recorder is flooded; it is remarked."""
    limit = LIMIT_S + LIMIT_FACTOR * expected_s
    with trio.move_on_after(limit) as scope:
        for recorder in recorders:
            recorder.when_flooded = scope.cancel
        yield
    if scope.cancelled_caught and not any(recorder.flooded for recorder in recorders):
        remark(RemarkKind.OVERDUE, reason=f"the case was ended after {limit:.0f} s")
