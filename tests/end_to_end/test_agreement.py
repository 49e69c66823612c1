"""One verdict, wherever a Home Agent is judged: on either network, live or by its captures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest

from .campaigns import NAMED, Campaign, Results, Workers, mipconf, too_slow_for, verdicts

pytestmark = pytest.mark.live

Network = Literal["simulated", "loopback"]
SECONDS: dict[Network, int] = {"simulated": 5, "loopback": 15}
FOR_OTHERS = 3
"""How much slower a host may be that does something else, too."""


@pytest.mark.parametrize("fault", [None, *NAMED])
def test_both_networks_give_the_same_verdicts(fault: str | None, results: Results) -> None:
    simulated, live = (results[Campaign(fault, network)][1] for network in SECONDS)
    told, judged = verdicts(simulated), verdicts(live)
    for claim in too_slow_for(live):
        del told[claim], judged[claim]
    assert told == judged


@pytest.mark.parametrize(
    ("fault", "network"),
    [
        (None, "simulated"),
        (None, "loopback"),
        ("no-update", "loopback"),
        ("wrong-sequence", "loopback"),
    ],
)
def test_captures_give_the_verdicts_of_their_run(
    fault: str | None, network: Network, results: Results, tmp_path: Path
) -> None:
    out, result = results[Campaign(fault, network)]
    captures = sorted(map(str, (out / "captures").iterdir()))
    done = mipconf("check", *captures, "--out", "judged", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (int(fault is not None), "")
    judged = json.loads((tmp_path / "judged/results.json").read_bytes())["requirements"]
    live = verdicts(result)
    assert {r["id"]: r["verdict"] for r in judged if r["id"] in live} == live


@pytest.mark.parametrize("network", SECONDS)
def test_a_campaign_is_quick(network: Network, results: Results) -> None:
    _, result = results[Campaign(None, network)]
    assert result.seconds < SECONDS[network] * FOR_OTHERS


def test_every_case_is_judged_by_its_capture_as_it_was_live(
    workers: Workers, tmp_path: Path
) -> None:
    """On both networks: no verdict hangs on anything that the capture does not hold."""
    campaigns = [Campaign(None, network, expression="1-55") for network in SECONDS]
    for number, result in enumerate(workers.run(campaigns, tmp_path)):
        captures = sorted(map(str, (tmp_path / str(number) / "captures").iterdir()))
        assert len(captures) == len(result.cases)
        done = mipconf("check", *captures, "--out", f"judged-{number}", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        judged = json.loads((tmp_path / f"judged-{number}/results.json").read_bytes())
        live = verdicts(result)
        assert set(live.values()) == {"PASS"}
        assert {r["id"]: r["verdict"] for r in judged["requirements"] if r["id"] in live} == live
