"""What is made from the code: each difference is told, and what is no longer made goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import approve as approving
from tests.approve import CHECKOUT, KINDS, approve, main


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    (tmp_path / "same.txt").write_text("as it was\n")
    (tmp_path / "verdicts.txt").write_text("one\ntwo\nthree\n")
    (tmp_path / "gone.txt").write_text("of yesterday\n")
    (tmp_path / "08-faulty.pcapng").write_bytes(b"1234")
    return tmp_path


MADE = {
    "same.txt": b"as it was\n",
    "verdicts.txt": b"one\n2\nthree\n",
    "08-faulty.pcapng": b"12345",
    "new.txt": b"of today\n",
}


def test_what_changes_is_written_and_told(kept: Path) -> None:
    told = list(approve({kept / name: text for name, text in MADE.items()}, [kept]))
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == MADE
    assert [line for line in told if not line.startswith(("---", "+++", "@@"))] == [
        "08-faulty.pcapng: 4 octets, now 5",
        "-of yesterday",
        "+of today",
        "-two",
        "+2",
    ]


def test_what_does_not_change_is_not_told(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    same = {path: path.read_bytes() for path in kept.iterdir()}
    monkeypatch.setattr(approving, "KINDS", {"judge": (lambda: iter(same.items()), [kept])})
    assert main(["judge"]) == 0
    assert capsys.readouterr().out == "Nothing has changed.\n"


def test_a_kind_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["story"]) == 2
    assert capsys.readouterr().err == "story: make judge, captures, docs anew, or all of it\n"


def test_the_folders_are_those_that_are_kept() -> None:
    folders = [folder.relative_to(CHECKOUT) for _, owned in KINDS.values() for folder in owned]
    assert list(map(str, folders)) == [
        "tests/judge/approved",
        "captures/claims",
        "captures/families",
        "docs/reference",
    ]


pytest_plugins = ("pytester",)

GOLDEN = """
import pytest

@pytest.mark.golden
@pytest.mark.parametrize("story", range(3))
def test_kept(story):
    assert story == 0
"""


def test_the_command_is_named_once_however_many_tests_fail(
    pytester: pytest.Pytester,
) -> None:
    pytester.makeini("[pytest]\nmarkers = golden")
    pytester.makeconftest((CHECKOUT / "tests" / "goldens.py").read_text())
    pytester.makepyfile(GOLDEN)
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, failed=2)
    assert result.stdout.str().count("make approve") == 1
    pytester.makepyfile(GOLDEN.replace("story == 0", "True"))
    assert "make approve" not in pytester.runpytest().stdout.str()
