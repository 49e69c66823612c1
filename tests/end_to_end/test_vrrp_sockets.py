"""Campaigns with VRRP over raw sockets: in a namespace they pass, side by side; elsewhere not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mipconf.net.host import VRRP, Datagram
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import datagram_of

from ..hut.namespace import in_a_namespace, permitted
from .campaigns import CHECKOUT, mipconf

pytestmark = pytest.mark.live

CASES = "test_in_backup,test_resynchronises_in_backup,test_yields_and_takes_over"
PROFILE = """
[group]
number = 255

[fhrp]
protocol = "vrrp"
version = 3

[tolerances]  # the host of a test runs other tests, too
crossing_ms = 180
retransmit_slack_ms = 190
"""
HUT = f"{sys.executable} -m mipconf ha {{config}}"


def unmet(folder: Path, *words: str) -> dict[str, str]:
    """What is no PASS, and why, but for what this host was too slow to judge."""
    (folder / "ha.toml").write_text(PROFILE)
    done = mipconf(
        "run", "--profile", "ha.toml", "--out", "out", "--select", CASES, *words, cwd=folder
    )
    assert done.returncode in (0, 1), done.stderr
    results = json.loads((folder / "out" / "results.json").read_text())
    return {
        requirement["id"]: requirement["reason"]
        for requirement in results["requirements"]
        if requirement["verdict"] in ("FAIL", "INCONCLUSIVE", "ERROR")
        and "too slow" not in requirement["reason"]
    }


def routers(capture: Path) -> set[int]:
    """The VRIDs of all advertisements in a capture."""
    found = (datagram_of(frame) for frame in read_capture(capture))
    return {
        datagram.payload[1]
        for datagram in found
        if isinstance(datagram, Datagram) and datagram.destination.protocol == VRRP
    }


@in_a_namespace
def test_cases_run_side_by_side_each_with_a_vrid_of_its_own() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert unmet(folder) == {}
        heard = [routers(capture) for capture in sorted((folder / "out/captures").iterdir())]
        assert sorted(map(sorted, heard)) == [[1], [2], [255]]


@in_a_namespace
def test_programs_pass_too() -> None:
    with tempfile.TemporaryDirectory() as name:
        assert unmet(Path(name), "--hut-command", HUT) == {}


def test_without_the_privilege_one_line_says_what_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "ha.toml").write_text(PROFILE)
    # Root of a user namespace has no privilege in the network that is not of it.
    without = ["unshare", "--user", "--map-root-user"]
    if not permitted(*without[1:]):
        pytest.skip("unshare may make no user namespace here")
    done = subprocess.run(
        [*without, sys.executable, "-m", "mipconf", "run", "--profile", "ha.toml"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3
    assert done.stderr == (
        "mipconf: 224.0.0.18:0 cannot be opened: "
        "IP protocol 112 needs root or the privilege CAP_NET_RAW\n"
    )
