"""5,000 attempts on whoever reads a capture; `make fuzz` makes 100,000."""

from __future__ import annotations

import importlib
from collections import Counter

import pytest

from mipconf.check import merging
from mipconf.judge.verdict import Verdict
from mipconf.trace import frame, remark_datagrams
from mipconf.trace.frame import FrameReader
from mipconf.trace.remark import RemarkKind

from .attempts import KINDS, attempt, material, wrong

COUNT = 5_000
EACH = 250


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, COUNT, EACH))
def test_none_goes_wrong(first: int) -> None:
    assert [said for number in range(first, first + EACH) if (said := wrong(number))] == []


def test_they_are_of_all_kinds_and_each_time_the_same() -> None:
    made = [attempt(number) for number in range(60)]
    assert Counter(each.kind for each in made) == dict.fromkeys(KINDS, 10)
    assert made == [attempt(number) for number in range(60)]
    assert len({each.octets for each in made}) > 50


def test_the_datagrams_are_judged() -> None:
    assert Verdict.PASS in material().verdicts.values()


# What a reader might do wrong, and that it would be seen.

FORGED = range(KINDS.index("forged remarks"), 300, len(KINDS))
DAMAGED = range(KINDS.index("damaged run"), 60, len(KINDS))


def found(numbers: range) -> str:
    return next((said for number in numbers if (said := wrong(number))), "nothing")


def test_a_reader_that_believes_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "FrameReader", lambda **_: FrameReader(trusting=True))
    assert "somebody's word changes verdicts" in found(FORGED)


def test_a_reader_that_checks_no_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remark_datagrams, "check_data", lambda kind, _: RemarkKind(kind))
    numbers = range(KINDS.index("remarks"), 600, len(KINDS))
    assert "Error" in found(numbers)


def test_a_reader_that_opens_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def reads(*_: object) -> None:
        with open("/etc/hostname", "rb"):  # noqa: PTH123
            pass

    monkeypatch.setattr(frame, "from_datagram", reads)
    assert "it opens /etc/hostname" in found(DAMAGED)


def test_a_reader_that_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.attempts.LONGEST_S", 0.0)
    assert "it takes" in found(DAMAGED)


def test_a_reader_that_imports_at_a_captures_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "from_datagram", lambda *_: importlib.import_module("this") and None)
    assert "it imports this" in found(DAMAGED)
