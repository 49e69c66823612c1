"""What the HUT must show of a mobile node, as far as the capture of somebody else tells it."""

from __future__ import annotations

import pytest

from .standings import BEFORE, HELD, MN1, NOBODY, NS, UNCERTAIN, Told, reference_of
from .wording import at

NUMBERED = "0.0  HUT > all  update #1 MN9\n"
OVERHEARD = [
    Told(
        "before the first number of the HUT nobody knows anything",
        "0.0  P tells #5 MN1/-5\n5.0  HUT > all  update #1 MN9",
        ((1.0, UNCERTAIN, NOBODY), (5.0, UNCERTAIN, BEFORE)),
    ),
    Told("of whom nothing was told", NUMBERED, ((1.0, UNCERTAIN, BEFORE),)),
    Told(
        "an update as new as what it may have been told before, and a newer one",
        f"""
        {NUMBERED}
        8.0  P tells #5 MN1/7
        9.0  P tells #6 MN1/7.001
        """,
        ((8.5, UNCERTAIN, BEFORE), (9.5, HELD, 9.0)),
    ),
    Told(
        "the same where the HUT's clock is ahead by three seconds",
        """
        0.0   HUT > all  update #1 id=3 MN9
        11.0  P > all    update #5 MN1/10
        11.0  HUT > P    ack #5 id=14
        12.0  P > all    update #6 MN1/10.001
        12.0  HUT > P    ack #6 id=15
        """,
        ((11.5, UNCERTAIN, BEFORE), (12.5, HELD, 12.0)),
    ),
    Told(
        "a registration is accepted only if it is newer",
        f"""
        {NUMBERED}
        1.0  MN1 > HUT  register
        1.1  HUT > MN1  reply
        """,
        ((1.05, UNCERTAIN, 1.0), (2.0, HELD, 1.0)),
    ),
    Told(
        "a de-registration of what may be bound or not",
        f"""
        {NUMBERED}
        1.0  MN1 > HUT  register life=0
        1.1  HUT > MN1  reply
        """,
        ((2.0, UNCERTAIN, BEFORE),),
    ),
    Told(
        "a registration of which the HUT's update alone tells",
        f"""
        {NUMBERED}
        1.0   MN1 > HUT  register
        1.1   HUT > MN1  reply
        1.2   HUT > all  update #2 MN1
        40.0  HUT > all  update #3 MN1,id=40
        """,
        ((2.0, HELD, 1.0), (40.0, UNCERTAIN, 40.0), (41.0, UNCERTAIN, 40.0)),
    ),
    Told(
        "what is newer than that",
        f"""
        {NUMBERED}
        40.0  HUT > all  update #2 MN1,id=40
        50.0  P tells #6 MN1/50
        """,
        ((41.0, UNCERTAIN, 40.0), (51.0, HELD, 50.0)),
    ),
    Told(
        "a de-registration that may have removed a binding of which the capture does not tell",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        40.0  MN1 > HUT  register life=0 coa=9
        40.1  HUT > MN1  reply
        50.0  P tells #7 MN1/50
        """,
        ((39.0, HELD, 31.0), (41.0, UNCERTAIN, 40.0), (51.0, HELD, 50.0)),
    ),
    Told(
        "what was told at the moment of the HUT's first number",
        f"""
        {NUMBERED}
        0.0  P > all  update #5 MN1/7.001
        0.0  HUT > P  ack #5
        """,
        ((1.0, HELD, 0.0),),
    ),
    Told(
        "a retransmission of what came before the capture",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        40.0  P > HUT  update #4 R MN1/39
        40.1  HUT > P  ack #4
        """,
        ((32.0, HELD, 31.0), (41.0, UNCERTAIN, 40.0)),
    ),
    Told(
        "a retransmission of what is in the capture",
        f"""
        {NUMBERED}
        31.0  P > all  update #6 MN1/31
        31.2  P > HUT  update #6 R MN1/31
        31.3  HUT > P  ack #6
        """,
        ((32.0, HELD, 31.0),),
    ),
    Told(
        "another sent more than is in the capture",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        35.0  P tells #7 MN2/35
        40.0  P tells #9 MN2/40
        """,
        ((35 - NS, HELD, 31.0), (35.0, UNCERTAIN, BEFORE), (41.0, UNCERTAIN, BEFORE)),
    ),
    Told(
        "another sent more than is in the capture before",
        f"""
        {NUMBERED}
        1.0   P tells #6 MN2/1
        5.0   P tells #8 MN2/5
        36.0  P tells #9 MN1/36
        """,
        ((37.0, HELD, 36.0),),
    ),
    Told(
        "the HUT acknowledged what is not in the capture",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        40.0  HUT > Q  ack #9
        """,
        ((39.0, HELD, 31.0), (40.0, UNCERTAIN, BEFORE)),
    ),
    Told(
        "the HUT took what is not in the capture",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        40.0  HUT > Q  took #9
        """,
        ((40 - NS, HELD, 31.0), (40.0, UNCERTAIN, BEFORE)),
    ),
    Told(
        "the HUT accepted what is not in the capture",
        f"""
        {NUMBERED}
        0.5   MN2 > P  register
        31.0  P tells #6 MN1/31
        40.0  HUT > MN2  reply
        """,
        ((39.0, HELD, 31.0), (40.0, UNCERTAIN, BEFORE)),
    ),
    Told(
        "the HUT refused what is not in the capture",
        f"""
        {NUMBERED}
        0.5   MN2 > P  register
        31.0  P tells #6 MN1/31
        40.0  HUT > MN2  reply code=133
        """,
        ((41.0, HELD, 31.0),),
    ),
    Told(
        "another incarnation of the HUT knows nothing of what was told before",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        35.0  HUT > all  update #2 MN9
        40.0  HUT > all  update #900000 MN9
        """,
        ((32.0, HELD, 31.0), (36.0, UNCERTAIN, NOBODY), (41.0, UNCERTAIN, BEFORE)),
    ),
]


@pytest.mark.parametrize("told", OVERHEARD, ids=str)
def test_what_must_be_shown(told: Told) -> None:
    told.check(reference_of(told.lines, elsewhere=True))


def test_what_may_be_known_from_before_is_no_binding_in_particular() -> None:
    reference = reference_of(NUMBERED, elsewhere=True)
    fact = reference.expect(MN1, at(1), at(1)).fact
    assert fact is not None
    binding = fact.binding
    assert (binding.home_address, binding.home_agent, binding.care_of_address) == (
        MN1,
        "0.0.0.0",
        "0.0.0.0",
    )
    assert (binding.flags, binding.deleted, binding.lifetime_granted) == (0, False, 65535)
    assert (fact.frame, fact.since, fact.sure) == (0, at(0), at(0))
