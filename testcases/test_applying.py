"""What other Home Agents tell is taken in, acknowledged and outlived (claims 33, 36 to 39)."""

from __future__ import annotations

from dataclasses import replace

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.roles.home_agent import Part

LARGEST = 2**32 - 1
MARK_AGE_S, OLDER_AGE_S = 5, 20


@exercises(6, 33, 36, seconds=1.5, peers="PQ")
async def test_newest_counts(lab: Lab) -> None:
    """P tells of a new mobile node, of several, of a newer binding, and of an older one."""
    await lab.join()
    await newest_counts(lab)


async def newest_counts(lab: Lab) -> None:
    """P tells of a new mobile node, of several, of a newer binding, and of an older one."""
    await lab.update(lab.p, [lab.binding(1, age=10)])
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(number, age=10) for number in (2, 3, 4)])
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(1, age=5, host=10, lifetime=500)])
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(1, age=8, host=11, lifetime=400)])
    await lab.probe(lab.p)


@exercises(36, seconds=1.5, peers="PQ")
async def test_duplicates(lab: Lab) -> None:
    """P's update comes twice, then its Sequence Number comes with another mobile node."""
    await lab.join()
    bindings = [lab.binding(1, age=5)]
    update = await lab.update(lab.p, bindings)
    await lab.repeat(lab.p, update)
    await lab.update(lab.p, [lab.binding(2, age=5)], sequence=update.sequence, retransmission=True)
    await lab.probe(lab.p)


@exercises(33, 36, seconds=1.5, peers="PQ")
async def test_sequence_wraps(lab: Lab) -> None:
    """P's Sequence Number goes past its largest value while it tells of mobile nodes."""
    await lab.join()
    lab.p.sequence = LARGEST - 2
    await newest_counts(lab)


@exercises(37, 38, seconds=1.5)
async def test_deletion(lab: Lab) -> None:
    """P tells of five mobile nodes, then that the third one is gone."""
    await lab.join()
    await lab.update(lab.p, [lab.binding(number, age=10) for number in range(1, 6)])
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(3, age=5, deleted=True)])
    await lab.probe(lab.p)


@exercises(38, seconds=1.5)
async def test_deletion_overtakes(lab: Lab) -> None:
    """P tells that an unknown mobile node is gone; then an older binding, then a newer one."""
    await lab.join()
    await lab.update(lab.p, [lab.binding(1, age=MARK_AGE_S, deleted=True)])
    await lab.update(lab.p, [lab.binding(1, age=OLDER_AGE_S)])
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(1, host=10)])
    await lab.probe(lab.p)


@exercises(38, seconds=2.0)
async def test_deletion_overtakes_while_joining(lab: Lab) -> None:
    """The HUT joins; a deletion comes first, then the older binding in a part of the table."""
    await lab.start()
    if await lab.request_heard() is None:
        return
    await lab.update(lab.p, [lab.binding(1, age=MARK_AGE_S, deleted=True)])
    table = (lab.binding(1, age=OLDER_AGE_S), lab.binding(2, age=OLDER_AGE_S))
    await lab.send_part(lab.p, lab.p.requests()[-1], Part(1, table))
    await lab.initialized()
    await lab.probe(lab.p)
    await lab.update(lab.p, [lab.binding(1, host=10)])
    await lab.probe(lab.p)


@exercises(39, seconds=3.5, purges=True)
async def test_purging(lab: Lab) -> None:
    """An older binding is kept out by a mark; the mark is purged; the same binding is taken."""
    await lab.join()
    await lab.update(lab.p, [lab.binding(1, age=MARK_AGE_S, deleted=True)])
    older = lab.binding(1, age=OLDER_AGE_S)
    await lab.update(lab.p, [older])
    await lab.probe(lab.p)
    purged = lab.purge_s + 0.1
    await lab.wait(purged)
    remaining = older.lifetime_remaining - int(purged) - 2
    await lab.update(lab.p, [replace(older, lifetime_remaining=remaining)])
    await lab.probe(lab.p)
