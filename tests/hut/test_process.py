"""The process driver, against programs that keep the contract and programs that break it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trio

from mipconf.errors import HutUnavailable
from mipconf.hut.process import ProcessDriver
from mipconf.profile.contract import read_config

from .fakes import CONFIG, command

pytestmark = [pytest.mark.trio, pytest.mark.live]

UNTIL_STDIN_ENDS = "sys.stdin.read()\n"
GOOD = "on('SIGTERM', lambda *_: sys.exit(0))\nsay('READY')\n" + UNTIL_STDIN_ENDS


@dataclass
class Ends:
    """What a driver said of the program's end."""

    reasons: list[str] = field(default_factory=list)
    heard: trio.Event = field(default_factory=trio.Event)

    def __call__(self, reason: str) -> None:
        self.reasons.append(reason)
        self.heard.set()


@asynccontextmanager
async def driving(
    words: Sequence[str], ends: Ends | None = None, *, ready_within: float = 10, grace: float = 5
) -> AsyncIterator[ProcessDriver]:
    starts = trio.CapacityLimiter(1)
    with trio.fail_after(30):
        async with trio.open_nursery() as nursery:
            yield ProcessDriver(
                words, nursery, starts, on_end=ends, ready_within=ready_within, grace=grace
            )
            nursery.cancel_scope.cancel()


