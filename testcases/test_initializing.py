"""The HUT starts, and asks for the table before it does anything else (claims 9, 10, 13, 32)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.fhrp_messages import State
from mipconf.roles.home_agent import Part, PlayedHomeAgent

SOON_ACTIVE = {"hello_ms": 60, "hold_ms": 200}
"""So that 3 hold times are less than what a HUT waits for its table when nobody answers."""

UNHURRIED = {"reply_timeout_ms": 600}
"""So that what P sends late in a reply timeout comes within it from a slow host, too."""

LISTENS_LONG = {"listen_ms": 1500}
"""So that a HUT that asks at once does so before the listen time, however slowly it starts."""

LATE = 0.8
OWN, VIRTUAL = 1, 2


async def register_while_starting(lab: Lab) -> None:
    """Start the HUT; mobile nodes ask at both addresses, from before the start."""
    lab.insist(lab.node(OWN))
    lab.insist(lab.node(VIRTUAL), at=lab.config.group.virtual_ip)
    await lab.wait(lab.reply_timeout_s / 2)
    await lab.start()


async def both_accepted(lab: Lab) -> None:
    """Wait until the HUT takes registrations at both addresses."""
    await lab.accepted(lab.node(OWN))
    await lab.become_active()
    await lab.accepted(lab.node(VIRTUAL))


def be_known(lab: Lab, agent: PlayedHomeAgent) -> None:
    """Let a Home Agent that was not configured answer for itself from now on."""
    agent.table = (Part(1, (lab.binding(5, agent=agent, age=5),), (agent.address,)),)
    agent.introduced = True


@exercises(9, 10, 13, 32, seconds=4.0, fhrp=SOON_ACTIVE, timers=UNHURRIED)
async def test_last_repeat_answered(lab: Lab) -> None:
    """Mobile nodes register all the time; P answers only the last repeat, and late."""
    await register_while_starting(lab)
    request = await lab.all_requests_heard()
    if request is not None:
        await lab.wait_since(lab.p, request, LATE * lab.reply_timeout_s)
        await lab.send_part(lab.p, request, Part(1, (lab.binding(5, age=5),), (lab.p.address,)))
    await both_accepted(lab)


@exercises(9, 10, seconds=4.0, fhrp=SOON_ACTIVE, timers=UNHURRIED)
async def test_never_answered(lab: Lab) -> None:
    """Mobile nodes register all the time; P never answers."""
    await register_while_starting(lab)
    await lab.all_requests_heard()
    await both_accepted(lab)


@exercises(13, 32, seconds=2.5, peers="", timers=LISTENS_LONG)
async def test_silent_group(lab: Lab) -> None:
    """Nothing but a mobile node is heard until the listen time is over."""
    lab.insist(lab.node(OWN))
    await lab.start()
    await lab.wait(lab.config.timers.listen_ms / 1000)
    await lab.accepted(lab.node(OWN))


@exercises(13, 32, seconds=1.5, peers="")
async def test_heard_by_hello(lab: Lab) -> None:
    """P, which is not configured, says hello once the HUT listens."""
    if not lab.has_fhrp:
        return
    await lab.start()
    be_known(lab, lab.p)
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.request_heard()
    await lab.initialized()


@exercises(13, 32, seconds=1.5, peers="")
async def test_heard_by_update(lab: Lab) -> None:
    """P, which is not configured, tells of a mobile node once the HUT listens."""
    await lab.start()
    be_known(lab, lab.p)
    await lab.update(lab.p, [lab.binding(6, age=5)])
    await lab.request_heard()
    await lab.initialized()
