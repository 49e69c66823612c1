"""The output folder is a run's own: nothing of another one is in it, and nothing else is lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mipconf.campaign.folder import captures_in, own_folder
from mipconf.cli import main
from mipconf.errors import UsageError

OF_RUNS = ("test_table.test_sizes.pcapng", "two_vendors.both_start_at_once_AB.pcapng")
OF_OTHERS = ("mine.pcapng", "test_table.txt", "notes/test_a.test_b.pcapng")


def filled(out: Path, names: tuple[str, ...]) -> None:
    for name in names:
        path = out / "captures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


@pytest.mark.parametrize("parts", [(), ("A", "B")])
def test_what_an_earlier_run_wrote_is_gone_and_all_else_stays(
    tmp_path: Path, parts: tuple[str, ...]
) -> None:
    folders = [tmp_path / part for part in parts] or [tmp_path]
    for folder in folders:
        filled(folder, (*OF_RUNS, *OF_OTHERS))
        (folder / "results.json").write_text("{}")
        (folder / "ha.toml").write_text("")
    with own_folder(tmp_path, *parts):
        for folder in folders:
            assert not (folder / "results.json").exists()
            assert (folder / "ha.toml").exists()
            captures = folder / "captures"
            left = {str(path.relative_to(captures)) for path in captures.rglob("*.*")}
            assert left == set(OF_OTHERS)


def test_one_run_at_a_time_writes_to_it(tmp_path: Path) -> None:
    with (
        own_folder(tmp_path),
        pytest.raises(UsageError, match="another run writes to it"),
        own_folder(tmp_path),
    ):
        raise AssertionError
    with own_folder(tmp_path):  # and later the next one does
        pass


def test_captures_go_through_no_link(tmp_path: Path) -> None:
    """Neither the folder's, nor one that is where a capture will be."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "captures").symlink_to(elsewhere)
    with pytest.raises(UsageError, match="is a link"), own_folder(tmp_path):
        raise AssertionError
    assert list(elsewhere.iterdir()) == []


def test_captures_are_named_with_their_digests(tmp_path: Path) -> None:
    filled(tmp_path, (*OF_RUNS, *OF_OTHERS))
    assert [(found.path, found.sha256) for found in captures_in(tmp_path)] == [
        (f"captures/{name}", hashlib.sha256(name.encode()).hexdigest()) for name in OF_RUNS
    ]


def test_a_healthy_run_after_a_faulty_one_is_judged_by_its_own_captures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["run", "--network", "simulated"]
    assert main([*words, "--fault", "no-mark", "--select", "test_deletion_overtakes"]) == 1
    main([*words, "--select", "test_one_part"])
    captures = sorted((tmp_path / "mipconf-out/captures").iterdir())
    results = json.loads((tmp_path / "mipconf-out/results.json").read_bytes())
    assert [path.name for path in captures] == ["test_joining.test_one_part.pcapng"]
    assert [found["path"] for found in results["captures"]] == [
        str(path.relative_to(tmp_path / "mipconf-out")) for path in captures
    ]
    assert main(["check", *map(str, captures)]) == 0
