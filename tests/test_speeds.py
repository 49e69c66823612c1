"""The quick tests stay quick: what reaches out of its process without saying so fails."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.outside

BODIES = {
    "pass": "",
    "[end.close() for end in socket.socketpair()]": "",  # as trio does
    "socket.socket().close()": "it opens a socket",
    "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close()": "it opens a socket",
    "subprocess.run(['true'])": "it starts true",
    "os.waitpid(os.posix_spawn('/bin/true', ['true'], {}), 0)": "it starts /bin/true",
    "p = multiprocessing.get_context('spawn').Process(); p.start(); p.join()": "it starts Spawn",
}


@pytest.fixture
def speeds(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> object:
    """The plugin of these tests."""
    pytester.makeini("[pytest]\nmarkers =\n    slow\n    outside\n    live\n")
    return request.config.pluginmanager.get_plugin("speeds")


@pytest.mark.parametrize(("body", "said"), BODIES.items())
@pytest.mark.parametrize("mark", [None, "slow", "outside", "live"])
def test_who_reaches_out_says_so(
    body: str,
    said: str,
    mark: str | None,
    pytester: pytest.Pytester,
    speeds: object,
) -> None:
    marked = f"@pytest.mark.{mark}" if mark else ""
    pytester.makepyfile(
        f"import multiprocessing, os, pytest, socket, subprocess\n"
        f"{marked}\ndef test_it():\n    a = 1; {body}\n"
    )
    result = pytester.inline_run("-p", "no:xdist", "-p", "no:cacheprovider", plugins=[speeds])
    complaints = [report.longreprtext for report in result.getfailures()]  # type: ignore[union-attr]
    if said and mark in (None, "slow"):
        (complaint,) = complaints
        assert complaint.startswith(f"not marked as outside, but {said}")
    else:
        assert complaints == []


LISTED = """
import pytest

def test_quick(): ...
@pytest.mark.slow
def test_slow(): ...
@pytest.mark.live
def test_waits(): ...
"""


def test_what_waits_begins_first_and_what_takes_long_next(
    pytester: pytest.Pytester, speeds: object
) -> None:
    pytester.makepyfile(LISTED)
    result = pytester.inline_run("-p", "no:xdist", "-p", "no:cacheprovider", plugins=[speeds])
    passed, _, _ = result.listoutcomes()
    names = [report.nodeid.rpartition("::")[2] for report in passed]
    assert names == ["test_waits", "test_slow", "test_quick"]
