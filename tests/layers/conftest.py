"""Layers are tested with Scapy's own handling of errors out of the way."""

from collections.abc import Iterator

import pytest
from scapy.config import conf


@pytest.fixture(autouse=True, scope="session")
def _no_error_is_hidden() -> Iterator[None]:
    conf.debug_dissector = True
    yield
    conf.debug_dissector = False
