"""A Wireshark with nothing but our dissector in its personal folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from mipconf.wireshark.lua import dissector
from tests import programs

Tshark = Callable[..., list[list[str]]]
"""Takes the arguments of tshark and gives the columns of each line that it prints."""


@pytest.fixture(scope="session")
def tshark(tmp_path_factory: pytest.TempPathFactory) -> Tshark:
    folder = tmp_path_factory.mktemp("wireshark")
    (folder / "plugins").mkdir()
    (folder / "plugins" / "mipconf.lua").write_text(dissector())
    return partial(programs.tshark, folder)
