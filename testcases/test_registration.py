"""Mobile nodes register with the HUT, and the group is told (claims 1, 4, 6 and 7)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.messages import INFINITE_LIFETIME


@exercises(1, 6, 50, 51, 52, seconds=3.0)
async def test_registers_refreshes_moves(lab: Lab) -> None:
    """A mobile node registers, refreshes, moves, asks for too much, and is refused once."""
    await lab.join()
    await lab.become_active()
    node = lab.node(1)
    await lab.register(node)
    await lab.probe(lab.p)
    await lab.register(node)
    await lab.probe(lab.p)
    await lab.register(node, care_of_address="192.0.2.77", nai=b"node@example.com")
    await lab.probe(lab.p)
    if lab.config.max_lifetime_s < INFINITE_LIFETIME:
        await lab.register(lab.node(2), lifetime=lab.config.max_lifetime_s + 1)
        await lab.probe(lab.p)
    await lab.register_badly(lab.node(3))
    await lab.probe(lab.p)


@exercises(4, seconds=4.0)
async def test_at_the_virtual_ip(lab: Lab) -> None:
    """The HUT is active, and a mobile node registers at the virtual IP address."""
    await lab.join()
    await lab.become_active()
    await lab.register(lab.node(1), at=lab.config.group.virtual_ip)
    await lab.probe(lab.p)


@exercises(7, seconds=4.0, peers="")
async def test_alone_then_in_company(lab: Lab) -> None:
    """Nothing but mobile nodes is heard; then P asks for the table, and is a member."""
    await lab.start()
    await lab.wait(lab.config.timers.listen_ms / 1000)
    await lab.become_active()
    await lab.initialized()
    await lab.register(lab.node(1))
    await lab.wait(lab.answer_s)
    await lab.probe(lab.p)
    await lab.register(lab.node(2))
    await lab.probe(lab.p)
