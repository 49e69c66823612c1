"""Registering, joining and updates in each FHRP state (claims 2, 3, 5, 27 to 29, 34, 35).

Each silent state is followed by a takeover, which alone shows that it was that state.
"""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.fhrp_messages import State
from mipconf.roles.home_agent import Part
from mipconf.testcases.test_applying import newest_counts

WORSE = 1
FIRST, SECOND = 50, 60
"""The first mobile node of what P tells when the HUT joins, and when it asks again."""


def table(lab: Lab, first: int) -> list[Part]:
    """A table of three mobile nodes."""
    bindings = tuple(lab.binding(number, age=5) for number in range(first, first + 3))
    return [Part(1, bindings, (lab.p.address,))]


async def resynchronise(lab: Lab) -> None:
    """The operator tells the HUT to ask for the table, P answers, and the HUT shows it."""
    requests = len(lab.p.requests())
    lab.p.table = table(lab, SECOND)
    lab.resynchronise()
    await lab.until(lambda: len(lab.p.requests()) > requests, lab.answer_s)
    await lab.until(lambda: lab.p.accepted_parts > 0, lab.answer_s)
    await lab.probe(lab.p)


@exercises(2, 3, 5, 27, 28, seconds=4.0, only_with="hsrp", peers="")
async def test_in_standby(lab: Lab) -> None:
    """P has been active for long; the HUT is Standby when a mobile node registers."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.join(table(lab, FIRST))
    await lab.probe(lab.p)
    await lab.wait(3 * lab.hold_s)
    await lab.become(State.STANDBY)
    await lab.wait(2 * lab.hello_s)
    await lab.register(lab.node(1))
    await lab.probe(lab.p)
    await lab.wait(2 * lab.hello_s)


@exercises(29, seconds=3.0, only_with="hsrp")
async def test_resynchronises_in_standby(lab: Lab) -> None:
    """P is active and the HUT Standby when its operator tells it to ask for the table again."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.join(table(lab, FIRST))
    await lab.become(State.STANDBY)
    await lab.wait(2 * lab.hello_s)
    await resynchronise(lab)
    await lab.wait(2 * lab.hello_s)


@exercises(27, 28, 29, seconds=4.0, only_with="hsrp", peers="", timers={"reply_timeout_ms": 700})
async def test_joins_in_standby(lab: Lab) -> None:
    """P is active and answers no request of the joining HUT before that is Standby."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.start()
    await lab.become(State.STANDBY)
    lab.p.table = table(lab, FIRST)
    await lab.until(lambda: lab.p.accepted_parts > 0, lab.join_s)
    await lab.initialized()
    await lab.probe(lab.p)


@exercises(2, 3, 5, 27, 28, 29, seconds=4.0, only_with="hsrp", peers="")
async def test_in_listen(lab: Lab) -> None:
    """P is active and Q Standby, both better; the HUT's second request is answered, it joins."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    lab.play(lab.q, State.STANDBY, lab.best_priority)
    await lab.start()
    await lab.until(lambda: len(lab.p.requests()) > 1, lab.join_s)
    if lab.p.requests():
        await lab.send_part(lab.p, lab.p.requests()[-1], table(lab, FIRST)[0])
    await lab.initialized()
    await lab.probe(lab.p)
    await lab.wait(2 * lab.hold_s)
    await lab.register(lab.node(1))
    await lab.probe(lab.p)
    lab.fall_silent(lab.p, lab.q)
    await lab.take_over()


@exercises(3, 6, 29, seconds=6.0, only_with="hsrp", learns=True)
async def test_in_learn(lab: Lab) -> None:
    """The HUT joins and takes a registration before it hears of a virtual IP address."""
    await lab.join(table(lab, FIRST))
    await lab.probe(lab.p)
    await lab.register(lab.node(1))
    await lab.probe(lab.p)
    await lab.wait(lab.election_s)
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.wait(2 * lab.hello_s)
    lab.fall_silent(lab.p)
    await lab.take_over()


@exercises(2, 3, 5, 27, 28, 29, seconds=5.0, only_with="vrrp", peers="")
async def test_in_backup(lab: Lab) -> None:
    """P is master for long; the HUT's second request is answered, it joins and is Backup."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.start()
    await lab.until(lambda: len(lab.p.requests()) > 1, lab.join_s)
    if lab.p.requests():
        await lab.send_part(lab.p, lab.p.requests()[-1], table(lab, FIRST)[0])
    await lab.initialized()
    await lab.probe(lab.p)
    await lab.wait(3 * lab.hold_s)
    await lab.register(lab.node(1))
    await lab.probe(lab.p)
    await lab.wait(2 * lab.hello_s)
    lab.fall_silent(lab.p)
    await lab.take_over()


@exercises(29, seconds=4.0, only_with="vrrp")
async def test_resynchronises_in_backup(lab: Lab) -> None:
    """P is master and the HUT Backup when its operator tells it to ask for the table again."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.join(table(lab, FIRST))
    await lab.wait(2 * lab.hello_s)
    await resynchronise(lab)
    lab.fall_silent(lab.p)
    await lab.take_over()


@exercises(34, seconds=1.5, peers="PQ")
async def test_told_by_a_passive_one(lab: Lab) -> None:
    """Q is active, P Standby or a silent Backup, and tells of mobile nodes."""
    lab.play(lab.q, State.ACTIVE, lab.best_priority)
    lab.play(lab.p, State.STANDBY, WORSE)
    await lab.join()
    await lab.wait(2 * lab.hello_s)  # So that the HUT has heard who is active.
    await newest_counts(lab)


@exercises(35, seconds=1.5, peers="PQ")
async def test_told_by_the_active_one(lab: Lab) -> None:
    """P says that it is active, and tells of mobile nodes."""
    lab.play(lab.p, State.ACTIVE, lab.best_priority)
    await lab.join()
    await lab.wait(2 * lab.hello_s)  # So that the HUT has heard who is active.
    await newest_counts(lab)
