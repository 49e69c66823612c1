"""When a transmission can be given up for a member (docs/protocol.md#5-4)."""

from __future__ import annotations

import pytest

from mipconf.judge.duties.retransmission import given_up
from mipconf.judge.duties.supersession import Stop
from mipconf.judge.history.history import History
from mipconf.trace.setting import FOREVER

from .story import parse
from .wording import PARTIES, at

NS = 1e-9
FIRST = "0.0 HUT > all update #1 MN1\n"
AGAIN = f"{FIRST}0.2 HUT > P update #1 R MN1\n"
NEVER = Stop(may=FOREVER, must=FOREVER)
ONCE = ": max_retransmissions=1\n"


@pytest.mark.parametrize(
    ("lines", "member", "moment", "over"),
    [
        # No more came, and the first retransmission may come after 100 ms.
        (FIRST, "P", 0.1 - NS, False),
        (FIRST, "P", 0.1, True),
        (AGAIN, "P", 0.1, False),
        (AGAIN, "P", 0.2 - NS, False),
        (AGAIN, "P", 0.2, True),
        (AGAIN, "Q", 0.15, True),
        # It refused.
        (f"{FIRST}0.05 P > HUT ack #1 code=1", "P", 0.05 - NS, False),
        (f"{FIRST}0.05 P > HUT ack #1 code=1", "P", 0.05, True),
        (f"{FIRST}0.05 P > HUT ack #1 code=0", "P", 0.06, False),
        (f"{FIRST}0.05 P > HUT ack #1 code=1", "Q", 0.06, False),
        # All were sent, though one more came.
        (f"{ONCE}{AGAIN}0.9 HUT > P update #1 R MN1", "P", 0.2, False),
        (f"{ONCE}{AGAIN}0.9 HUT > P update #1 R MN1", "P", 0.2 + NS, True),
        (f"{AGAIN}0.9 HUT > P update #1 R MN1", "P", 0.5, False),
        # The next one was late.
        (f"{FIRST}0.9 HUT > P update #1 R MN1", "P", 0.5, False),
        (f"{FIRST}0.9 HUT > P update #1 R MN1", "P", 0.5 + NS, True),
        (f": lossy=yes\n{FIRST}", "P", 0.0, True),
    ],
)
def test_when_it_is_given_up(lines: str, member: str, moment: float, over: bool) -> None:
    assert _given_up(lines, member, moment, NEVER) is over


@pytest.mark.parametrize(("moment", "over"), [(0.05 - NS, False), (0.05, True)])
def test_it_is_given_up_once_it_may_end(moment: float, over: bool) -> None:
    assert _given_up(FIRST, "P", moment, Stop(may=at(0.05), must=FOREVER)) is over


def _given_up(lines: str, member: str, moment: float, stop: Stop) -> bool:
    (story,) = parse(f"* a transmission\n{lines}\n")
    trace, _ = story.recorded
    history = History(trace, story.setting)
    (transmission,) = history.updates
    return given_up(history, transmission, PARTIES[member], stop, at(moment))
