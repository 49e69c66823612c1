"""The account of the judge's mutants: what a mutant changes, and what is written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import mutants
from tests.mutants import Change, change_of, main, undecorated, written_down

MADE = '''"""A module that mutmut made."""


def x_late__mutmut_orig(time: int, due: int) -> bool:
    """Whether it is too late."""
    return time > due


def x_late__mutmut_1(time: int, due: int) -> bool:
    """Whether it is too late."""
    return time >= due


class Incarnation:
    def xǁIncarnationǁcovers__mutmut_orig(
        self, time: int
    ) -> bool:
        return self.begin <= time

    def xǁIncarnationǁcovers__mutmut_1(
        self, time: int
    ) -> bool:
        return self.begin < time


AFTER = 1
'''
LATE = Change("history.incarnations.late", ("return time > due",), ("return time >= due",))
COVERS = Change(
    "history.incarnations.Incarnation.covers",
    ("return self.begin <= time",),
    ("return self.begin < time",),
)
NAMES = (
    "mipconf.judge.history.incarnations.x_late__mutmut_1",
    "mipconf.judge.history.incarnations.xǁIncarnationǁcovers__mutmut_1",
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as mutmut leaves it."""
    judge = tmp_path / "mutants" / "mipconf" / "judge" / "history"
    judge.mkdir(parents=True)
    (judge / "incarnations.py").write_text(MADE)
    monkeypatch.setattr(mutants, "MUTANTS", tmp_path / "mutants")
    monkeypatch.setattr(mutants, "WRITTEN_DOWN", tmp_path / "equivalent.txt")
    return judge


def test_what_a_mutant_changes(made: Path) -> None:
    assert [change_of(name) for name in NAMES] == [LATE, COVERS]


def account(made: Path, statuses: tuple[int | None, ...], written: str) -> int:
    results = {"exit_code_by_key": dict(zip(NAMES, statuses, strict=True))}
    (made / "incarnations.py.meta").write_text(json.dumps(results))
    (mutants.WRITTEN_DOWN).write_text(written)
    return main()


@pytest.mark.parametrize(
    ("statuses", "written", "status", "told"),
    [
        ((1, 1), "", 0, "2 mutants: 2 killed (100.0%), 0 live"),
        ((1, 0), f"# No time is that.\n{COVERS}\n", 0, "1 live, of which 1 are written down"),
        ((1, 0), "", 1, f"lives, not written down: {COVERS}"),
        ((1, 33), "", 1, f"lives, not written down: {COVERS}"),
        ((1, 1), f"# No time is that.\n{COVERS}\n", 1, f"written down, gone: {COVERS}"),
        ((1, None), "", 1, "1 not tried"),
    ],
)
def test_the_account(
    made: Path,
    capsys: pytest.CaptureFixture[str],
    statuses: tuple[int | None, ...],
    written: str,
    status: int,
    told: str,
) -> None:
    assert account(made, statuses, written) == status
    assert told in capsys.readouterr().out


def test_each_that_is_written_down_needs_a_reason() -> None:
    assert written_down(f"# Why.\n{LATE}\n{COVERS}\n").total() == 2
    with pytest.raises(ValueError, match=r"no reason stands before history.incarnations.late"):
        written_down(str(LATE))


DECORATED = """
class Incarnation:
    @property
    def begin(self) -> int:
        return 0

    @staticmethod
    def never() -> bool:
        return False

    @cached_property
    def end(
        self,
    ) -> int:
        return 1


@judges("24")
@needs_fhrp
def claim_24(history: History) -> Iterator[Finding]:
    yield from ()
"""
PLAIN = """
class Incarnation:
    def begin(self) -> int:
        return 0
    begin = property(begin)

    @staticmethod
    def never() -> bool:
        return False

    def end(
        self,
    ) -> int:
        return 1
    end = cached_property(end)


def claim_24(history: History) -> Iterator[Finding]:
    yield from ()
claim_24 = needs_fhrp(claim_24)
claim_24 = judges('24')(claim_24)
"""


def test_what_mutmut_would_leave_alone_is_decorated_afterwards() -> None:
    assert undecorated(DECORATED) == PLAIN
