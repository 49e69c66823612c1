"""A Wireshark with nothing but our dissector in its personal folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from mipconf.wireshark.lua import dissector
from tests.programs import needed

Tshark = Callable[..., list[list[str]]]
"""Takes the arguments of tshark and gives the columns of each line that it prints."""


@pytest.fixture(scope="session")
def tshark(tmp_path_factory: pytest.TempPathFactory) -> Tshark:
    folder = tmp_path_factory.mktemp("wireshark")
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mipconf.lua").write_text(dissector())
    environment = os.environ | {"WIRESHARK_CONFIG_DIR": str(folder), "HOME": str(folder)}

    def run(*arguments: str | Path) -> list[list[str]]:
        said = subprocess.run(
            [needed("tshark"), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        complaints = [line for line in said.stderr.splitlines() if "dangerous" not in line]
        assert complaints == []
        return [line.split("\t") for line in said.stdout.splitlines()]

    return run
