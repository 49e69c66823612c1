"""Deadlines are exact: one nanosecond decides (docs/claims.md, "Rules of judging", Time)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.judge.judge import prevailing
from mipconf.judge.verdict import Verdict

from .story import parse

SECOND = 1_000_000_000
MILLISECOND = 1_000_000
PASS, FAIL, NONE = Verdict.PASS, Verdict.FAIL, Verdict.NOT_EXERCISED
UNCLEAR = Verdict.INCONCLUSIVE


@dataclass(frozen=True)
class Moved:
    """A story in which one frame moves: from each of these moments on (ms) the verdict is another.

    `{t}` is where that frame is, `{u}` a millisecond later. `first` is the verdict before the first
    moment; a moment counts itself to what follows it, or with `-` to what precedes it.
    """

    name: str
    claim: str
    first: Verdict
    then: tuple[tuple[str, Verdict], ...]
    story: str

    def __str__(self) -> str:
        return self.name

    def edges(self) -> Iterator[tuple[int, Verdict]]:
        """From when on (ns) the verdict is which."""
        for moment, verdict in self.then:
            after = 1 if moment.endswith("-") else 0
            yield round(float(moment.rstrip("-")) * MILLISECOND) + after, verdict

    def expected(self, time: int) -> Verdict:
        """The verdict if the frame comes at `time` (ns)."""
        verdict = self.first
        for since, following in self.edges():
            verdict = following if time >= since else verdict
        return verdict

    def judged(self, time: int) -> Verdict:
        """What the judge says then."""
        moments = {"t": f"{time / SECOND:.9f}", "u": f"{(time + MILLISECOND) / SECOND:.9f}"}
        (told,) = parse("* moved\n" + self.story.format(**moments))
        deciding = prevailing(told.findings[self.claim])
        return NONE if deciding is None else deciding.verdict


MOVED = [
    Moved(
        "the reply",
        "1",
        PASS,
        (("1000-", FAIL),),
        """
        0.0  MN1 > HUT  register
        0.0  HUT > all  update #1 MN1
        {t}  HUT > MN1  reply
        """,
    ),
    Moved(
        "the update",
        "1",
        PASS,
        (("1000-", FAIL),),
        """
        0.0  MN1 > HUT  register
        0.0  HUT > MN1  reply
        {t}  HUT > all  update #1 MN1
        """,
    ),
    Moved(
        "the update of a de-registration",
        "23",
        PASS,
        (("1000-", FAIL),),
        """
        -1.0  MN1..3 registers #1
        0.0   MN2 > HUT  register life=0
        0.0   HUT > MN2  reply
        {t}   HUT > all  update #9 MN2
        {u}   P > HUT    ack #9
        """,
    ),
    Moved(
        "the acknowledgement of an update",
        "36",
        PASS,
        (("1000-", FAIL),),
        """
        0.0  P > all    update #5 MN1/-5
        {t}  HUT > P    ack #5
        """,
    ),
    Moved(
        "the acknowledgement of a part",
        "12",
        PASS,
        (("1000-", FAIL),),
        """
        -0.3  -- hut-starting
        -0.2  -- hut-ready
        -0.1  HUT > all  ask #900
        0.0   P > HUT    part 1/1 #800 ask=900 MN1/-5
        {t}   HUT > P    took #800
        """,
    ),
    Moved(
        "the Table Reply",
        "14",
        PASS,
        (("1000-", FAIL),),
        """
        0.0  P > all    ask #7
        {t}  HUT > P    part 1/1 #20 ask=7
        """,
    ),
    Moved(
        "the Table Request of a HUT that may listen for 600 ms first",
        "26",
        PASS,
        (("1600-", FAIL),),
        """
        -0.1  -- hut-starting
        0.0   -- hut-ready
        {t}   HUT > all  ask #900
        """,
    ),
    Moved(
        "the first retransmission of an update",
        "8",
        FAIL,
        (("100", PASS), ("500-", FAIL)),
        """
        0.0  HUT > all  update #1 MN1
        {t}  HUT > P    update #1 R MN1
        {u}  P > HUT    ack #1
        """,
    ),
    Moved(
        "the second, the last gap or twice it in force",
        "8",
        FAIL,
        (("300", PASS), ("1100-", FAIL)),
        """
        0.0  HUT > all  update #1 MN1
        0.2  HUT > P    update #1 R MN1
        {t}  HUT > P    update #1 R MN1
        {u}  P > HUT    ack #1
        """,
    ),
    Moved(
        "the third, the interval doubled",
        "8",
        FAIL,
        (("700", PASS), ("2300-", FAIL)),
        """
        0.0  HUT > all  update #1 MN1
        0.2  HUT > P    update #1 R MN1
        0.6  HUT > P    update #1 R MN1
        {t}  HUT > P    update #1 R MN1
        {u}  P > HUT    ack #1
        """,
    ),
    Moved(
        "the retransmission of a part",
        "18",
        FAIL,
        (("100", PASS), ("500-", FAIL)),
        """
        -0.1  P > all    ask #7
        0.0   HUT > P    part 1/1 #20 ask=7
        {t}   HUT > P    part 1/1 #20 R ask=7
        {u}   P > HUT    took #20
        """,
    ),
    Moved(
        "the retransmission of the part with the list",
        "21",
        FAIL,
        (("100", PASS), ("500-", FAIL)),
        """
        -0.1  P > all    ask #7
        0.0   HUT > P    part 1/1 #20 ask=7 list=HUT,P
        {t}   HUT > P    part 1/1 #20 R ask=7 list=HUT,P
        {u}   P > HUT    took #20
        """,
    ),
    Moved(
        "an acknowledgement that crosses a retransmission within 50 ms, or comes before the next",
        "8",
        FAIL,
        (("150", PASS), ("1100-", FAIL)),
        """
        0.0  HUT > all  update #1 MN1
        {t}  P > HUT    ack #1
        0.2  HUT > P    update #1 R MN1
        """,
    ),
    Moved(
        "newer state, which ends retransmission, crosses one within 50 ms or comes before the next",
        "8",
        FAIL,
        (("150", NONE), ("1100-", FAIL)),
        """
        -0.1  MN1 > HUT  register
        -0.1  HUT > MN1  reply
        0.0   HUT > all  update #1 MN1/-0.1
        {t}   MN1 > HUT  register
        {t}   HUT > MN1  reply
        {t}   HUT > all  update #2 MN1
        {u}   P > HUT    ack #2
        0.2   HUT > P    update #1 R MN1/-0.1
        """,
    ),
    Moved(
        "a registration accepted by a HUT whom nobody answers, within 50 ms of the last timeout",
        "9",
        FAIL,
        (("1149", PASS),),
        """
        0.0  -- hut-starting
        0.0  -- hut-ready
        0.0  HUT > all  ask #900
        0.3  HUT > all  ask #901
        0.6  HUT > all  ask #902
        0.9  HUT > all  ask #903
        1.0  MN2 > HUT  register
        {t}  MN1 > HUT  register
        {u}  HUT > MN1  reply
        """,
    ),
    Moved(
        "Code 0 of a HUT whom nobody answers",
        "22",
        FAIL,
        (("1149", NONE),),
        """
        0.0  -- hut-starting
        0.0  -- hut-ready
        0.0  HUT > all  ask #900
        0.3  HUT > all  ask #901
        0.6  HUT > all  ask #902
        0.9  HUT > all  ask #903
        {t}  P > all    ask #7
        {u}  HUT > P    part 1/1 #20 ask=7
        """,
    ),
    Moved(
        "the Table Request in a silent group: it listens from its start, or from when it is ready",
        "13",
        FAIL,
        (("600", UNCLEAR), ("700", PASS)),
        """
        : peers=-
        0.0  -- hut-starting
        0.1  -- hut-ready
        {t}  HUT > all  ask #900
        """,
    ),
    Moved(
        "the Table Request of a HUT that was configured with another",
        "13",
        PASS,
        (("1000-", FAIL),),
        """
        -0.1  -- hut-starting
        0.0   -- hut-ready
        {t}   HUT > all  ask #900
        """,
    ),
    Moved(
        "an older binding that a mark keeps out: it must, it may, it must not",
        "39",
        PASS,
        (("1199", NONE), ("1801-", FAIL)),
        """
        0.0  P tells #5 MN1/-5,X
        {t}  P tells #6 MN1/-20
        4.0  P asks #7
        """,
    ),
    Moved(
        "an older binding that no mark keeps out",
        "39",
        FAIL,
        (("1199", NONE), ("1801-", PASS)),
        """
        0.0  P tells #5 MN1/-5,X
        {t}  P tells #6 MN1/-20
        4.0  P asks #7 MN1/-20,left=596
        """,
    ),
    Moved(
        "the same after a further deletion: created by the first, last marked by the second",
        "39",
        FAIL,
        (("699", NONE), ("1801-", PASS)),
        """
        -0.5  P tells #5 MN1/-6,X
        0.0   P tells #6 MN1/-5,X
        {t}   P tells #8 MN1/-20
        4.0   P asks #7 MN1/-20,left=596
        """,
    ),
    Moved(
        "Code 1, in one reply timeout after the table was complete or later",
        "22",
        NONE,
        (("304-", FAIL),),
        """
        0.0  HUT joins MN1/-5
        {t}  P > all    ask #7
        {u}  HUT > P    part 1/1 #20 ask=7 code=1
        """,
    ),
    Moved(
        "a list without a member that was heard, until it may be dropped",
        "20",
        PASS,
        (("1000", FAIL), ("5000", PASS)),
        """
        : fhrp=hsrp
        0.0  Q > all    hello Active
        {t}  P > all    ask #7
        {u}  HUT > P    part 1/1 #20 ask=7 list=HUT,P
        """,
    ),
]


@pytest.mark.parametrize("moved", MOVED, ids=str)
def test_a_nanosecond_decides(moved: Moved) -> None:
    for edge, _ in moved.edges():
        for time in (edge - 1, edge):
            assert moved.judged(time) is moved.expected(time), f"at {time} ns"


@given(st.sampled_from(MOVED), st.data())
def test_the_verdict_changes_nowhere_else(moved: Moved, data: st.DataObject) -> None:
    latest = max(edge for edge, _ in moved.edges()) + SECOND
    time = data.draw(st.integers(2 * MILLISECOND, min(latest, 3_900 * MILLISECOND)))
    assert moved.judged(time) is moved.expected(time), f"at {time} ns"
