"""Two Home Agents of one group, both under test (`mipconf run --hut-command A --hut-command B`).

What these make arise is judged of each of them. The claims named are those that do, at both.
"""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.pair_lab import PairLab

MOVED = "192.0.2.77"


@exercises(
    *(1, 2, 4, 5, 6, 7, 8, 11, 12, 13, 14, 16, 19, 20, 23, 24, 25, 26, 27, 28, 30, 32, 33, 36, 37),
    *(40, 41, 42, 44, 46, 50, 51, 52, 53, 54, 55),
    seconds=18.0,
    peers="",
)
async def each_joins_beside_the_other(lab: PairLab) -> None:
    """Neither knows of the other; each crashes once, and joins beside the other."""
    first, second = lab.first, lab.second
    await lab.start(first)
    await lab.register(1, first.address)  # nobody is there to be told
    await lab.wait(lab.answer_s)
    await lab.join(second)
    await lab.register(2, lab.virtual_ip)
    await lab.register(3, second.address)
    await lab.register(4, first.address)
    await lab.register(5, first.address)
    await lab.register(1, first.address, care_of_address=MOVED)
    await lab.register(3, second.address, lifetime=60_000)
    await lab.register(4, first.address, lifetime=0)
    await lab.register_badly(6, first.address)
    await lab.register_badly(7, second.address)
    await lab.register(7, second.address)
    await second.crash()
    await lab.register(6, first.address)
    await lab.until_given_up()
    await lab.join(second)
    await lab.register(11, second.address)
    await lab.register(5, second.address, care_of_address=MOVED)
    await first.crash()
    await lab.become_active(second)
    await lab.register(8, lab.virtual_ip)
    await lab.until_given_up()
    await lab.join(first)
    await lab.become_active(first)
    await lab.until_settled()
    await lab.register(9, lab.virtual_ip)
    await lab.register(10, second.address)
    await lab.register(3, second.address, lifetime=0)


@exercises(
    *(1, 2, 4, 5, 6, 11, 12, 13, 14, 16, 22, 24, 25, 26, 27, 28, 29, 30, 32, 36, 40, 41, 49),
    *(50, 51, 52, 53, 54, 55),
    seconds=8.0,
)
async def both_start_at_once(lab: PairLab) -> None:
    """Each is configured with the other; both ask, none has a table; one is told to ask again."""
    first, second = lab.first, lab.second
    await lab.start_both()
    await lab.become_active(first)
    await lab.register(1, lab.virtual_ip)
    await lab.until_settled()
    await lab.register(2, second.address)
    await lab.register(3, first.address)
    second.resynchronise()
    await lab.initialized()
    first.resynchronise()
    await lab.initialized()


CASES = (each_joins_beside_the_other, both_start_at_once)
