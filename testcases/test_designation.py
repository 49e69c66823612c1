"""Only a designated responder answers a Table Request (claim 17)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.fhrp_messages import State


@exercises(17, seconds=5.0, peers="PQR", responder="active")
async def test_designated_responder(lab: Lab) -> None:
    """R asks while the HUT is active, while R itself is, and while P is."""
    await lab.join()
    await lab.become_active()
    await lab.register(lab.node(1))
    # So that all have heard that it is active, hellos on their way included.
    await lab.wait(lab.hello_s + lab.tolerances.crossing_ms / 1000)
    await lab.probe(lab.r)
    await lab.wait(2 * lab.hello_s)  # So that it says it is still active.
    if not lab.has_fhrp:
        return
    lab.play(lab.r, State.ACTIVE, lab.best_priority)
    await lab.until_passive()
    await lab.probe(lab.r)
    # A router that never said a message of section 3 is no Home Agent (docs/protocol.md#5-7).
    await lab.update(lab.p, [lab.binding(3, age=5)])
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    lab.play(lab.r, State.STANDBY, lab.best_priority)
    await lab.until_passive()
    await lab.ask(lab.r)
    await lab.wait(lab.answer_s + 0.05)
    await lab.update(lab.r, [lab.binding(2, agent=lab.r, age=5)])
