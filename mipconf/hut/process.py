"""The HUT as a program on this machine, by the `process` contract (docs/hut-contract.md).

Whatever happens to the tester, the program ends: it is ended when the nursery is, also by Ctrl-C
or an error; and should the tester be killed, its standard input ends.
"""

from __future__ import annotations

import os
import secrets
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import trio

from mipconf.errors import HutUnavailable
from mipconf.profile.contract import HutConfig

_READY = b"READY"
_MARK = "MIPCONF_HUT"
"""The variable by which all that a program started is known."""

_TRACEBACK = "Traceback (most recent call last)"
_KEPT = 65536  # octets of standard error, the last ones
_LAST_WORDS = 0.5  # s to wait for the end of its standard error once it has ended


class ProcessDriver:
    """Runs a command, of which `{config}` is replaced by the path of the configuration.

    `starts` lets one program start at a time, when all drivers share it, so that what a start
    costs does not disturb the timers of others. `on_end` is called with the reason, as soon as the
    program ends unasked. It has `ready_within` seconds to print READY, and `grace` seconds to end
    after SIGTERM; after that its whole process group is killed.
    """

    def __init__(
        self,
        words: Sequence[str],
        nursery: trio.Nursery,
        starts: trio.CapacityLimiter,
        *,
        on_end: Callable[[str], None] | None = None,
        ready_within: float = 10.0,
        grace: float = 2.0,
    ) -> None:
        self._words = tuple(words)
        self._nursery = nursery
        self._starts = starts
        self._on_end = on_end
        self._ready_within = ready_within
        self._grace = grace
        self._program: _Program | None = None

    @property
    def alive(self) -> bool:
        """See `Driver.alive`."""
        return self._program is not None and self._program.alive

    @property
    def ended(self) -> str | None:
        """See `Driver.ended`."""
        return None if self._program is None else self._program.ended

    @property
    def errors(self) -> str:
        """The last 64 KiB that it wrote to standard error since it was started."""
        return "" if self._program is None else self._program.errors

    async def start(self, config: HutConfig) -> None:
        """See `Driver.start`."""
        if self.alive:
            raise RuntimeError("the HUT runs already")
        self._program = _Program(self._words, self._on_end, self._grace)
        async with self._starts:
            await self._nursery.start(self._program.run, config, self._ready_within)

    async def stop(self) -> None:
        """See `Driver.stop`; what does not end in time is killed, and `ended` says so."""
        if self._program is not None:
            await self._program.stop()

    async def kill(self) -> None:
        """See `Driver.kill`."""
        if self._program is not None:
            await self._program.kill()

    def resync(self) -> None:
        """See `Driver.resync`."""
        if self._program is not None:
            self._program.signal(signal.SIGHUP)


