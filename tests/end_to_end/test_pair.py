"""Two Home Agents of different vendors beside each other: ours, and one that shares no code."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..hut.namespace import permitted
from .campaigns import mipconf
from .test_bad_huts import ODD, SEEN_IN_TIME_S
from .test_vendors import OTHER, PYTHON, VENDORS

pytestmark = pytest.mark.live

FORBID = "echo 0 > /proc/sys/user/max_user_namespaces; exec "
UNSEEN = "unicast between the Home Agents was not seen"
BY_MULTICAST = {"6", "7", "11", "13", "24", "25", "30", "32"}


@dataclass(frozen=True)
class Found:
    """What a run found: its exit status, and each one's verdicts, reasons and network."""

    status: int
    verdicts: dict[str, dict[str, str]]
    reasons: dict[str, dict[str, str]]
    networks: set[str]

    def those(self, name: str, verdict: str) -> set[str]:
        return {claim for claim, found in self.verdicts[name].items() if found == verdict}


def words(out: Path, second: str, *more: str) -> list[str]:
    return ["--out", str(out), "--hut-command", VENDORS["ours"], "--hut-command", second, *more]


def found(status: int, out: Path) -> Found:
    results = {
        name: json.loads((out / name / "results.json").read_text(encoding="utf-8"))
        for name in ("A", "B")
    }
    told = {name: results[name]["requirements"] for name in results}
    return Found(
        status,
        {name: {r["id"]: r["verdict"] for r in told[name]} for name in told},
        {name: {r["id"]: r["reason"] for r in told[name]} for name in told},
        {results[name]["network"] for name in results},
    )


@pytest.mark.skipif(not permitted("-Urn"), reason="no network namespace can be made here")
class TestInANamespace:
    """Where everything is seen."""

    def test_two_healthy_ones_pass(self, tmp_path: Path) -> None:
        run = mipconf("run", *words(tmp_path, VENDORS["another"]), cwd=tmp_path)
        both = found(run.returncode, tmp_path)
        assert (both.status, run.stderr, both.networks) == (0, "", {"netns"})
        for name in ("A", "B"):
            assert set(both.verdicts[name].values()) == {"PASS", "NOT EXERCISED"}
            # Each has registered mobile nodes, told of them, joined, and shown its table.
            assert both.those(name, "PASS") >= {"1", "2", "4", "7", "8", "16", "23", "24", "26"}

        # Their captures are those of any run: judged again, they give the same.
        for name in ("A", "B"):
            captures = [str(path) for path in (tmp_path / name / "captures").iterdir()]
            again = mipconf("check", "--out", "again", *captures, cwd=tmp_path)
            assert again.returncode == 0
            told = json.loads((tmp_path / "again/results.json").read_text(encoding="utf-8"))
            assert {r["id"]: r["verdict"] for r in told["requirements"]} == both.verdicts[name]

    def test_a_fault_of_one_is_not_the_others(self, tmp_path: Path) -> None:
        broken = f"{OTHER} --fault not_acknowledged {{config}}"
        run = mipconf("run", *words(tmp_path, broken, "--select", "both_start*"), cwd=tmp_path)
        both = found(run.returncode, tmp_path)
        assert both.status == 1
        assert both.those("A", "FAIL") == set()
        assert "36" in both.those("B", "FAIL")

    def test_a_flood_of_one_fails_neither(self, tmp_path: Path) -> None:
        flooding = f"{PYTHON} {shlex.quote(str(ODD))} floods {{config}}"
        (tmp_path / "huts").mkdir()
        begin = time.monotonic()
        asked = words(tmp_path, flooding, "--select", "both_start_at_once*")
        run = mipconf("run", *asked, cwd=tmp_path)
        both = found(run.returncode, tmp_path)
        assert (both.status, run.stderr) == (1, "")
        for name in ("A", "B"):
            assert both.those(name, "FAIL") | both.those(name, "ERROR") == set()
            assert both.verdicts[name]["1"] == "INCONCLUSIVE"
            # Which of the two comes first, the kernel decides.
            assert both.reasons[name]["1"].startswith(("flood: ", "the tester is deaf: "))
        assert time.monotonic() - begin < SEEN_IN_TIME_S

    @pytest.mark.parametrize("select", ["both_start_at_once*", "two_vendors*"])
    def test_one_that_cannot_be_started_ends_the_run(self, select: str, tmp_path: Path) -> None:
        asked = words(tmp_path, "false {config}", "--select", select)
        run = mipconf("run", *asked, cwd=tmp_path)
        assert run.returncode == 3
        assert "false {config}" in run.stderr.replace("'", "")
        assert "READY" in run.stderr


@pytest.mark.skipif(not permitted("-Ur"), reason="no user namespace can be made here")
def test_without_a_namespace_what_needs_unicast_is_inconclusive(tmp_path: Path) -> None:
    asked = words(tmp_path, VENDORS["another"], "--select", "both_start*")
    command = shlex.join(["python", "-m", "mipconf", "run", *asked])
    forbidden = command.replace("python", shlex.split(VENDORS["ours"])[0], 1)
    run = subprocess.run(
        ["unshare", "-Ur", "sh", "-c", FORBID + forbidden],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    both = found(run.returncode, tmp_path)
    assert (both.status, both.networks) == (1, {"loopback"})
    for name in ("A", "B"):
        assert both.those(name, "FAIL") == set()
        assert both.those(name, "PASS") <= BY_MULTICAST
        assert {"11", "24", "25"} <= both.those(name, "PASS")
        assert all(UNSEEN in both.reasons[name][c] for c in both.those(name, "INCONCLUSIVE"))
    assert "user.max_user_namespaces" in run.stdout
