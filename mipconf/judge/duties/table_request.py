"""The duty of a HUT that starts: it multicasts a Table Request (docs/protocol.md#5-6)."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.notification import elapsed
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.history.joins import Join
from mipconf.protocol.durations import MILLISECOND
from mipconf.requirements.catalogue import REQUIREMENTS

(REQUESTS,) = REQUIREMENTS["11"].situations
JOIN_CLAUSE = (
    "docs/protocol.md#5-6-request: as soon as it has a member ... it multicasts a Table Request"
)


def table_requested(history: History, joining: Join, known: int | None = None) -> Iterator[Finding]:
    """That a HUT that started multicast a Table Request.

    `known` is when it surely knew a member: from its start on, unless said otherwise.
    """
    incarnation = joining.incarnation
    known = incarnation.ready if known is None else known
    if known is None:
        return
    members = history.members.certain(known)
    if not members:
        return
    # This allows for a HUT that listens first; claim 13 judges whether it may.
    listens = history.setting.timers.listen_ms * MILLISECOND
    deadline = known + listens + history.setting.answer_ns
    asked = [request for request in joining.requests if request.time <= deadline]
    if asked and asked[0].destination.address == history.setting.group.address:
        yield Finding.met(REQUESTS, asked[0].frame)
        return
    if not asked and not history.silence.is_judgeable(known, deadline):
        return
    silent = None if asked else history.silence.excuse(known, deadline)
    frames = tuple(request.frame for request in asked[:1])
    if silent is not None or (history.setting.lossy and not asked):
        yield Finding.unclear(REQUESTS, frames, silent or "the request may have been lost")
        return
    observed = (
        f"a Table Request to {asked[0].destination.address}"
        if asked
        else f"none within {elapsed(known, deadline)} of its start"
    )
    yield Finding.missed(
        REQUESTS,
        frames,
        f"the HUT started, knew {', '.join(sorted(members))}, and did not multicast a "
        f"Table Request: {observed}",
        clause=JOIN_CLAUSE,
        expected=f"a Table Request to {history.setting.group.address}",
        observed=observed,
        due=None if asked else deadline,
    )
