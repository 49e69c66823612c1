"""The reference Home Agent as a program: under the process driver, as any HUT is, and alone."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

from mipconf.errors import HutUnavailable
from mipconf.hut.process import ProcessDriver
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.loopback import LoopbackNetwork

from ..net.toys import PREFIX, Toy
from .fakes import CONFIG

pytestmark = [pytest.mark.trio, pytest.mark.live]

SECOND = 1_000_000_000
RUN = """
import pathlib, sys
from mipconf.ha.program import run
sys.exit(run(pathlib.Path(sys.argv[1])))
"""
WORDS = [sys.executable, "-c", RUN]
OWN = Endpoint(CONFIG.ha_id, CONFIG.port)
GROUP = Endpoint(CONFIG.group.address, CONFIG.port)
HELLOS = Endpoint("224.0.0.102", CONFIG.fhrp.port)
EAR = Endpoint(f"{PREFIX}.11", CONFIG.port)

# Where things are: HSRP version 2 (facts.md, section 3), the fixed header (docs/protocol.md#2).
OP, STATE, SUBTYPE = 3, 4, 1
RESIGN, ACTIVE, TABLE_REQUEST = 2, 6, 3


class Lab:
    """A listener to the group, and a Home Agent that it is a member of."""

    def __init__(self, network: LoopbackNetwork, driver: ProcessDriver) -> None:
        self.network = network
        self.driver = driver
        self.ear = Toy(EAR.address, frozenset({EAR, GROUP, HELLOS}))

    async def hears(self, what: Callable[[Datagram], bool], times: int = 1) -> None:
        """Wait until what is meant was heard so many times."""
        assert await self.network.wait_until(
            lambda: sum(map(what, self.heard())) >= times or not self.driver.alive,
            self.network.now() + 20 * SECOND,
        )
        assert sum(map(what, self.heard())) >= times, self.driver.errors

    def heard(self) -> list[Datagram]:
        return [datagram for datagram, _ in self.ear.received]


def is_table_request(datagram: Datagram) -> bool:
    return datagram.destination == GROUP and datagram.payload[SUBTYPE] == TABLE_REQUEST


def is_active_hello(datagram: Datagram) -> bool:
    return datagram.destination == HELLOS and datagram.payload[STATE] == ACTIVE


def is_resignation(datagram: Datagram) -> bool:
    return datagram.destination == HELLOS and datagram.payload[OP] == RESIGN


@pytest.fixture
async def lab() -> AsyncIterator[Lab]:
    async with LoopbackNetwork() as network, trio.open_nursery() as nursery:
        driver = ProcessDriver([*WORDS, "{config}"], nursery, trio.CapacityLimiter(1))
        entered = Lab(network, driver)
        await network.join(entered.ear)
        yield entered
        nursery.cancel_scope.cancel()


async def test_its_life(lab: Lab) -> None:
    await lab.driver.start(CONFIG.model_copy(update={"peers": (EAR.address,)}))
    await lab.hears(is_active_hello)
    before = sum(map(is_table_request, lab.heard()))
    assert before  # of a member that is configured
    lab.driver.resync()
    await lab.hears(is_table_request, before + 1)
    await lab.driver.stop()
    assert lab.driver.ended is None
    await lab.network.wait_until(
        lambda: any(map(is_resignation, lab.heard())), lab.network.now() + SECOND
    )
    assert any(map(is_resignation, lab.heard()))


async def test_addresses_that_it_cannot_have(lab: Lab) -> None:
    elsewhere = CONFIG.model_copy(update={"ha_id": "192.0.2.1"})
    with pytest.raises(HutUnavailable, match=r"status 2: .*: 192\.0\.2\.1:\d+ is not an address"):
        await lab.driver.start(elsewhere)
    await lab.network.join(Toy(CONFIG.ha_id, frozenset({OWN})))
    with pytest.raises(HutUnavailable, match=f"status 2: .*: {OWN} is held by another"):
        await lab.driver.start(CONFIG)


@asynccontextmanager
async def alone(folder: Path, **options: int) -> AsyncIterator[trio.Process]:
    """The program without a driver, ready."""
    path = folder / "ha.json"
    path.write_text(CONFIG.model_dump_json())
    process = await trio.lowlevel.open_process(
        [*WORDS, str(path)], stdout=subprocess.PIPE, **options
    )
    try:
        assert process.stdout is not None
        assert await process.stdout.receive_some() == b"READY\n"
        yield process
        with trio.fail_after(10):
            assert await process.wait() == 0
        assert await process.stdout.receive_some() == b""
    finally:
        process.kill()
        await process.wait()
        await process.stdout.aclose()


@pytest.mark.parametrize(
    "numbers",
    [
        (signal.SIGHUP, signal.SIGTERM),
        (signal.SIGHUP, signal.SIGINT),
        # The system may deliver two signals in either order, and a user be impatient.
        (signal.SIGTERM, signal.SIGHUP),
        (signal.SIGINT, signal.SIGTERM, signal.SIGINT),
    ],
)
async def test_signals_that_end_it(tmp_path: Path, numbers: tuple[signal.Signals, ...]) -> None:
    async with alone(tmp_path, stdin=subprocess.DEVNULL) as process:
        for number in numbers:
            process.send_signal(number)


async def test_it_ends_with_standard_input(tmp_path: Path) -> None:
    async with alone(tmp_path, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        await process.stdin.send_all(b"this is not the end\n")
        await process.stdin.aclose()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "cannot be read: No such file or directory"),
        ("{}", "ha_id: Field required"),
    ],
)
async def test_configurations_that_it_cannot_serve(
    tmp_path: Path, text: str | None, complaint: str
) -> None:
    path = tmp_path / "ha.json"
    if text is not None:
        path.write_text(text)
    result = await trio.run_process(
        [*WORDS, str(path)], capture_stdout=True, capture_stderr=True, check=False
    )
    assert (result.returncode, result.stdout) == (2, b"")
    (line,) = result.stderr.decode().splitlines()
    assert line.startswith(f"mipconf: {path}: {complaint}")
