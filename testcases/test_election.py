"""The HUT takes part in the HSRP or VRRP of its group (claims 24, 25, 40 and 41)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.fhrp_messages import State


@exercises(24, 25, 40, 41, seconds=5.0)
async def test_yields_and_takes_over(lab: Lab) -> None:
    """The HUT joins and is active alone; then a better router is active, and falls silent."""
    await lab.join()
    await lab.become_active()
    # So long that silence would be no lateness any more: whoever is active goes on saying so.
    await lab.wait(lab.hold_s + lab.answer_s + lab.hello_s)
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    # So long that a HUT that comes back to be active is heard doing so.
    await lab.wait(lab.answer_s + 3 * lab.hello_s)
    lab.fall_silent(lab.p)
    await lab.take_over()
