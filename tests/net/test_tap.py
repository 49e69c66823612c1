"""A namespace of one's own, and the tap on its `lo`: in a child, for there is no way back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..hut.namespace import permitted

pytestmark = pytest.mark.live

CHILD = """
import os, socket, trio
from mipconf.net.namespace import enter_namespace
from mipconf.net.tap import Tap

enter_namespace()
assert socket.if_nameindex() == [(1, "lo")]
tap = Tap()
said = []
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
    sender.bind(("127.4.1.2", 434))
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.4.1.2"))
    sender.sendto(b"unicast", ("127.4.1.9", 434))
    sender.sendto(b"multicast", ("224.0.0.254", 434))
with socket.socket(socket.AF_INET, socket.SOCK_RAW, 112) as sender:
    sender.bind(("127.4.1.2", 0))
    sender.sendto(b"raw", ("127.4.1.9", 0))
with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
    other.connect_ex(("127.4.1.9", 80))  # neither UDP nor VRRP
tap.drain(lambda datagram, time: said.append((datagram, time)))
for datagram, time in said:
    print(datagram.source, datagram.destination, datagram.payload.decode())
times = [time for _, time in said]
assert times == sorted(times) and times[0] > 1_700_000_000_000_000_000
assert tap.dropped() == 0
tap.close()
"""
SAID = """\
127.4.1.2:434 127.4.1.9:434 unicast
127.4.1.2:434 224.0.0.254:434 multicast
127.4.1.2:0 127.4.1.9:0 raw
"""


def child(*before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-c", CHILD],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.skipif(not permitted("-Urn"), reason="no network namespace can be made here")
def test_each_datagram_is_heard_once_whoever_it_is_for() -> None:
    run = child()
    assert (run.stderr, run.stdout) == ("", SAID)


@pytest.mark.skipif(not permitted("-Ur"), reason="no user namespace can be made here")
def test_where_none_may_be_made_it_is_said_why() -> None:
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    run = child("unshare", "-Ur", "sh", "-c", forbid, "sh")
    assert run.stderr.splitlines()[-1] == (
        "mipconf.errors.NamespaceError: no network namespace can be made here: "
        "user.max_user_namespaces allows no more"
    )
