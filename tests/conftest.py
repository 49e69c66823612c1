"""The speeds of tests: what a mark says, what holds a test to it, and which run side by side.

A test without a mark needs this process alone, and a part of a second. `slow` ones take longer;
`outside` ones open sockets or start programs; `live` ones wait for real timers besides. A busy host
spoils these, so each of their modules is in a lane: what is in one runs one after the other, and
whatever runs beside it (`make test` has four workers) gives way.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess

import pytest
from hypothesis import settings

from tests import goldens
from tests.programs import LESSER

LANES: Mapping[str, tuple[str, ...]] = {
    "live": (
        "tests/end_to_end/test_agreement.py",
        "tests/end_to_end/test_determinism.py",
        "tests/end_to_end/test_faults.py",
        "tests/end_to_end/test_load.py",
        "tests/end_to_end/test_vrrp_sockets.py",
        "tests/test_bench.py",
        "tests/docs/test_pages.py",
        "tests/end_to_end/test_bad_huts.py",
        "tests/end_to_end/test_pair.py",
        "tests/end_to_end/test_vendors.py",
        "tests/othervendor/test_agent.py",
        "tests/othervendor/test_faults.py",
        "tests/campaign/test_session.py",
        "tests/hut/test_process.py",
        "tests/hut/test_program.py",
        "tests/hut/test_program_vrrp.py",
        "tests/net/test_sockets.py",
        "tests/net/test_steady.py",
        "tests/net/test_tap.py",
    ),
}
"""The modules that have live tests, by their lane. It shares its campaigns.

There is one: programs that start in one lane make those late that wait in another.
"""

LANE_OF = {module: lane for lane, modules in LANES.items() for module in modules}

# Properties are about what happens, not how fast: a busy machine must not fail them.
settings.register_profile("unhurried", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=15)
settings.load_profile("unhurried")

PROGRAMS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.system")


class Watch:
    """Notes how this process reaches out, by Python's audit events.

    A process that multiprocessing spawns raises none.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        sys.addaudithook(self._hear)
        start = BaseProcess.start

        def started(process: BaseProcess) -> None:
            self.seen.append(f"it starts {process.name}")
            start(process)

        BaseProcess.start = started  # type: ignore[method-assign]

    def _hear(self, event: str, words: tuple[object, ...]) -> None:
        if event == "socket.__new__" and words[1] != socket.AF_UNIX:
            self.seen.append(f"it opens a socket ({words[1]})")
        elif event in PROGRAMS:
            self.seen.append(f"it starts {words[0]}")


class Speeds:
    """Holds tests to their marks, and keeps the others from the live ones."""

    def __init__(self) -> None:
        self._watch = Watch()
        self._gives_way = False

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The live ones first, then what takes long."""
        items.sort(key=_rank)
        self._gives_way = "PYTEST_XDIST_WORKER" in os.environ and any(map(_is_live, items))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Give way to the live tests of other workers."""
        self._watch.seen.clear()
        if self._gives_way and _module(item.nodeid) not in LANE_OF:
            self._gives_way = False
            os.nice(LESSER)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Fail what reached out and does not say so."""
        if self._watch.seen and not (_is_live(item) or item.get_closest_marker("outside")):
            pytest.fail(f"not marked as outside, but {self._watch.seen[0]}", pytrace=False)


def _module(nodeid: str) -> str:
    return nodeid.partition("::")[0]


def _is_live(item: pytest.Item) -> bool:
    return item.get_closest_marker("live") is not None


def _rank(item: pytest.Item) -> int:
    if _is_live(item):
        return 0
    return 1 if item.get_closest_marker("slow") is not None else 2


def pytest_configure(config: pytest.Config) -> None:
    """Watch from the beginning; take the signals that nohup, or a shell's `&`, would ignore.

    The programs under test inherit what is ignored, and many are sent these.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    config.pluginmanager.register(Speeds(), "speeds")
    config.pluginmanager.register(goldens, "goldens")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse a live test that is in no lane: it would spoil others, and they it."""
    astray = {_module(item.nodeid) for item in session.items if _is_live(item)} - LANE_OF.keys()
    if astray:
        raise pytest.UsageError(f"{min(astray)} has live tests: name its lane in tests/conftest.py")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give a worker a lane or a module at a time, in the order of the collection."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - mutmut has no need of it

    class Lanes(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return LANE_OF.get(_module(nodeid), _module(nodeid))

    config.option.loadscopereorder = False
    return Lanes(config, log)
