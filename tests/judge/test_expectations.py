"""What the HUT must show of a mobile node at a moment, by what it was told until then."""

from __future__ import annotations

import pytest

from .standings import ABSENT, HELD, NOBODY, NS, UNCERTAIN, Told, reference_of

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


@pytest.mark.parametrize("told", SEEN, ids=str)
def test_what_must_be_shown(told: Told) -> None:
    told.check(reference_of(told.lines))
