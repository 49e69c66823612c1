"""Home Agents that cannot be judged: one line, the right status, nothing lost, nothing left."""

from __future__ import annotations

import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from mipconf.trace.capture import read_capture

from .campaigns import CHECKOUT, mipconf

pytestmark = pytest.mark.live

ODD = Path(__file__).parent / "odd.py"
PYTHON = shlex.quote(sys.executable)
PORT, STEP = 24_300, 500
PATIENCE_S = 20.0

HASTE = """
hut.start_timeout_s = 1.5
timers = {reply_timeout_ms = 50, listen_ms = 200, max_retransmissions = 1}
fhrp = {hello_ms = 50, hold_ms = 150}
tolerances = {answer_ms = 300}
"""
CHILD = "touch huts/$$; exec sleep 1000"
USELESS = {
    "exits": ("sh", "-c", "touch huts/$$; echo no licence >&2; exit 7"),
    "raises": (sys.executable, "-S", "-c", "raise RuntimeError('no licence')"),
    "has a child": ("sh", "-c", f"setsid sh -c '{CHILD}' & sleep 0.5; exit 7"),
    "waits": ("sh", "-c", "touch huts/$$; exec cat"),
    "is mute": ("sh", "-c", "touch huts/$$; echo READY; exec cat"),
}
"""Programs that never serve; the last two until their standard input ends."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a test runs, and where each of its HUTs leaves its number; none of them is left."""
    (tmp_path / "huts").mkdir()
    (tmp_path / "tmp").mkdir()
    (tmp_path / "haste.toml").write_text(HASTE)
    yield tmp_path
    assert not any(is_running(number) for number in huts(tmp_path))


def huts(folder: Path) -> list[int]:
    return [int(path.name) for path in (folder / "huts").iterdir()]


def is_running(number: int) -> bool:
    """Whether a process runs; one that ended may wait for a parent that looks after it."""
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(") ")[2][0] != "Z"


def words(kind: str, *more: str) -> list[str]:
    """The command line that judges a program, of `USELESS` or of `odd.py`."""
    program = shlex.join(USELESS.get(kind, (sys.executable, str(ODD), kind)))
    return ["run", "--hut-command", f"{program} {{config}}", *more]


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    (line,) = done.stderr.splitlines()
    assert line.startswith("mipconf: ")
    return line.removeprefix("mipconf: ")


def cases(folder: Path) -> dict[str, str]:
    """The verdicts of a run's cases."""
    found = json.loads((folder / "mipconf-out/results.json").read_bytes())
    return {case["id"].partition("::")[2]: case["verdict"] for case in found["cases"]}


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("exits", "ended before it was READY, exit status 7: no licence"),
        ("raises", "ended before it was READY, exit status 1: RuntimeError: no licence"),
        ("waits", "did not print READY within 1.5 s"),
        ("is mute", "nothing was heard from 127.4."),
        (
            "with_another_key",
            "Code 131: key or SPI differs (group_security): nothing can be judged",
        ),
        ("ahead", "Code 133: clocks differ by 9.2 s: nothing can be judged"),
    ],
)
def test_a_hut_that_does_not_serve(folder: Path, kind: str, said: str) -> None:
    done = mipconf(*words(kind, "--select", "test_one_part", "--profile", "haste.toml"), cwd=folder)
    assert done.returncode == 3
    assert said in only_line(done)


def test_a_hut_that_does_not_exist(folder: Path) -> None:
    done = mipconf("run", "--hut-command", "./no-such-ha {config}", cwd=folder)
    assert done.returncode == 3
    assert only_line(done) == "./no-such-ha cannot be run: No such file or directory"


def test_a_hut_that_prints_garbage_is_judged_all_the_same(folder: Path) -> None:
    done = mipconf(*words("prints_garbage", "--select", "test_one_part"), cwd=folder)
    assert (cases(folder), done.stderr) == ({"test_one_part": "PASS"}, "")


