"""The annotated copy: what was captured, octet for octet, and the verdicts where they rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mipconf.check.check import check_captures
from mipconf.errors import CaptureError
from mipconf.trace.capture import read_capture

from ..judge.story import parse
from ..programs import tshark
from .captures import pcap, stripped

(LATE,) = parse("""
* a late answer
= 14 FAIL
0.0  P > all  ask #7
1.1  HUT > P  part 1/1 #20 ask=7
2.0  P > all  ask #8
2.1  HUT > P  part 1/1 #21 ask=8
""")


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    LATE.record(tmp_path / "run.pcapng")
    return tmp_path / "run.pcapng"


def without_comments(path: Path) -> list[object]:
    return [replace(frame, comments=()) for frame in read_capture(path)]


def test_frames_are_kept_and_verdicts_added(capture: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pcapng"
    result = check_captures([capture], None, None, (), copy)
    assert without_comments(copy) == without_comments(capture)
    comments = {frame.number: frame.comments for frame in read_capture(copy)}
    failing = next(r for r in result.requirements if r.id == "14")
    for number in failing.evidence[0].frames:
        assert any(text.startswith("mipconf: 14 FAIL: ") for text in comments[number])
    assert any("mipconf: PASS 14" in text for texts in comments.values() for text in texts)


def test_the_copy_is_judged_like_the_capture(capture: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pcapng"
    first = check_captures([capture], None, None, (), copy)
    again = check_captures([copy], None, None, ())
    assert [(r.id, r.verdict) for r in first.requirements] == [
        (r.id, r.verdict) for r in again.requirements
    ]


def test_comments_of_others_stay(capture: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.pcapng", tmp_path / "twice.pcapng"
    check_captures([capture], None, None, (), once)
    check_captures([once], None, None, (), twice)
    for before, after in zip(read_capture(once), read_capture(twice), strict=True):
        assert after.comments[: len(before.comments)] == before.comments


def test_several_captures_are_one_copy_in_order_of_time(capture: Path, tmp_path: Path) -> None:
    frames = stripped(capture)
    for name, link, part in (("a", "ethernet", frames[::2]), ("b", "cooked", frames[1::2])):
        (tmp_path / f"{name}.pcap").write_bytes(pcap(part, link))
    copy = tmp_path / "copy.pcapng"
    check_captures([tmp_path / "b.pcap", tmp_path / "a.pcap"], None, None, (), copy)
    found = list(read_capture(copy))
    assert [frame.time for frame in found] == [frame.time for frame in frames]
    assert {frame.linktype for frame in found} == {1, 113}


def test_a_capture_is_never_overwritten(capture: Path) -> None:
    before = capture.read_bytes()
    with pytest.raises(CaptureError, match=r"would overwrite a capture that is checked$"):
        check_captures([capture], None, None, (), capture)
    assert capture.read_bytes() == before


def test_what_cannot_be_written_is_said(capture: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CaptureError, match=r"cannot be written"):
        check_captures([capture], None, None, (), tmp_path / "file/copy.pcapng")


@pytest.mark.outside
def test_wireshark_shows_them(capture: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pcapng"
    check_captures([capture], None, None, (), copy)
    columns = ("-Y", "frame.comment", "-T", "fields", "-e", "frame.comment")
    said = tshark(tmp_path, "-r", copy, *columns)
    shown = "\n".join(line[0] for line in said)
    assert "mipconf: 14 FAIL: the Table Request 7 of 10.0.0.21 got" in shown