class _Program:
    """One run of the program."""

    def __init__(
        self, words: Sequence[str], on_end: Callable[[str], None] | None, grace: float
    ) -> None:
        self._words = words
        self._on_end = on_end
        self._grace = grace
        self._process: trio.Process | None = None
        self._mark = f"{_MARK}={os.getpid()}.{secrets.token_hex(8)}"
        self._ready = False
        self._asked_to_end = False
        self._errors = b""
        self._decided = trio.Event()  # it is ready, or has ended
        self._said_all = trio.Event()  # standard error is at its end
        self._gone = trio.Event()  # nothing is left of it
        self.ended: str | None = None

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def errors(self) -> str:
        return self._errors.decode(errors="replace")

    async def run(
        self, config: HutConfig, ready_within: float, *, task_status: trio.TaskStatus[None]
    ) -> None:
        """Be there as long as the program is; "started" is when it is READY."""
        try:
            with tempfile.TemporaryDirectory(prefix="mipconf-") as folder:
                path = Path(folder) / "hut.json"
                path.write_text(config.model_dump_json(indent=2))
                process = self._process = await self._open(path)
                try:
                    failure = await self._accompany(process, ready_within, task_status)
                finally:
                    with trio.CancelScope(shield=True):
                        await self._clear_away(process)
        finally:
            self._gone.set()
        if failure is not None:
            command = shlex.join(self._words).replace("\n", " ")
            raise HutUnavailable(f"{command}: {failure}")

    async def stop(self) -> None:
        if self._process is None or not self.alive:
            return
        self._asked_to_end = True
        self.signal(signal.SIGTERM)
        with trio.move_on_after(self._grace) as patience:
            await self._gone.wait()
        if patience.cancelled_caught:
            self.ended = f"did not end within {self._grace:g} s of SIGTERM, and was killed"
            await self.kill()
        elif self._process.returncode:
            self.ended = self._with_errors(f"{_status(self._process)} after SIGTERM")

    async def kill(self) -> None:
        if self._process is None or not self.alive:
            return
        self._asked_to_end = True
        self._kill_all(self._process)
        await self._gone.wait()

    def signal(self, number: signal.Signals) -> None:
        if self._process is not None and self.alive:
            self._process.send_signal(number)

    async def _open(self, config: Path) -> trio.Process:
        words = [word.replace("{config}", str(config)) for word in self._words]
        try:
            return await trio.lowlevel.open_process(
                words,
                stdin=subprocess.PIPE,  # held open: its end is the end of the program
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                env=os.environ | dict((self._mark.split("="),)),
            )
        except OSError as error:
            raise HutUnavailable(f"{words[0]} cannot be run: {error.strerror}") from None

    async def _accompany(
        self, process: trio.Process, ready_within: float, task_status: trio.TaskStatus[None]
    ) -> str | None:
        """Until it ends. If it never was ready, returns why."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._read_output, process)
            nursery.start_soon(self._read_errors, process)
            nursery.start_soon(self._await_exit, process)
            with trio.move_on_after(ready_within):
                await self._decided.wait()
            if self._ready:
                task_status.started()
                await process.wait()
            if process.poll() is not None:
                self._kill_all(process)  # its children are no HUT, and hold the pipe open
                with trio.move_on_after(_LAST_WORDS):
                    await self._said_all.wait()
            nursery.cancel_scope.cancel()
        if self._ready and not self._asked_to_end:
            self.ended = self._with_errors(f"ended unasked, {_status(process)}")
            if self._on_end is not None:
                self._on_end(self.ended)
        if self._ready:
            return None
        if process.poll() is not None:
            return self._with_errors(f"ended before it was READY, {_status(process)}")
        return self._with_errors(f"did not print READY within {ready_within:g} s")

    async def _read_output(self, process: trio.Process) -> None:
        """Look for the line READY; what follows is read so that the program is never held up."""
        assert process.stdout is not None
        line = b""
        async for octets in process.stdout:
            if self._ready:
                continue
            *lines, line = (line + octets).split(b"\n")
            if any(each.strip() == _READY for each in lines):
                self._ready = True
                self._decided.set()
            line = line[-_KEPT:]

    async def _read_errors(self, process: trio.Process) -> None:
        assert process.stderr is not None
        async for octets in process.stderr:
            self._errors = (self._errors + octets)[-_KEPT:]
        self._said_all.set()

    async def _await_exit(self, process: trio.Process) -> None:
        await process.wait()
        self._decided.set()

    async def _clear_away(self, process: trio.Process) -> None:
        """End the program if it runs, whatever else is in its process group, and the pipes."""
        if process.poll() is None:
            process.terminate()
            with trio.move_on_after(self._grace):
                await process.wait()
        self._kill_all(process)
        await process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                await stream.aclose()

    def _kill_all(self, process: trio.Process) -> None:
        """Kill the program and what it started, also what made a session of its own.

        The group keeps its number while anyone is in it; who left it has the mark still.
        """
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for number in _marked(self._mark):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _with_errors(self, reason: str) -> str:
        """The reason, and the line of standard error that says most of it.

        That is the first one, but for a traceback of Python, where it is the last.
        """
        lines = [line.strip() for line in self.errors.split("\n") if line.strip()]
        if not lines:
            return reason
        return f"{reason}: {lines[-1] if lines[0].startswith(_TRACEBACK) else lines[0]}"


def _marked(mark: str) -> Iterator[int]:
    """The processes that inherited a variable of the environment."""
    wanted = f"\0{mark}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:  # ended just now, or another user's
            continue
        if wanted in b"\0" + environment:
            yield int(folder.name)


def _status(process: trio.Process) -> str:
    status = process.returncode
    assert status is not None
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"killed by signal {-status}"
