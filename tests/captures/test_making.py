"""The reference captures are what is made from the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from captures.making import FOLDER, make


@pytest.mark.slow
@pytest.mark.golden
def test_they_are_made_anew_octet_by_octet(tmp_path: Path) -> None:
    made = {path.relative_to(tmp_path) for path in make(tmp_path)}
    kept = {path.relative_to(FOLDER) for path in FOLDER.rglob("*.pcapng")}
    assert made == kept
    different = [
        path.name
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file()
        and path.read_bytes() != (FOLDER / path.relative_to(tmp_path)).read_bytes()
    ]
    assert different == []
