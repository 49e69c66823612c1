"""What people are shown of a failure: stories with a fault in them, and the exchange as told."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mipconf.judge.judge import judge, prevailing
from mipconf.judge.timeline import LONGEST, timeline
from mipconf.judge.view import View
from tests.judge.story import parse

NEVER_SENT_AGAIN = """
* an update that nobody repeats, beside another exchange
  : peers=PQ
  = 8 FAIL never acknowledged
  0.00  MN1 > HUT  register
  0.01  HUT > MN1  reply
  0.02  HUT > all  update #1 MN1
  0.03  P > HUT    ack #1
  0.10  P tells #9 MN5/-5
"""
TOO_OFTEN = """
* a retransmission too many
  : peers=P
  = 8 FAIL never acknowledged
  0.00  HUT > all  update #1 MN1
  0.20  HUT > P    update #1 R MN1
  0.40  HUT > P    update #1 R MN1
  0.60  HUT > P    update #1 R MN1
  0.80  HUT > P    update #1 R MN1
"""
NO_REPLY_AT_ALL = """
* a request that is not answered
  = 14 FAIL
  0.00  P > all    ask #4
"""
LATE = """
* an update that comes a second too late
  = 1 FAIL registers
  0.00  MN1 > HUT  register
  0.01  HUT > MN1  reply
  1.10  HUT > all  update #1 MN1
"""


def told(text: str, claim: str) -> list[str]:
    (story,) = parse(dedent(text).strip())
    trace = story.record()[0]
    finding = prevailing(judge(trace, story.setting)[claim])
    assert finding is not None
    return [str(line) for line in timeline(View(trace, story.setting), finding)]


@pytest.mark.parametrize(
    ("text", "claim", "marked"),
    [
        (NEVER_SENT_AGAIN, "8", "by now: unicast retransmissions"),
        (TOO_OFTEN, "8", "Binding Update 1 (R = 1)"),
        (NO_REPLY_AT_ALL, "14", "by now: a Table Reply within 1000.0 ms"),
        (LATE, "1", "HUT > group  Binding Update 1: "),
    ],
)
def test_one_line_is_marked_where_it_first_went_wrong(text: str, claim: str, marked: str) -> None:
    lines = [line for line in told(text, claim) if line.startswith("!")]
    assert len(lines) == 1
    assert marked in lines[0]


def test_what_belongs_to_it_is_told_and_nothing_else() -> None:
    lines = told(NEVER_SENT_AGAIN, "8")
    assert [line[2:15].strip() for line in lines] == ["+0.0000 s", "+0.0100 s", "+0.5000 s"]
    assert "P" not in lines[1]
    assert lines[1].endswith("> HUT  Binding Update Ack 1, Code 0")


def test_the_last_sending_is_the_one_too_many() -> None:
    lines = told(TOO_OFTEN, "8")
    assert len(lines) == 5
    assert lines[-1].startswith("!   +0.8000 s")


def test_a_long_exchange_is_cut_in_its_middle() -> None:
    many = "\n".join(f"  0.{n:02}  Q > HUT    ack #1" for n in range(10, 40))
    lines = told(TOO_OFTEN.rstrip() + "\n" + many, "8")
    assert len(lines) == LONGEST + 1
    assert "more of the same exchange" in lines[LONGEST // 2]
    assert any(line.startswith("!") for line in lines)
