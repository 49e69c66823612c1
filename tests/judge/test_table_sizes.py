"""LOAD-1 and LOAD-2: from what size on a table is judged as such, and what is then asked."""

from __future__ import annotations

import pytest

from mipconf.judge.claims import table_sizes
from mipconf.judge.finding import Finding
from mipconf.judge.history.history import History
from mipconf.judge.verdict import Verdict

from .story import Story, parse

PASS, FAIL = Verdict.PASS, Verdict.FAIL


def joined(told: int, shown: int, *, acknowledged: bool = True) -> Story:
    """A HUT that is told so many bindings, and shows so many."""
    (story,) = parse(f"""* a table
      0.00  -- hut-starting
      0.01  -- hut-ready
      0.02  HUT > all  ask #900
      0.03  P > HUT    part 1/1 #800 ask=900 list=P MN1..{told}/-5
      {"0.04  HUT > P    took #800" if acknowledged else ""}
      2.00  P asks #7 MN1..{shown}/-5,left=598
    """)
    return story


def verdicts(findings: list[Finding]) -> list[tuple[str, Verdict]]:
    return [(finding.situation, finding.verdict) for finding in findings]


def record(story: Story) -> History:
    trace, _ = story.recorded
    return History(trace, story.setting)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (joined(99, 99), []),
        (joined(100, 100), [(table_sizes.TAKEN, PASS), (table_sizes.GIVEN, PASS)]),
        (joined(100, 99), [(table_sizes.TAKEN, FAIL), (table_sizes.GIVEN, FAIL)]),
        (
            joined(100, 100, acknowledged=False),
            [(table_sizes.TAKEN, FAIL), (table_sizes.GIVEN, PASS)],
        ),
    ],
    ids=["too few", "enough", "one is not shown", "not acknowledged"],
)
def test_a_hundred_bindings(story: Story, expected: list[tuple[str, Verdict]]) -> None:
    assert verdicts(list(table_sizes.few(record(story)))) == expected
    assert list(table_sizes.many(record(story))) == []


@pytest.mark.parametrize(("told", "is_few", "is_many"), [(119, True, False), (120, False, True)])
def test_a_table_is_of_one_size_alone(
    told: int, is_few: bool, is_many: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_sizes, "MANY", 120)
    read = record(joined(told, told))
    assert bool(list(table_sizes.few(read))) is is_few
    assert bool(list(table_sizes.many(read))) is is_many


def test_a_table_that_nobody_asks_to_be_shown() -> None:
    (story,) = parse("""* a table
      0.00  -- hut-starting
      0.01  -- hut-ready
      0.02  HUT > all  ask #900
      0.03  P > HUT    part 1/1 #800 ask=900 list=P MN1..100/-5
      0.04  HUT > P    took #800
    """)
    assert (table_sizes.TAKEN, PASS) in verdicts(list(table_sizes.few(record(story))))


def test_no_table_at_all() -> None:
    (story,) = parse("* nothing\n  0.00  P tells #5 MN1/-5")
    assert list(table_sizes.few(record(story))) == []
