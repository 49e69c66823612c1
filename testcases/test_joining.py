"""The HUT starts, asks the group for the table, and takes it (claims 11, 12, 26 and 30)."""

from __future__ import annotations

from mipconf.campaign.declaration import exercises
from mipconf.campaign.lab import Lab
from mipconf.protocol.messages import Binding, SubOption, SubOptionType
from mipconf.roles.home_agent import Part, split

UNKNOWN_SUB_OPTION = 200


def with_options(lab: Lab) -> list[Binding]:
    """Bindings with each sub-option that is told, an unknown one too, and one with none."""
    return [
        lab.binding(1, age=5),
        lab.binding(2, age=4, sub_options=(SubOption(SubOptionType.NAI, b"two@example.com"),)),
        lab.binding(
            3,
            age=3,
            sub_options=(
                SubOption(SubOptionType.UDP_TUNNEL, bytes((203, 0, 113, 5, 0xFF, 0xFF))),
                SubOption(SubOptionType.GRE_KEY, (0x1234).to_bytes(4, "big")),
            ),
        ),
        lab.binding(4, age=2, sub_options=(SubOption(UNKNOWN_SUB_OPTION, b"passed on"),)),
    ]


@exercises(11, 12, 26, 30, 53, 54, 55, seconds=1.5)
async def test_one_part(lab: Lab) -> None:
    """P answers with one part, its bindings with and without sub-options."""
    await lab.join([Part(1, tuple(with_options(lab)), (lab.p.address,))])
    await lab.probe(lab.p)


@exercises(12, 26, seconds=1.5)
async def test_parts_out_of_order(lab: Lab) -> None:
    """P answers with four parts, the last one first."""
    bindings = [lab.binding(number, age=5) for number in range(1, 41)]
    await lab.join(list(reversed(split(bindings, 10))))
    await lab.probe(lab.p)


@exercises(12, seconds=1.5)
async def test_lost_part(lab: Lab) -> None:
    """The first sending of one part is lost; it is repeated, and another part comes twice."""
    await lab.start()
    request = await lab.request_heard()
    if request is None:
        return
    first, second, third = split([lab.binding(number, age=5) for number in range(1, 31)], 10)
    lost = lab.p.next_sequence()
    kept = await lab.send_part(lab.p, request, first)
    await lab.send_part(lab.p, request, third)
    await lab.send_part(lab.p, request, first, sequence=kept.sequence, retransmission=True)
    await lab.send_part(lab.p, request, second, sequence=lost, retransmission=True)
    await lab.initialized()
    await lab.probe(lab.p)
