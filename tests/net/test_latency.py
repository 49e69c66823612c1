"""The measurement of the tester's own host."""

import pytest

from mipconf.net.latency import measure_latency


@pytest.mark.trio
@pytest.mark.outside
async def test_a_datagram_to_oneself_takes_some_time() -> None:
    assert 0 < await measure_latency() < 10_000_000_000
