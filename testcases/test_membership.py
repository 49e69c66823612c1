"""Who asks for the table, or is named in a list, becomes a member (claims 15, 31, 43, 47)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.fhrp_messages import State
from mipconf.roles.home_agent import Part

MUTED = "the end: it sends a Table Request and nothing else"


async def request_only(lab: Lab) -> None:
    """Q asks for the table and says nothing else; then a mobile node registers."""
    lab.mute(lab.q, MUTED)
    await lab.ask(lab.q)
    await lab.wait(lab.answer_s)  # A HUT that does not answer has taken the request by then.
    node = lab.node(1)
    await lab.register(node)
    await lab.resent(lab.q, node, times=1)


@exercises(15, 43, seconds=4.0)
async def test_silent_requester(lab: Lab) -> None:
    """Q asks for the table and says nothing else; P is shown who the members are."""
    await lab.join()
    await lab.become_active()
    await request_only(lab)
    await lab.probe(lab.p)


@exercises(15, 43, seconds=4.0, responder="never")
async def test_silent_requester_of_no_responder(lab: Lab) -> None:
    """Q asks a HUT that never answers, and says nothing else."""
    await lab.join()
    await lab.become_active()
    await request_only(lab)


@exercises(15, 43, seconds=4.0, responder="active")
async def test_silent_requester_of_passive(lab: Lab) -> None:
    """Q asks, and says nothing else, while the HUT is passive and P is active."""
    await lab.join()
    if not lab.has_fhrp:
        return
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.until_passive()
    await request_only(lab)


@exercises(31, 47, seconds=3.0)
async def test_named_in_a_reply(lab: Lab) -> None:
    """P's reply lists Q, who says nothing at all; P, and R of whom nobody heard, ask."""
    lab.mute(lab.q, "the end: the HUT hears nothing of it")
    lab.q.introduced = True
    await lab.join([Part(1, (lab.binding(5, age=5),), (lab.p.address, lab.q.address))])
    await lab.become_active()
    node = lab.node(1)
    await lab.register(node)
    await lab.resent(lab.q, node, times=1)
    await lab.probe(lab.p)
    await lab.probe(lab.r)
