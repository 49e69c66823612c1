"""The reference captures are what `make captures` makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from captures.making import FOLDER, make


@pytest.mark.slow
def test_they_are_made_anew_octet_by_octet(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path) for path in make(tmp_path)}
    kept = {path.relative_to(FOLDER) for path in FOLDER.rglob("*.pcapng")}
    assert made == kept
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file():
            name = path.relative_to(tmp_path)
            assert path.read_bytes() == (FOLDER / name).read_bytes(), f"{name}: make captures"
