"""Binding Updates are sent again to who does not acknowledge them (claims 8 and 23)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.messages import BindingUpdate, TableReply
from mipconf.roles.home_agent import Withhold, attend
from mipconf.trace.remark import RemarkKind


def mute(home_address: str, sendings: int = 1_000) -> Withhold:
    """Withhold the acknowledgements of the first so many sendings of one mobile node's updates."""

    def withhold(message: BindingUpdate | TableReply, sending: int) -> bool:
        concerns = any(binding.home_address == home_address for binding in message.bindings)
        return isinstance(message, BindingUpdate) and concerns and sending <= sendings

    return withhold


@exercises(8, seconds=3.0, peers="PQR")
async def test_late_acknowledgement(lab: Lab) -> None:
    """Q acknowledges an update only when it comes again."""
    await lab.join()
    await lab.become_active()
    node = lab.node(1)
    lab.q.withhold = mute(node.home_address, sendings=1)
    lab.remark(RemarkKind.MUTE, address=lab.q.address, until="the first retransmission")
    await lab.register(node)
    await lab.sent_again(lab.q, node, at_most=2)
    lab.q.withhold = attend


@exercises(8, seconds=4.0, peers="PQR")
async def test_mute_peer(lab: Lab) -> None:
    """Q never acknowledges an update, but another one, and a Sequence Number never sent."""
    await lab.join()
    await lab.become_active()
    node = lab.node(1)
    lab.q.withhold = mute(node.home_address)
    lab.remark(RemarkKind.MUTE, address=lab.q.address, until="it is given up")
    await lab.register(node)
    await lab.register(lab.node(2))
    lab.acknowledge(lab.q, lab.unused_sequence())
    await lab.sent_again(lab.q, node)
    lab.q.withhold = attend


@exercises(8, seconds=4.0, peers="PQ")
async def test_newer_state(lab: Lab) -> None:
    """Q acknowledges no update; a mobile node registers and, before that is given up, moves."""
    await lab.join()
    await lab.become_active()
    node = lab.node(1)
    lab.q.withhold = mute(node.home_address)
    lab.remark(RemarkKind.MUTE, address=lab.q.address, until="it is given up")
    await lab.register(node)
    await lab.register(node, care_of_address="192.0.2.77")
    await lab.sent_again(lab.q, node)
    lab.q.withhold = attend


@exercises(23, seconds=4.0, peers="PQ")
async def test_deregistration(lab: Lab) -> None:
    """Two of five mobile nodes end their registrations; Q acknowledges late."""
    await lab.join()
    await lab.become_active()
    for number in (1, 2, 3, 4, 5):
        await lab.register(lab.node(number))
    node = lab.node(2)
    lab.q.withhold = mute(node.home_address, sendings=1)
    lab.remark(RemarkKind.MUTE, address=lab.q.address, until="the first retransmission")
    await lab.register(node, lifetime=0)
    await lab.probe(lab.p)
    await lab.sent_again(lab.q, node, at_most=2)
    lab.q.withhold = attend
    await lab.register(lab.node(4), lifetime=0, care_of_address=lab.home_address(4))
    await lab.probe(lab.p)