class Lifeline:
    """Tells when every program that holds it has ended: a FIFO that they open for writing."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lifeline"
        os.mkfifo(self.path)
        self._descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    async def cut(self) -> bytes:
        """Wait for the end of all holders; returns what they wrote."""
        written = b""
        with trio.fail_after(10):
            while True:
                await trio.lowlevel.wait_readable(self._descriptor)
                octets = os.read(self._descriptor, 4096)
                if not octets:
                    os.close(self._descriptor)
                    return written
                written += octets


def exists(path: Path) -> bool:
    return path.exists()


async def test_start_and_stop(tmp_path: Path) -> None:
    ends = Ends()
    async with driving(command(tmp_path, GOOD), ends) as driver:
        assert not driver.alive
        await driver.start(CONFIG)
        assert driver.alive
        await driver.stop()
        assert not driver.alive
        await driver.start(CONFIG)
        assert driver.alive
        await driver.kill()
        await driver.kill()
        await driver.stop()
        driver.resync()
        assert (driver.alive, driver.ended, ends.reasons) == (False, None, [])


async def test_the_configuration_is_what_was_given(tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    body = f"import shutil; complain(config); shutil.copy(config, {str(copy)!r})\n" + GOOD
    async with driving(command(tmp_path, body)) as driver:
        await driver.start(CONFIG)
        given = Path(driver.errors.strip())
        assert read_config(copy) == CONFIG
        assert exists(given)
        await driver.stop()
        assert not exists(given.parent)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("complain('\\nport: too large\\nmore'); sys.exit(2)", "exit status 2: port: too large"),
        ("sys.exit(0)", "exit status 0"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "killed by SIGSEGV"),
        ("os.kill(os.getpid(), 40)", "killed by signal 40"),
    ],
)
async def test_programs_that_end_before_they_are_ready(
    tmp_path: Path, body: str, reason: str
) -> None:
    async with driving(command(tmp_path, body)) as driver:
        with pytest.raises(HutUnavailable) as raised:
            await driver.start(CONFIG)
        text = str(raised.value)
        assert text.endswith(f": ended before it was READY, {reason}")
        assert "\n" not in text
        assert not driver.alive


async def test_a_program_that_never_is_ready(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path)
    body = f"end = open({str(lifeline.path)!r}, 'w')\ncomplain('still thinking')\nsay('ALREADY')\n"
    words = command(tmp_path, body + UNTIL_STDIN_ENDS)
    async with driving(words, ready_within=0.3) as driver:
        with pytest.raises(
            HutUnavailable, match=r"did not print READY within 0\.3 s: still thinking$"
        ):
            await driver.start(CONFIG)
        await lifeline.cut()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["/no/such/program", "{config}"],
            "/no/such/program cannot be run: No such file or direct",
        ),
        (["/etc/passwd", "{config}"], "/etc/passwd cannot be run: Permission denied"),
    ],
)
async def test_commands_that_cannot_be_run(words: list[str], why: str) -> None:
    async with driving(words) as driver:
        with pytest.raises(HutUnavailable, match=f"^{why}"):
            await driver.start(CONFIG)
        assert not driver.alive


async def test_a_program_that_ends_unasked_is_noticed(tmp_path: Path) -> None:
    ends = Ends()
    body = "on('SIGHUP', lambda *_: (complain('table lost'), sys.exit(7)))\n" + GOOD
    async with driving(command(tmp_path, body), ends) as driver:
        await driver.start(CONFIG)
        driver.resync()
        await ends.heard.wait()
        assert ends.reasons == ["ended unasked, exit status 7: table lost"] == [driver.ended]
        assert not driver.alive
        assert driver.errors == "table lost\n"
        await driver.stop()
        await driver.start(CONFIG)
        assert driver.ended is None


async def test_a_program_that_ends_as_soon_as_it_is_ready(tmp_path: Path) -> None:
    ends = Ends()
    async with driving(command(tmp_path, "say('READY'); sys.exit(3)"), ends) as driver:
        await driver.start(CONFIG)
        await ends.heard.wait()
        assert driver.ended == "ended unasked, exit status 3"


async def test_a_program_that_does_not_end_when_told(tmp_path: Path) -> None:
    body = "on('SIGTERM', signal.SIG_IGN)\nsay('READY')\n" + UNTIL_STDIN_ENDS
    ends = Ends()
    async with driving(command(tmp_path, body), ends, grace=0.1) as driver:
        await driver.start(CONFIG)
        await driver.stop()
        assert driver.ended == "did not end within 0.1 s of SIGTERM, and was killed"
        assert (driver.alive, ends.reasons) == (False, [])


async def test_a_program_that_ends_in_bad_order(tmp_path: Path) -> None:
    body = "on('SIGTERM', lambda *_: sys.exit(1))\nsay('READY')\n" + UNTIL_STDIN_ENDS
    async with driving(command(tmp_path, body)) as driver:
        await driver.start(CONFIG)
        await driver.stop()
        assert driver.ended == "exit status 1 after SIGTERM"


@pytest.mark.parametrize("how", ["stop", "kill", "cancel"])
async def test_no_child_of_the_program_is_left(tmp_path: Path, how: str) -> None:
    """A shell that starts the real program, and dies without it."""
    lifeline = Lifeline(tmp_path)
    child = f"import time; end = open({str(lifeline.path)!r}, 'w'); print('READY', flush=True)"
    body = (
        f"subprocess.Popen([sys.executable, '-c', {child + '; time.sleep(600)'!r}])\n"
        "on('SIGTERM', lambda *_: sys.exit(0))\n"
    )
    async with driving(command(tmp_path, body + UNTIL_STDIN_ENDS)) as driver:
        await driver.start(CONFIG)
        if how != "cancel":
            await getattr(driver, how)()
            await lifeline.cut()
    if how == "cancel":
        await lifeline.cut()


async def test_a_program_ends_with_the_nursery_though_it_ignores_sigterm(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path)
    body = f"end = open({str(lifeline.path)!r}, 'w')\non('SIGTERM', signal.SIG_IGN)\nsay('READY')\n"
    words = command(tmp_path, body + "while True: signal.pause()")
    async with driving(words, grace=0.1) as driver:
        await driver.start(CONFIG)
    await lifeline.cut()


async def test_a_start_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path)
    body = f"end = open({str(lifeline.path)!r}, 'w')\nend.write('up'); end.flush()\n"
    async with driving(command(tmp_path, body + UNTIL_STDIN_ENDS)) as driver:
        with trio.move_on_after(0.3) as scope:
            await driver.start(CONFIG)
        assert scope.cancelled_caught
        assert not driver.alive
        await lifeline.cut()


async def test_a_program_that_says_a_lot_is_not_held_up(tmp_path: Path) -> None:
    body = "complain('first'); complain('x' * 2000000); say('x' * 2000000)\n"
    async with driving(command(tmp_path, body + GOOD)) as driver:
        await driver.start(CONFIG)
        await driver.stop()
        assert len(driver.errors) <= 65536


async def test_it_runs_once(tmp_path: Path) -> None:
    async with driving(command(tmp_path, GOOD)) as driver:
        await driver.start(CONFIG)
        with pytest.raises(RuntimeError, match="runs already"):
            await driver.start(CONFIG)


async def test_one_program_starts_at_a_time(tmp_path: Path) -> None:
    """Each looks for the other's mark while it starts."""
    mark = tmp_path / "starting"
    body = (
        f"os.mkdir({str(mark)!r})\nimport time; time.sleep(0.05)\nos.rmdir({str(mark)!r})\n" + GOOD
    )
    starts = trio.CapacityLimiter(1)
    words = command(tmp_path, body)
    async with trio.open_nursery() as nursery:
        drivers = [ProcessDriver(words, nursery, starts) for _ in range(4)]
        async with trio.open_nursery() as starting:
            for driver in drivers:
                starting.start_soon(driver.start, CONFIG)
        assert all(driver.alive for driver in drivers)
        nursery.cancel_scope.cancel()


TESTER = f"""
import sys, trio
from mipconf.profile.contract import HutConfig
from mipconf.hut.process import ProcessDriver
config = HutConfig.model_validate_json({CONFIG.model_dump_json()!r})
async def main():
    async with trio.open_nursery() as nursery:
        await ProcessDriver(sys.argv[1:], nursery, trio.CapacityLimiter(1)).start(config)
        print("started\\n", end="", flush=True)
        await trio.sleep_forever()
trio.run(main)
"""


async def test_a_program_ends_when_its_tester_is_killed(tmp_path: Path) -> None:
    lifeline = Lifeline(tmp_path)
    body = f"end = open({str(lifeline.path)!r}, 'w')\nsay('READY')\n" + UNTIL_STDIN_ENDS
    tester = await trio.lowlevel.open_process(
        [sys.executable, "-c", TESTER, *command(tmp_path, body)], stdout=subprocess.PIPE
    )
    assert tester.stdout is not None
    assert await tester.stdout.receive_some() == b"started\n"
    tester.send_signal(signal.SIGKILL)
    await tester.wait()
    await tester.stdout.aclose()
    await lifeline.cut()