def test_a_hut_that_dies_in_one_case_is_judged_in_the_others(folder: Path) -> None:
    done = mipconf(
        *words("dies", "--no-preflight", "--select", "test_deletion,test_one_part"), cwd=folder
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert cases(folder) == {"test_deletion": "INCONCLUSIVE", "test_one_part": "PASS"}
    assert "the HUT ended by itself: ended unasked, exit status 7: out of memory" in " ".join(
        done.stdout.split()
    )
    assert len(huts(folder)) == 2


SEEN_IN_TIME_S = 60.0


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("hangs", "the HUT answered nothing afterwards, so its silence proves nothing"),
        ("floods", "flood: 20000 datagrams of "),
        ("garbled", " is unknown, at octet 0), so its silence proves nothing"),
        ("elsewhere", "Home Agent Identifier 127.4.1.10 in a datagram from 127.4.1.13)"),
    ],
)
def test_a_hut_out_of_its_mind_is_named_in_time(folder: Path, kind: str, said: str) -> None:
    begin = time.monotonic()
    done = mipconf(
        *words(kind, "--no-preflight", "--select", "test_deletion,test_one_part"), cwd=folder
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert cases(folder) == {"test_deletion": "INCONCLUSIVE", "test_one_part": "INCONCLUSIVE"}
    (line,) = (
        line
        for line in done.stdout.splitlines()
        if line.startswith("INCONCLUSIVE test_applying::test_deletion ")
    )
    assert said in line
    assert time.monotonic() - begin < SEEN_IN_TIME_S


def test_a_hut_that_says_everything_twice_is_judged(folder: Path) -> None:
    done = mipconf(*words("twice", "--select", "test_late_acknowledgement"), cwd=folder)
    assert (done.returncode, cases(folder)) == (1, {"test_late_acknowledgement": "FAIL"})


# Before a run


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("with_another_key", "Code 131: key or SPI differs (group_security)"),
        ("ahead", "Code 133: clocks differ by 9.2 s"),
        ("is mute", "nothing heard from the group: interface, TTL, snooping"),
    ],
)
def test_the_preflight_says_what_would_spoil_a_run(folder: Path, kind: str, said: str) -> None:
    done = mipconf(*words(kind, "--preflight", "--profile", "haste.toml"), cwd=folder)
    assert (done.returncode, done.stderr) == (3, "")
    assert said in done.stdout.splitlines()


# Ports


@pytest.fixture
def hold() -> Iterator[Callable[[int], None]]:
    """Keep a port of the tester's from it."""
    with ExitStack() as stack:

        def keep(port: int) -> None:
            kept = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            kept.bind(("127.0.0.1", port))

        yield keep


@pytest.mark.parametrize("held", [1, 8])
def test_ports_that_are_in_use(folder: Path, hold: Callable[[int], None], held: int) -> None:
    (folder / "ports.toml").write_text(f"[network]\nport_base = {PORT}\n")
    for attempt in range(held):
        hold(PORT + attempt * STEP)
    done = mipconf("run", "--select", "test_one_part", "--profile", "ports.toml", cwd=folder)
    if held == 1:
        assert (cases(folder), done.stderr) == ({"test_one_part": "PASS"}, "")
    else:
        assert done.returncode == 3
        assert only_line(done).startswith(f"127.0.0.1:{PORT + 7 * STEP} is held by another")


# Interruptions


def end_of(numbers: Sequence[int]) -> None:
    """Wait for the end of processes that are not ours to wait for."""
    for number in numbers:
        try:
            handle = os.pidfd_open(number)
        except ProcessLookupError:
            continue
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        assert poll.poll(PATIENCE_S * 1000), f"process {number} is left"
        os.close(handle)


@contextmanager
def interrupted(folder: Path, number: signal.Signals) -> Iterator[subprocess.Popen[str]]:
    """A run that got a signal once its first case had ended and others were under way."""
    # A shell lets what it runs in the background ignore SIGINT, also where that is these tests.
    heeding = ("env", "--default-signal=INT", sys.executable)
    process = subprocess.Popen(
        [*heeding, "-m", "mipconf", *words("healthy", "--select", "8,12,23")],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("PASS test_")
            assert any(is_running(hut) for hut in huts(folder))
            process.send_signal(number)
            yield process
        finally:
            process.kill()
            end_of(huts(folder))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("again", [False, True])
def test_a_signal_ends_a_run_in_good_order(
    number: signal.Signals, again: bool, folder: Path
) -> None:
    """A second one changes nothing: what was found is written, and nothing is left."""
    with interrupted(folder, number) as process:
        if again:
            process.send_signal(number)
        said, errors = process.communicate(timeout=PATIENCE_S)
    assert (process.returncode, errors) == (130, "")
    assert "interrupted" in said
    found = cases(folder)
    assert "PASS" in found.values()
    suite = ET.parse(folder / "mipconf-out/junit.xml").getroot()
    assert next(suite.iter("testcase"), None) is not None
    captures = list((folder / "mipconf-out/captures").iterdir())
    assert len(captures) > len(found)
    for capture in captures:
        assert list(read_capture(capture))
    assert list((folder / "tmp").iterdir()) == []  # where configurations were, with their keys


def test_a_run_goes_on_when_nobody_reads_what_it_prints(folder: Path) -> None:
    line = f"{PYTHON} -m mipconf run --network simulated --select 8 | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(cases(folder)) > 1


def test_a_file_that_cannot_be_written_is_named(folder: Path) -> None:
    run = "-m mipconf run --network simulated --no-preflight --select test_sizes"
    line = f"ulimit -f 4; {PYTHON} {run}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    capture = "mipconf-out/captures/test_table.test_sizes.pcapng"
    assert (done.returncode, only_line(done)) == (
        3,
        f"{capture}: cannot be written: File too large",
    )
    assert list(read_capture(folder / capture))  # what was written is there


def test_what_a_hut_started_ends_with_it(folder: Path) -> None:
    """Also what is in a session of its own."""
    done = mipconf(*words("has a child", "--select", "test_one_part"), cwd=folder)
    assert done.returncode == 3
    assert len(huts(folder)) == 1  # and the fixture sees that none is left
