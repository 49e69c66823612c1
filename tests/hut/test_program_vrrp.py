"""The reference Home Agent as a program that speaks VRRP: raw sockets, and whom they need."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest
import trio

from mipconf.errors import HutUnavailable
from mipconf.fhrp import vrrp_wire
from mipconf.hut.process import ProcessDriver
from mipconf.net.host import VRRP, Endpoint
from mipconf.net.loopback import LoopbackNetwork
from mipconf.profile.contract import FhrpConfig, HutConfig

from ..net.toys import PREFIX, Toy
from .fakes import CONFIG
from .namespace import in_a_namespace

pytestmark = pytest.mark.live

SECOND = 1_000_000_000
WORDS = [sys.executable, "-m", "mipconf", "ha", "{config}"]
GROUP = Endpoint("224.0.0.18", 0, VRRP)
LOW, HIGH = f"{PREFIX}.10", f"{PREFIX}.20"

Said = tuple[str, int]
"""Who advertised, and with what priority."""


def config(address: str, priority: int, version: int = 3) -> HutConfig:
    fhrp = FhrpConfig(protocol="vrrp", version=version, priority=priority, hello_ms=50)
    return CONFIG.model_copy(update={"ha_id": address, "fhrp": fhrp})


async def _elect(version: int) -> None:
    ear = Toy(f"{PREFIX}.11", frozenset({Endpoint(f"{PREFIX}.11", 0, VRRP), GROUP}))
    starts = trio.CapacityLimiter(1)
    async with LoopbackNetwork() as network, trio.open_nursery() as nursery:
        low, high = (ProcessDriver(WORDS, nursery, starts) for _ in range(2))
        await network.join(ear)

        def said() -> list[Said]:
            messages = (
                (datagram, vrrp_wire.decode(datagram.payload, version, *_addresses(datagram)))
                for datagram, _ in ear.received
            )
            return [
                (datagram.source.address, message.priority)
                for datagram, message in messages
                if message is not None and datagram.ttl == 255
            ]

        async def after(act: Callable[[], Any], what: Said) -> None:
            """Wait until that is heard after something was done."""
            ear.received.clear()
            await act()
            deadline = network.now() + 20 * SECOND
            assert await network.wait_until(lambda: what in said(), deadline), said()

        await after(lambda: low.start(config(LOW, 100, version)), (LOW, 100))
        await after(lambda: high.start(config(HIGH, 110, version)), (HIGH, 110))
        await after(high.stop, (HIGH, 0))
        assert high.ended is None
        await after(trio.lowlevel.checkpoint, (LOW, 100))
        await after(lambda: high.start(config(HIGH, 110, version)), (HIGH, 110))
        await after(high.kill, (LOW, 100))
        await low.stop()
        nursery.cancel_scope.cancel()


def _addresses(datagram: Any) -> tuple[str, str]:
    return datagram.source.address, datagram.destination.address


@in_a_namespace
def test_two_elect_a_master_with_version_2() -> None:
    """docs/hut-contract.md: preemption, SIGTERM (the master resigns), SIGKILL (it falls silent)."""
    trio.run(_elect, 2)


@in_a_namespace
def test_two_elect_a_master_with_version_3() -> None:
    """As with version 2."""
    trio.run(_elect, 3)


@pytest.mark.trio
async def test_a_privilege_that_is_lacking() -> None:
    """docs/hut-contract.md: "exit status 2 and one line on standard error"."""
    # What root may is taken from the program; others may not do it anyhow.
    unprivileged = ["setpriv", "--bounding-set=-all"] if os.geteuid() == 0 else []
    async with trio.open_nursery() as nursery:
        driver = ProcessDriver([*unprivileged, *WORDS], nursery, trio.CapacityLimiter(1))
        with pytest.raises(
            HutUnavailable,
            match=r"status 2: mipconf: .*: 127\..* IP protocol 112 needs .* CAP_NET_RAW$",
        ):
            await driver.start(config(LOW, 100))
        assert driver.errors.count("\n") == 1
