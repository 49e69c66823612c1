"""Captures that are damaged: one line and status 2, after what can be judged was judged."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from mipconf.cli import main

from .campaigns import Campaign, Workers

pytestmark = pytest.mark.outside

Judge = Callable[[Path], tuple[int, str, str]]


@pytest.fixture(scope="module")
def octets(workers: Workers, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A capture of a run."""
    out = tmp_path_factory.mktemp("sound")
    workers.run([Campaign(None, expression="test_mute_peer")], out)
    (capture,) = (out / "0/captures").iterdir()
    return capture.read_bytes()


@pytest.fixture
def judge(capsys: pytest.CaptureFixture[str]) -> Judge:
    def judge(capture: Path) -> tuple[int, str, str]:
        status = main(["check", str(capture)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return judge


def verdict_of(claim: int, table: str) -> str:
    """The row of a claim."""
    rows = (line for line in table.splitlines() if line.split()[:1] == [str(claim)])
    return next(rows)


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"", "empty"),
        (b"\x00", "not a capture (neither pcap nor pcapng)"),
        (b"Not a capture at all.\n" * 99, "not a capture (neither pcap nor pcapng)"),
        (b"\x0a\x0d\x0d\x0a", "damaged or cut off within the file's header"),
        (b"\xa1\xb2\xc3\xd4" + bytes(20), "no message between Home Agents in it"),
        (gzip.compress(b"nothing", mtime=0)[:-9], "not a capture"),
    ],
)
def test_what_is_no_capture(octets: bytes, why: str, judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "odd.pcapng"
    path.write_bytes(octets)
    status, table, errors = judge(path)
    assert (status, table) == (2, "")
    (line,) = errors.splitlines()
    assert line.startswith(f"mipconf: {path}: {why}")


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.7, 0.9, 0.999])
def test_a_capture_that_breaks_off_is_judged_as_far_as_it_goes(
    kept: float, octets: bytes, judge: Judge, tmp_path: Path
) -> None:
    path = tmp_path / "short.pcapng"
    path.write_bytes(octets[: int(len(octets) * kept) | 1])  # blocks are multiples of 4 octets
    status, table, errors = judge(path)
    assert status == 2
    (line,) = errors.splitlines()
    assert line.startswith(f"mipconf: {path}: frame ")
    assert line.endswith("damaged or cut off")
    assert "PASS" in verdict_of(11, table)
    assert "FAIL" not in table


@pytest.mark.parametrize("kept", [3, 29, 101, 501])
def test_a_capture_that_breaks_off_at_once_has_nothing_to_judge(
    kept: int, octets: bytes, judge: Judge, tmp_path: Path
) -> None:
    path = tmp_path / "short.pcapng"
    path.write_bytes(octets[:kept])
    status, table, errors = judge(path)
    assert (status, table) == (2, "")
    assert len(errors.splitlines()) == 1
    assert errors.startswith(f"mipconf: {path}: ")


def test_the_sound_capture_beside_a_damaged_one_counts(
    octets: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sound, broken = tmp_path / "sound.pcapng", tmp_path / "broken.pcapng"
    sound.write_bytes(octets)
    broken.write_bytes(b"")
    assert main(["check", str(broken), str(sound), "--out", str(tmp_path / "judged")]) == 2
    said = capsys.readouterr()
    assert said.err == f"mipconf: {broken}: empty\n"
    assert "PASS" in verdict_of(11, said.out)
    assert (tmp_path / "judged/results.json").is_file()


def test_octets_changed_in_the_middle_raise_no_error(
    octets: bytes, judge: Judge, tmp_path: Path
) -> None:
    path = tmp_path / "odd.pcapng"
    for place in range(1_000, len(octets), len(octets) // 40):
        changed = bytearray(octets)
        changed[place : place + 9] = bytes(255 - octet for octet in octets[place : place + 9])
        path.write_bytes(changed)
        status, _, errors = judge(path)
        assert status in (0, 1, 2)
        assert len(errors.splitlines()) == (status == 2)
