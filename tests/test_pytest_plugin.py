"""The cases as tests of a vendor's own pytest: selected, judged, reported as `mipconf run` does."""

from __future__ import annotations

import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

pytestmark = pytest.mark.outside


def cases(folder: Path, *words: str) -> tuple[int, str]:
    """Exit status and output of pytest, as a vendor runs it in a folder of their own."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--pyargs", "mipconf.testcases"),
            *("-p", "no:cacheprovider", "-q", "-rA", *words),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def passed(said: str) -> set[str]:
    return {line.rpartition("::")[2] for line in said.splitlines() if line.startswith("PASSED")}


def test_a_feature_is_a_word_for_k(tmp_path: Path) -> None:
    status, said = cases(tmp_path, "-k", "retransmission")
    assert status == 0, said
    assert {"test_late_acknowledgement", "test_mute_peer"} <= passed(said)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_requirement_is_a_mark_and_workers_share_the_cases(tmp_path: Path, workers: int) -> None:
    words = ("-m", 'requirement(id="8")', "-n", str(workers), "--junitxml", "junit.xml")
    status, said = cases(tmp_path, *words)
    assert status == 0, said
    suite = ET.parse(tmp_path / "junit.xml").getroot()
    for case in suite.iter("testcase"):
        told = {each.get("name"): each.get("value") or "" for each in case.iter("property")}
        assert told["requirement 8"] == "PASS"
        assert (tmp_path / told["capture"]).is_file()
    assert len(list(suite.iter("testcase"))) >= 3


def test_a_profile_and_a_command_are_judged_side_by_side(tmp_path: Path) -> None:
    """Over sockets, and what does not hold is told as by `mipconf run`."""
    command = f"{shlex.quote(sys.executable)} -m mipconf ha --fault no-retransmission {{config}}"
    (tmp_path / "ha.toml").write_text('[fhrp]\nprotocol = "none"\n')
    words = ("-k", "late_ack or mute_peer", "--mipconf-profile", "ha.toml")
    status, said = cases(tmp_path, *words, "--mipconf-hut-command", command)
    assert status == 1
    assert "CaseFailedError: FAIL: " in said
    assert "8  FAIL  " in said
    assert "clause: " in said
    assert "capture: mipconf-out/captures/test_updates.test_mute_peer.pcapng" in said


def test_what_is_for_other_home_agents_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "ha.toml").write_text('[fhrp]\nprotocol = "vrrp"\nversion = 3\n')
    words = ("--collect-only", "--mipconf-profile", "ha.toml")
    status, said = cases(tmp_path, *words)
    assert status == 0
    assert "test_in_backup" in said
    assert "test_in_standby" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mipconf-profile", "none.toml"), "none.toml: cannot be read"),
        (("--mipconf-hut-command", "ha"), "has no {config}"),
    ],
)
def test_what_cannot_be_used_is_one_line(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    status, output = cases(tmp_path, *words)
    assert status == pytest.ExitCode.USAGE_ERROR
    assert said in output
    assert "Traceback" not in output


def test_a_home_agent_that_cannot_be_started_fails_each_case(tmp_path: Path) -> None:
    words = ("-k", "late_ack or mute_peer", "--mipconf-hut-command", "false {config}")
    status, said = cases(tmp_path, *words)
    assert status == 1
    assert "could not be run: " in said
    assert "exit status 1" in said


def test_a_run_needs_no_pytest(tmp_path: Path) -> None:
    without = "import sys; sys.modules['pytest'] = None; from mipconf.cli import main; main()"
    words = ("run", "--network", "simulated", "--select", "test_one_part")
    done = subprocess.run(
        [sys.executable, "-c", without, *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "mipconf-out/results.json").is_file()
