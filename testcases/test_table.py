"""The HUT is asked for its table (claims 14, 16, 18 to 22, and the same once it has joined)."""

from __future__ import annotations

from collections.abc import Callable

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.messages import BindingUpdate, TableReply
from mipconf.roles.home_agent import Withhold, attend, split
from mipconf.trace.remark import RemarkKind

SMALL = 548
"""The smallest datagram that may be configured, in octets."""

WINDOW = 2

Concerns = Callable[[TableReply], bool]


def mute(concerns: Concerns, sendings: int = 1_000) -> Withhold:
    """Withhold the acknowledgements of the first so many sendings of some part."""

    def withhold(message: BindingUpdate | TableReply, sending: int) -> bool:
        return isinstance(message, TableReply) and concerns(message) and sending <= sendings

    return withhold


def is_second(part: TableReply) -> bool:
    """The second part."""
    return part.part == 2


def has_list(part: TableReply) -> bool:
    """The part with the Home Agent List."""
    return bool(part.home_agents)


async def fill(lab: Lab) -> None:
    """Register so many mobile nodes that the table is more than a window of parts."""
    count = lab.more_than(WINDOW)
    await lab.register_all([lab.node(number) for number in range(1, count + 1)])


@exercises(14, 16, 19, 42, 44, 46, seconds=2.0, window=WINDOW, max_datagram=SMALL)
async def test_sizes(lab: Lab) -> None:
    """The HUT holds no binding, one, and more than a window of parts."""
    await lab.join()
    await lab.become_active()
    await lab.probe(lab.p)
    await lab.register(lab.node(1))
    await lab.probe(lab.p)
    await fill(lab)
    await lab.probe(lab.p)


@exercises(44, 46, seconds=2.0, window=WINDOW, max_datagram=SMALL)
async def test_learned_and_registered(lab: Lab) -> None:
    """The table holds what P told when the HUT joined, and what registered since."""
    count = lab.more_than(WINDOW)
    learned = [lab.binding(number, age=5) for number in range(50, 50 + count)]
    await lab.join(split(learned, 10))
    await lab.become_active()
    await lab.register(lab.node(1))
    await lab.probe(lab.p)


@exercises(18, 21, 45, 48, seconds=4.0, window=8, max_datagram=SMALL)
async def test_part_acknowledged_late(lab: Lab) -> None:
    """P withholds the acknowledgement of one part for a while, then of the one with the list."""
    await lab.join()
    await lab.become_active()
    await fill(lab)
    for concerns in (is_second, has_list):
        lab.p.withhold = mute(concerns, sendings=1)
        lab.remark(RemarkKind.MUTE, address=lab.p.address, until="the first retransmission")
        await lab.probe_muted(lab.p, concerns, at_most=2)
        lab.p.withhold = attend
        await lab.probe(lab.p)


@exercises(18, 21, 45, 48, seconds=5.0, window=8, max_datagram=SMALL)
async def test_part_never_acknowledged(lab: Lab) -> None:
    """P never acknowledges one part, then never the one with the list."""
    await lab.join()
    await lab.become_active()
    await fill(lab)
    for concerns in (is_second, has_list):
        lab.p.withhold = mute(concerns)
        lab.remark(RemarkKind.MUTE, address=lab.p.address, until="the series is given up")
        await lab.probe_muted(lab.p, concerns)
        lab.p.withhold = attend
        await lab.probe(lab.p)


@exercises(20, seconds=2.0)
async def test_members_listed(lab: Lab) -> None:
    """P is configured, Q tells of a mobile node, and R, of whom nobody heard, asks."""
    await lab.join()
    await lab.update(lab.q, [lab.binding(1, agent=lab.q, age=5)])
    await lab.probe(lab.r)


@exercises(22, 49, seconds=2.5, peers="PQ")
async def test_asked_while_joining(lab: Lab) -> None:
    """Q asks while nothing has come from P, while a part is missing, and when all is there."""
    await lab.start()
    if await lab.request_heard() is None:
        return
    await lab.probe(lab.q)
    first, second = split([lab.binding(number, age=5) for number in (1, 2)], 1)
    request = lab.p.requests()[-1]
    await lab.send_part(lab.p, request, first)
    await lab.probe(lab.q)
    await lab.send_part(lab.p, request, second)
    await lab.initialized()
    await lab.probe(lab.q)
