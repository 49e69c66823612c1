"""A simulated run leaves the same octets each time that it has the same seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .campaigns import Campaign, Results, Workers, mipconf

pytestmark = pytest.mark.live

RUNS = 20
CASES = (
    "test_registers_refreshes_moves,test_mute_peer,test_parts_out_of_order,test_sizes,test_purging"
)


def octets(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (out / "captures").iterdir()}


def test_one_seed_gives_the_same_octets_each_time(workers: Workers, tmp_path: Path) -> None:
    workers.run([Campaign(None, expression=CASES)] * RUNS, tmp_path)
    first, *others = (octets(tmp_path / str(index)) for index in range(RUNS))
    assert len(first) == CASES.count(",") + 1
    assert all(other == first for other in others)


def test_no_order_of_hashes_shows_in_it(tmp_path: Path) -> None:
    words = ("run", "--network", "simulated", "--select", CASES, "--seed", "7")
    for hashes in ("1", "2"):
        done = mipconf(*words, "--out", hashes, cwd=tmp_path, PYTHONHASHSEED=hashes)
        assert done.stderr == ""
    assert octets(tmp_path / "1") == octets(tmp_path / "2")


def test_another_seed_gives_other_octets(
    results: Results, workers: Workers, tmp_path: Path
) -> None:
    out, _ = results[Campaign(None)]
    workers.run([Campaign(None), Campaign(None, seed=2)], tmp_path)
    same, other = octets(tmp_path / "0"), octets(tmp_path / "1")
    assert same == octets(out)
    assert other.keys() == same.keys()
    assert all(other[name] != capture for name, capture in same.items())
