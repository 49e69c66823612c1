"""Whose a capture is: what a signature shows, and what anybody may do to one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mipconf.campaign.folder import captures_in, own_folder
from mipconf.campaign.signature import KEY, RESULTS, Signature, signature_of
from mipconf.check.check import check_captures
from mipconf.check.trust import Trust
from mipconf.errors import CaptureError
from tests.judge.story import parse

NAME = "captures/test_one.test_a.pcapng"
OTHER = "captures/test_one.test_b.pcapng"
NOTHING = bytes.fromhex("99000000 0c000000 0c000000")
"""A block of pcapng without a meaning."""
(STORY,) = parse("""* an update
  0.00  MN1 registers #1
  1.00  P asks #7 MN1
""")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a run of two cases left."""
    out = tmp_path / "out"
    out.mkdir()
    with own_folder(out):
        for name in (NAME, OTHER):
            STORY.record(out / name)
        with (out / OTHER).open("ab") as file:
            file.write(NOTHING)
        captures = [vars_of(each) for each in captures_in(out)]
        (out / RESULTS).write_text(json.dumps({"schema": 1, "captures": captures}))
    return out


def vars_of(capture: object) -> dict[str, object]:
    return {name: getattr(capture, name) for name in ("path", "sha256", "signature")}


def rewritten(folder: Path, change: Callable[[dict[str, str]], object]) -> None:
    results = json.loads((folder / RESULTS).read_text())
    for each in results["captures"]:
        change(each)
    (folder / RESULTS).write_text(json.dumps(results))


def test_what_a_run_left_is_its_own(folder: Path) -> None:
    assert {signature_of(folder / name) for name in (NAME, OTHER)} == {Signature.OWN}
    assert (folder / KEY).stat().st_mode & 0o777 == 0o600


def changed(folder: Path) -> None:
    with (folder / NAME).open("ab") as file:
        file.write(NOTHING)


def swapped(folder: Path) -> None:
    shutil.copy(folder / OTHER, folder / NAME)


def digest_too(folder: Path) -> None:
    """Whoever changes a capture and `results.json` has no key to sign with."""
    swapped(folder)
    results = json.loads((folder / RESULTS).read_text())
    digests = {each["path"]: each["sha256"] for each in results["captures"]}
    rewritten(folder, lambda each: each.update(sha256=digests[OTHER]))


def signature_of_another(folder: Path) -> None:
    digest_too(folder)
    results = json.loads((folder / RESULTS).read_text())
    signatures = {each["path"]: each["signature"] for each in results["captures"]}
    rewritten(folder, lambda each: each.update(signature=signatures[OTHER]))


def key_of_another(folder: Path) -> None:
    (folder / KEY).write_text("00" * 32)


@pytest.mark.parametrize(
    "change", [changed, swapped, digest_too, signature_of_another, key_of_another]
)
def test_what_is_not_as_it_was_recorded_is_not_judged(
    folder: Path, change: Callable[[Path], None]
) -> None:
    change(folder)
    path = folder / NAME
    assert signature_of(path) is Signature.CHANGED
    with pytest.raises(CaptureError, match=f"{path}: it is not as its run recorded it"):
        check_captures([path], None, None, ())
    believed = check_captures([path], None, None, (), trust=Trust(remarks=True))
    assert believed.notes == (
        f"{path}: not as their run recorded them, and judged all the same, as you say",
    )


def no_key(folder: Path) -> None:
    (folder / KEY).unlink()


def no_hexadecimal(folder: Path) -> None:
    (folder / KEY).write_text("my key")


def no_results(folder: Path) -> None:
    (folder / RESULTS).unlink()


def no_json(folder: Path) -> None:
    (folder / RESULTS).write_text("[" * 2000)


def older_results(folder: Path) -> None:
    (folder / RESULTS).write_text('{"schema": 1}')


@pytest.mark.parametrize("change", [no_key, no_hexadecimal, no_results, no_json, older_results])
def test_without_key_or_results_nothing_tells(folder: Path, change: Callable[[Path], None]) -> None:
    change(folder)
    path = folder / NAME
    assert signature_of(path) is Signature.UNKNOWN
    assert check_captures([path], None, None, ()).notes == (
        f"{path}: no run's key is beside, so nothing tells whose the tester's remarks are",
    )


def test_a_capture_elsewhere_is_nobodys(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / NAME, tmp_path / "a.pcapng")
    assert signature_of(tmp_path / "a.pcapng") is Signature.UNKNOWN


def test_many_are_told_of_at_once(folder: Path) -> None:
    result = check_captures([folder / NAME, folder / OTHER], None, None, ())
    assert result.notes == (
        "2 captures of runs: signed by their run, so the tester's remarks are that run's own",
    )


def test_each_run_has_a_key_of_its_own(folder: Path) -> None:
    before = (folder / KEY).read_text()
    captures_in(folder)
    assert (folder / KEY).read_text() != before
