"""Tables of the size that is met in practice, replicated in both directions (LOAD-1, LOAD-2)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.requirements.load import FEW, MANY
from mipconf.roles.home_agent import split


async def replicate(lab: Lab, count: int) -> None:
    """The HUT takes a table of so many bindings from P when it joins, and shows it to P."""
    table = [lab.binding(number, age=5) for number in range(1, count + 1)]
    await lab.join(split(table, lab.p.bindings_in_a_part(table)))
    await lab.probe(lab.p)


@exercises("LOAD-1", seconds=1.5)
async def test_hundred(lab: Lab) -> None:
    """A hundred bindings, both ways."""
    await replicate(lab, FEW)


@exercises("LOAD-2", seconds=8.0, enough=10 * MANY)
async def test_twenty_thousand(lab: Lab) -> None:
    """Twenty thousand bindings, both ways."""
    await replicate(lab, MANY)
