"""What people are shown of a failure: stories with a fault in them, and the exchange as told."""

from __future__ import annotations

from textwrap import dedent

import pytest

from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.judge import judge, prevailing
from mipconf.judge.narrative import LONGEST, Narrative
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
    return [str(line) for line in Narrative(History(trace, story.setting)).timeline(finding)]


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


@pytest.mark.parametrize(
    ("remark", "expected"),
    [
        ("hut-starting", "tester: starts the HUT"),
        ("hut-stopped", "tester: stops the HUT"),
        ("hut-killed", "tester: crashes the HUT"),
        ("hut-resynchronise", "tester: tells the HUT to resynchronise"),
        ("hut-gone reason=status=1", "tester: the HUT ended by itself: status=1"),
        ("mute address=10.0.0.22 until=later", "tester: 10.0.0.22 withholds until later"),
        ("mute address=10.0.0.10 until=later", "tester: HUT withholds until later"),
    ],
)
def test_what_the_tester_did_meanwhile(remark: str, expected: str) -> None:
    (story,) = parse(f"* meanwhile\n0.0 P > all ask #4\n0.1 -- {remark}\n0.2 HUT > P ack #9\n")
    trace, frames = story.recorded
    first, _, last = (frame.number for frame in frames[:3])
    finding = Finding.missed("", (first, last), "", clause="", expected="", observed="")
    lines = Narrative(History(trace, story.setting)).timeline(finding)
    assert [line.text for line in lines][1:-1] == [expected]


@pytest.mark.parametrize("count", [LONGEST, LONGEST + 1])
def test_only_what_is_longer_is_cut(count: int) -> None:
    lines = "\n".join(f"0.{n:02} P > all ask #{n}" for n in range(1, count + 1))
    (story,) = parse(f"* an exchange\n{lines}\n")
    trace, frames = story.recorded
    numbers = tuple(frame.number for frame in frames[:count])
    finding = Finding.missed("", numbers, "", clause="", expected="", observed="")
    told_lines = Narrative(History(trace, story.setting)).timeline(finding)
    cut = [line for line in told_lines if "more of the same exchange" in line.text]
    assert [(line.time, line.text) for line in cut] == (
        [(80_000_000, "(1 more of the same exchange)")] if count > LONGEST else []
    )


def test_a_marked_line_in_the_middle_is_kept_and_not_counted() -> None:
    asks = "\n".join(f"0.{n:02} P > all ask #{n}" for n in range(1, 31))
    (story,) = parse(f"* an exchange\n{asks}\n0.155 HUT > P ack #9\n")
    trace, frames = story.recorded
    numbers = tuple(frame.number for frame in frames[:31])
    finding = Finding.missed("", numbers, "", clause="", expected="", observed="")
    lines = Narrative(History(trace, story.setting)).timeline(finding)
    (cut,) = (line for line in lines if "more of the same exchange" in line.text)
    assert cut.text == "(14 more of the same exchange)"
    assert [line.text for line in lines if line.diverges] == [
        "HUT > 10.0.0.21  Binding Update Ack 9, Code 0"
    ]


@pytest.mark.parametrize(("last", "told_of"), [(3, True), (4, False)])
def test_a_message_of_many_mobile_nodes_is_about_none_of_them(last: int, told_of: bool) -> None:
    lines = told(
        f"""
        * another tells of the same mobile node meanwhile
          0.00  MN1 > HUT  register
          0.01  HUT > MN1  reply
          0.50  Q > all    update #9 MN1..{last}/-5
          1.10  HUT > all  update #1 MN1
        """,
        "1",
    )
    assert any("> group  Binding Update 9" in line for line in lines) is told_of
