"""The dissector in each Wireshark that `make wiresharks` unpacked: 4.4 and 4.6, which have Lua 5.4.

Whole tables are one capture here, for a start of tshark takes half a second. What the installed
Wireshark shows is what all the other tests are about.
"""

from __future__ import annotations

import os
import subprocess
from functools import partial
from pathlib import Path

import pytest
from scapy.utils import PcapWriter

from captures.making import FOLDER
from mipconf.cli import main
from mipconf.wireshark.crosscheck import compare
from mipconf.wireshark.profile import BUTTONS, COLOURS, NAME
from tests import programs

from .conftest import Tshark
from .corpus import RAW_IP, sent
from .told import TOLD

pytestmark = pytest.mark.outside

FETCHED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "mipconf" / "wireshark"
"""Where the Makefile puts them."""

SUITES = ("trixie", "testing")


@pytest.fixture(params=SUITES, autouse=True)
def version(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Puts one Wireshark before all others, and gives what it says of itself."""
    program = FETCHED / request.param / "bin" / programs.TSHARK
    if not program.exists():
        pytest.skip(f"{program} is not there (make wiresharks)")
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if said.returncode:
        pytest.skip(f"{program}: {said.stderr.strip()}")
    return said.stdout.splitlines()[0]


@pytest.fixture
def tshark(tmp_path: Path) -> Tshark:
    """With our dissector and profile."""
    assert main(["wireshark", "install", "--to", str(tmp_path / "wireshark")]) == 0
    return partial(programs.tshark, tmp_path / "wireshark", "-C", NAME)


def test_it_is_another_wireshark_than_the_installed_one(version: str) -> None:
    assert version.startswith("TShark (Wireshark) ")
    assert not version.startswith("TShark (Wireshark) 4.0.")


def test_every_message_and_extension_is_shown_as_the_layers_read_it(tmp_path: Path) -> None:
    captures = sorted(FOLDER.glob("families/*.pcapng"))
    whole = tmp_path / "all.pcapng"
    subprocess.run([programs.needed("mergecap"), "-a", "-w", whole, *captures], check=True)
    found = compare(whole)
    assert found.differences == []
    assert found.frames > 50


def test_what_happened_is_told(tshark: Tshark, tmp_path: Path) -> None:
    path = tmp_path / "told.pcap"
    with PcapWriter(str(path), linktype=RAW_IP) as writer:
        for number, row in enumerate(TOLD):
            packet = sent(row.values[0].copy())  # type: ignore[union-attr]
            packet.time = 1_700_000_000 + 3600 * number
            writer.write(packet)
    told = tshark("-2", "-r", path, "-T", "fields", "-e", "_ws.col.Info")
    assert told == [[row.values[1]] for row in TOLD]


def test_a_run_is_linked_and_coloured(tshark: Tshark) -> None:
    capture = FOLDER / "claims" / "08-healthy.pcapng"
    fields = ("miphar.response_to", "miphar.retransmission_of", "frame.coloring_rule.name")
    shown = tshark(
        "-2", "-r", capture, "--color", "-T", "fields", *(f"-e{each}" for each in fields)
    )
    rules = {line[2] for line in shown}
    assert {"remark of the tester", "HSRP or VRRP", "update", "retransmission"} <= rules
    assert any(line[0] for line in shown)
    assert any(line[1] for line in shown)


def test_every_filter_of_the_profile_is_one(tshark: Tshark) -> None:
    filters = " or ".join(f"({rule.filter})" for rule in (*COLOURS, *BUTTONS))
    tshark("-r", FOLDER / "families" / "redundancy.pcapng", "-Y", filters)


@pytest.mark.skipif(os.geteuid() != 0, reason="only for root Lua is off")
def test_lua_that_is_off_for_root_is_told(
    version: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AS_ROOT", "1")
    capture = FOLDER / "families" / "redundancy.pcapng"
    assert main(["wireshark", "check", str(capture)]) == 2
    assert capsys.readouterr().err == (
        f"mipconf: {version.rstrip('.')} ran no Lua: from 4.4 on Wireshark runs none for root; "
        "run mipconf as another user\n"
    )
