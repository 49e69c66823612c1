"""When newer state ends the retransmission of a message (docs/protocol.md#5-4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mipconf.judge.history.facts import Fact
from mipconf.judge.history.history import History
from mipconf.judge.history.transmissions import Transmission
from mipconf.protocol.durations import FOREVER
from mipconf.protocol.identification import is_newer
from mipconf.protocol.messages import Binding


@dataclass(frozen=True, slots=True)
class Stop:
    """When retransmission may end for a reason other than an acknowledgement, and must have."""

    may: int = FOREVER
    must: int = FOREVER


def superseded(history: History, transmission: Transmission) -> Stop:
    """When the HUT "has since accepted or learned newer state for all bindings in it" (5.4)."""
    first, reference = transmission.first, history.reference
    may = must = first.time
    for binding in first.message.bindings:

        def newer(facts: Mapping[str, Sequence[Fact]], binding: Binding = binding) -> list[Fact]:
            return [
                fact
                for fact in facts.get(binding.home_address, ())
                if fact.sure >= first.time
                and is_newer(fact.binding.identification, binding.identification)
            ]

        told = newer(reference.facts)
        # "whether it keeps that or not": a de-registration that removed nothing may count or not.
        may = max(may, min((f.since for f in (*told, *newer(reference.idle))), default=FOREVER))
        must = max(must, min((fact.sure for fact in told), default=FOREVER))
    return Stop(may, must)
