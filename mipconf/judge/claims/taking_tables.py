"""Claims 11, 12, 26 and 30: the HA that joins asks for the table, and takes it."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.duties.table_request import REQUESTS, table_requested
from mipconf.judge.duties.taken_table import (
    ANSWERED,
    answering_series,
    parts_acknowledged,
    table_taken,
    taken_shown,
)
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judges import judges
from mipconf.protocol.messages import TableRequest


@judges("11", "30")
def claim_11(history: History) -> Iterator[Finding]:
    """The Home Agent Identifier of a Table Request is the address that it comes from."""
    for request in history.traffic.sent(TableRequest):
        yield Finding.met(REQUESTS, request.frame)
    for flaw in history.traffic.flaws:
        event = flaw.event
        if event is None or not isinstance(event.message, TableRequest):
            continue
        if event.message.home_agent_id == history.setting.hut:
            continue
        yield Finding.missed(
            REQUESTS,
            (flaw.frame,),
            f"a Table Request of {event.source.address} carries "
            f"Home Agent Identifier {event.message.home_agent_id}",
            clause="docs/protocol.md#2-home-agent-identifier: Home Agent Identifier: the sender",
            expected=f"Home Agent Identifier {history.setting.hut}",
            observed=f"Home Agent Identifier {event.message.home_agent_id}",
        )


@judges("12")
def claim_12(history: History) -> Iterator[Finding]:
    """Every part is acknowledged, and the HUT shows every binding of it."""
    return table_taken(history)


@judges("26")
def claim_26(history: History) -> Iterator[Finding]:
    """A HUT that starts where a member is known requests the table and shows what it got."""
    for joining in history.joins:
        yield from table_requested(history, joining)
    for series in answering_series(history):
        yield from parts_acknowledged(history, series.parts, ANSWERED)
    yield from taken_shown(history)
