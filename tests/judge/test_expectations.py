"""What the HUT must show of a mobile node at a moment, by what it was told until then."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from mipconf.judge.knowledge import Knowledge, Standing, Via

from .vantages import view_of
from .wording import at, home

HELD, ABSENT, UNCERTAIN = Standing.HELD, Standing.ABSENT, Standing.UNCERTAIN
MN1 = home(1)
NOBODY = None
BEFORE = "before"


@dataclass(frozen=True)
class Told:
    """Some lines, and what follows for MN1 at some moments (s), by what the HUT was told when (s).

    `overheard`: in a capture of somebody else.
    """

    name: str
    lines: str
    then: tuple[tuple[float, Standing, float | str | None], ...]
    overheard: bool = False

    def __str__(self) -> str:
        return self.name


def knowledge_of(lines: str, *, overheard: bool = False) -> Knowledge:
    return Knowledge(view_of(lines, elsewhere=overheard))


NS = 1e-9
SEEN = [
    Told("nothing", "0 P tells #5 MN2/-5", ((1, ABSENT, NOBODY),)),
    Told(
        "an update, until it is acknowledged",
        """
        0.0  P > all  update #5 MN1/-5
        0.5  HUT > P  ack #5
        """,
        (
            (0 - NS, ABSENT, NOBODY),
            (0.0, UNCERTAIN, 0.0),
            (0.5 - NS, UNCERTAIN, 0.0),
            (0.5, HELD, 0.0),
        ),
    ),
    Told(
        "an update that is not acknowledged, until it should be",
        "0.0  P > all  update #5 MN1/-5",
        ((1 - NS, UNCERTAIN, 0.0), (1.0, HELD, 0.0)),
    ),
    Told(
        "an update that is refused",
        """
        0.0  P > all  update #5 MN1/-5
        0.1  HUT > P  ack #5 code=2
        """,
        ((1.0, ABSENT, NOBODY),),
    ),
    Told(
        "an update that may have been lost",
        """
        : lossy=yes
        0.0  P > all  update #5 MN1/-5
        """,
        ((0.0, UNCERTAIN, 0.0), (1.0, UNCERTAIN, 0.0)),
    ),
    Told(
        "an older one that may have been lost, of what is bound",
        """
        : lossy=yes
        0.0  P tells #5 MN1/-5
        1.0  P > all  update #6 MN1/-20
        """,
        ((3.0, HELD, 0.0),),
    ),
    Told(
        "an older one that may have been lost, of what is marked",
        """
        : lossy=yes
        0.0  P tells #5 MN1/-5,X
        1.0  P > all  update #6 MN1/-20
        """,
        ((0.5, ABSENT, 0.0), (3.0, UNCERTAIN, 0.0)),
    ),
    Told(
        "a newer one that may have been lost, of what is bound",
        """
        : lossy=yes
        0.0  P tells #5 MN1/-5
        1.0  P > all  update #6 MN1/-2
        """,
        ((3.0, UNCERTAIN, 1.0),),
    ),
    Told(
        "what is newer than all that may be makes it certain again",
        """
        : lossy=yes
        0.0  P > all  update #5 MN1/-5
        1.0  P tells #6 MN1/-20
        2.0  P tells #7 MN1/-2
        """,
        ((1.5, UNCERTAIN, 0.0), (2.5, HELD, 2.0)),
    ),
    Told(
        "a mark of what may have been bound is none that must be kept",
        """
        : lossy=yes
        0.0  P > all  update #5 MN1/-5
        1.0  P tells #6 MN1/-2,X
        2.0  P tells #7 MN1/-20
        """,
        ((1.5, ABSENT, 1.0), (2.5, UNCERTAIN, 1.0)),
    ),
    Told(
        "the lifetime ends, to within a second",
        "0.0  P tells #5 MN1/-5,left=10",
        (
            (9 - NS, HELD, 0.0),
            (9.0, UNCERTAIN, 0.0),
            (11.001, UNCERTAIN, 0.0),
            (11.001 + NS, ABSENT, 0.0),
        ),
    ),
    Told(
        "a lifetime without an end",
        "0.0  P tells #5 MN1/-5,life=65535",
        ((70_000.0, HELD, 0.0),),
    ),
    Told(
        "an older one after the lifetime has ended",
        """
        0.0   P tells #5 MN1/-5,left=10
        11.1  P tells #6 MN1/-20
        """,
        ((11.2, HELD, 11.1),),
    ),
    Told(
        "an older one when the lifetime may have ended",
        """
        0.0   P tells #5 MN1/-5,left=10
        10.0  P tells #6 MN1/-20
        """,
        ((10.1, UNCERTAIN, 0.0), (12.0, UNCERTAIN, 0.0)),
    ),
    Told(
        "an older one while the lifetime lasts",
        """
        0.0  P tells #5 MN1/-5,left=10
        8.0  P tells #6 MN1/-20
        """,
        ((8.1, HELD, 0.0),),
    ),
    Told(
        "a registration, until it is accepted",
        """
        0.0  MN1 > HUT  register
        0.5  HUT > MN1  reply
        """,
        ((0 - NS, ABSENT, NOBODY), (0.5 - NS, UNCERTAIN, 0.0), (0.5, HELD, 0.0)),
    ),
    Told(
        "a de-registration of another care-of address removes nothing",
        """
        0.0  MN1 registers #1
        1.0  MN1 > HUT  register life=0 coa=9
        1.1  HUT > MN1  reply
        """,
        ((2.0, HELD, 0.0),),
    ),
    Told(
        "a de-registration of the care-of address",
        """
        0.0  MN1 registers #1
        1.0  MN1 > HUT  register life=0
        1.1  HUT > MN1  reply
        """,
        ((2.0, ABSENT, 1.0),),
    ),
    Told(
        "a de-registration of all care-of addresses",
        """
        0.0  MN1 registers #1
        1.0  MN1 > HUT  register life=0 home
        1.1  HUT > MN1  reply
        """,
        ((2.0, ABSENT, 1.0),),
    ),
    Told(
        "a de-registration of what was told at the same moment",
        """
        0.0  P > all    update #5 MN1/-5
        0.0  HUT > P    ack #5
        0.0  MN1 > HUT  register life=0
        0.1  HUT > MN1  reply
        """,
        ((2.0, UNCERTAIN, 0.0),),
    ),
    Told(
        "a de-registration of what was told just before",
        """
        0.0          P > all    update #5 MN1/-5
        0.0          HUT > P    ack #5
        0.000000001  MN1 > HUT  register life=0
        0.1          HUT > MN1  reply
        """,
        ((2.0, ABSENT, NS),),
    ),
    Told(
        "an older update after a de-registration that had nothing to remove: some mark that",
        """
        0.0  MN1 > HUT  register life=0
        0.1  HUT > MN1  reply
        1.0  P tells #5 MN1/-5
        """,
        ((0.5, ABSENT, NOBODY), (2.0, UNCERTAIN, 1.0)),
    ),
    Told(
        "a newer update after it",
        """
        0.0  MN1 > HUT  register life=0
        0.1  HUT > MN1  reply
        1.0  P tells #5 MN1/0.5
        """,
        ((2.0, HELD, 1.0),),
    ),
    Told(
        "a deletion after it",
        """
        0.0  MN1 > HUT  register life=0
        0.1  HUT > MN1  reply
        1.0  P tells #5 MN1/-5,X
        """,
        ((2.0, ABSENT, 1.0),),
    ),
    Told(
        "an older update that came before it, and was taken in after it or when it came",
        """
        0.0  P > all    update #5 MN1/-5
        0.2  MN1 > HUT  register life=0 home
        0.2  HUT > P    ack #5
        0.3  HUT > MN1  reply
        """,
        ((2.0, ABSENT, 0.2),),
    ),
    Told(
        "the same update once more is not applied; what follows it is",
        """
        0.0  P tells #5 MN2/-5
        0.5  P > all  update #5 R MN2/-5
        0.6  HUT > P  ack #5
        1.0  P tells #6 MN1/-5
        """,
        ((2.0, HELD, 1.0),),
    ),
    Told(
        "a de-registration at the moment of the HUT's start: some mark that",
        """
        1.1  -- hut-starting
        1.1  MN1 > HUT  register life=0
        1.2  HUT > MN1  reply
        2.0  P tells #5 MN1/-5
        """,
        ((3.0, UNCERTAIN, 2.0),),
    ),
    Told(
        "an older binding when the mark must be purged, or just after that",
        """
        0.0  P > all  update #5 MN1/-5,X
        0.0  HUT > P  ack #5
        1.8  P > all  update #6 MN1/-20
        1.8  HUT > P  ack #6
        """,
        ((2.0, UNCERTAIN, 0.0),),
    ),
    Told(
        "an older binding just after the mark must have been purged",
        """
        0.0          P > all  update #5 MN1/-5,X
        0.0          HUT > P  ack #5
        1.800000001  P > all  update #6 MN1/-20
        1.9          HUT > P  ack #6
        """,
        ((2.0, HELD, 1.800000001),),
    ),
    Told(
        "a second deletion makes no mark firm that was none",
        """
        0.0  P tells #5 MN1/-9
        0.2  P tells #6 MN1/-5,X
        0.4  P tells #7 MN1/-4,X
        0.6  P tells #8 MN1/-20
        """,
        ((0.5, ABSENT, 0.4), (0.7, UNCERTAIN, 0.4)),
    ),
    Told(
        "all that was told before the HUT's start is gone",
        """
        0.0  P tells #5 MN1/-5
        1.0  -- hut-killed
        1.1  -- hut-starting
        1.2  -- hut-ready
        """,
        ((0.5, HELD, 0.0), (2.0, ABSENT, NOBODY)),
    ),
]

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
        "another life of the HUT knows nothing of what was told before",
        f"""
        {NUMBERED}
        31.0  P tells #6 MN1/31
        35.0  HUT > all  update #2 MN9
        40.0  HUT > all  update #900000 MN9
        """,
        ((32.0, HELD, 31.0), (36.0, UNCERTAIN, NOBODY), (41.0, UNCERTAIN, BEFORE)),
    ),
]


@pytest.mark.parametrize(
    "told", [*SEEN, *(replace(row, overheard=True) for row in OVERHEARD)], ids=str
)
def test_what_must_be_shown(told: Told) -> None:
    knowledge = knowledge_of(told.lines, overheard=told.overheard)
    for moment, standing, since in told.then:
        expectation = knowledge.expect(MN1, at(moment), at(moment))
        said: float | str | None = None
        if expectation.fact is not None:
            fact = expectation.fact
            said = BEFORE if fact.via is Via.BEFORE else round((fact.since - at(0)) / 1e9, 9)
        assert (moment, expectation.standing, said) == (moment, standing, since)


def test_what_may_be_known_from_before_is_no_binding_in_particular() -> None:
    knowledge = knowledge_of(NUMBERED, overheard=True)
    fact = knowledge.expect(MN1, at(1), at(1)).fact
    assert fact is not None
    binding = fact.binding
    assert (binding.home_address, binding.home_agent, binding.care_of_address) == (
        MN1,
        "0.0.0.0",
        "0.0.0.0",
    )
    assert (binding.flags, binding.deleted, binding.lifetime_granted) == (0, False, 65535)
    assert (fact.frame, fact.since, fact.sure) == (0, at(0), at(0))
