"""Whether the tester's host is too slow for a tolerance: what hangs on that is INCONCLUSIVE.

Its slowness is measured before the run, and all through the case (docs/claims.md, Time).
"""

from __future__ import annotations

from mipconf.protocol.durations import MILLISECOND
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

_MUCH = 2
"""A host is too slow for a tolerance if it takes more than this part of it to hear a datagram."""


def why_too_slow(trace: Trace, setting: Setting, tolerance_ns: int) -> str | None:
    """Why the tester's host is too slow to judge by a tolerance; None: it is not."""
    noted = [remark.data.get("latency_ns") for remark in trace.remarked(RemarkKind.ENDED)]
    latencies = [latency for latency in noted if isinstance(latency, int)]
    latency = max((setting.latency_ns, *latencies))
    if latency * _MUCH < tolerance_ns:
        return None
    return (
        f"the tester's host took {latency / MILLISECOND:.0f} ms to hear a datagram, too slow "
        f"for a tolerance of {tolerance_ns / MILLISECOND:.0f} ms"
    )
