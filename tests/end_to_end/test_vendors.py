"""Home Agents as programs of their own: ours, and one that shares no code with the suite."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mipconf.bench import LONGER, SPARE_S, starting_s

pytestmark = pytest.mark.live

CHECKOUT = Path(__file__).parents[2]
PYTHON = shlex.quote(sys.executable)
OTHER = f"{PYTHON} {shlex.quote(str(CHECKOUT / 'tests/othervendor/ha.py'))}"

VENDORS = {
    "ours": f"{PYTHON} -m mipconf ha {{config}}",
    "another": f"{OTHER} {{config}}",
}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_healthy_home_agent_passes(vendor: str, tmp_path: Path) -> None:
    words = ["run", "--out", str(tmp_path), "--hut-command", VENDORS[vendor]]
    run = subprocess.run(
        [sys.executable, "-m", "mipconf", *words],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    results = json.loads((tmp_path / "results.json").read_text())
    longest = max(case["seconds"] for case in results["cases"])
    assert results["seconds"] <= LONGER * longest + SPARE_S + starting_s(tmp_path)
    unmet = {
        requirement["id"]: (requirement["verdict"], requirement["reason"])
        for requirement in results["requirements"]
        if requirement["selected"] and requirement["verdict"] != "PASS"
    }
    assert unmet == {}
    assert (run.returncode, run.stderr) == (0, "")
