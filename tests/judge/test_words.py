"""What is said of a failure where two things could be, and only one is right."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from mipconf.judge.judge import prevailing

from .story import parse


@dataclass(frozen=True)
class Said:
    """Some lines, and what the finding of a claim says of them in one of its fields."""

    name: str
    claim: str
    field: str
    text: str
    lines: str

    def __str__(self) -> str:
        return self.name


SAID = [
    Said(
        "a unicast update at the moment of its request comes not before it",
        "6",
        "reason",
        "an update for 10.64.0.1 with R = 0 to one member, for which none was given up",
        """
        0.0   MN1 > HUT  register
        0.0   HUT > P    update #1 MN1
        0.01  HUT > MN1  reply
        """,
    ),
    Said(
        "a list that is missing",
        "15",
        "observed",
        "no list",
        """
        0.0   Q > all  ask #5
        0.01  HUT > Q  part 1/1 #20 ask=5 list=HUT,P,Q
        2.0   P > all  ask #7
        2.01  HUT > P  part 1/1 #21 ask=7
        2.02  P > HUT  took #21
        """,
    ),
    Said(
        "an acknowledgement at the moment of newer state ends the retransmission",
        "8",
        "reason",
        "update 1 to 10.0.0.21: retransmission 1 came 100.0 ms after it was acknowledged",
        """
        0.0   MN1 > HUT  register
        0.01  HUT > MN1  reply
        0.02  HUT > all  update #1 MN1
        0.09  P > all    update #5 MN1/-5,id=0.5
        0.1   HUT > P    ack #5
        0.1   P > HUT    ack #1
        0.2   HUT > P    update #1 R MN1
        """,
    ),
    Said(
        "a HUT that ends at the end of the time for an answer",
        "36",
        "reason",
        "the HUT ended by itself: status=1",
        """
        0.0  P > all  update #5 MN1/-5
        1.0  -- hut-gone reason=status=1
        """,
    ),
    Said(
        "what others say wrongly is not in the HUT's name",
        "36",
        "reason",
        "the HUT answered nothing afterwards that a receiver accepts (2 messages are not accepted, "
        "the first in frame 4: Home Agent Identifier 10.0.0.10 in a datagram from 10.0.0.22), so "
        "its silence proves nothing",
        """
        0.0  P > all  update #5 MN1/-5
        0.1  Q > all  update #9 as=P MN2/-5
        0.2  Q > P    ack #5 as=HUT
        0.3  Q > P    junk
        0.4  HUT > P  ack #5 bad
        9.0  -- silent
        """,
    ),
    Said(
        "two are missing",
        "16",
        "reason",
        "the series to 10.0.0.21: 10.64.0.2 is missing in it, and 1 more",
        """
        0.0  MN1..3 registers #1
        1.0  P asks #7 MN1
        """,
    ),
]


@pytest.mark.parametrize("said", SAID, ids=str)
def test_the_words(said: Said) -> None:
    (story,) = parse(f"* some lines\n{said.lines}\n")
    finding = prevailing(story.findings[said.claim])
    assert finding is not None
    assert getattr(finding, said.field) == said.text
