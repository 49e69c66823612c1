"""LOAD: tables of the size that is met in practice."""

from __future__ import annotations

from dataclasses import replace

from mipconf.requirements.requirement import Requirement

FEW, MANY = 100, 20_000
"""The sizes of the tables, in bindings."""

_HUNDRED = Requirement(
    id="LOAD-1",
    title=f"a table of {FEW} bindings is replicated whole, both ways",
    asks=f"A table of {FEW} bindings, as is met in practice, is replicated whole.",
    situation="P's table is that large when the HUT joins; then P asks for the HUT's.",
    must="Every part acknowledged, as by claim 12; every binding shown, once, as by claim 44.",
    clause="docs/protocol.md#5-6-request, docs/protocol.md#5-7-series",
    situations=("taken by the HUT", "shown by the HUT"),
    needs=("12", "44"),
)

LOAD: tuple[Requirement, ...] = (
    _HUNDRED,
    replace(
        _HUNDRED,
        id="LOAD-2",
        like="LOAD-1",
        title=f"a table of {MANY:,} bindings is replicated whole, both ways",
        asks=f"A table of {MANY:,} bindings, as is met in practice, is replicated whole.",
    ),
)
"""The group LOAD."""
