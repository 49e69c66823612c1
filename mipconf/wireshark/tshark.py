"""What tshark shows of a capture, field by field: the one module that knows pyshark.

pyshark makes its packets from tshark's XML. tshark is started here all the same: pyshark's own way
needs an event loop, and may ask for the exit status of a child that was waited for already.
It gets a configuration folder that holds our dissector and nothing else: an installed copy beside
it would be a second protocol of the same name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from mipconf.errors import CaptureError, NoTsharkError
from mipconf.wireshark.lua import dissector

PROGRAM = "tshark"


_RUNS = "mipconf: the dissector runs"
_SAY_SO = f'\nio.stderr:write("{_RUNS}\\n")\n'
"""What makes the dissector say that it was loaded."""


@dataclass(frozen=True, slots=True)
class ShownFrame:
    """A frame: its number from 1 on, and the values of its fields, by their filter names.

    A value is as tshark's XML has it, in hexadecimal: the octets of the field, or the number that
    some bits are. A field that is there several times has several, in order.
    """

    number: int
    values: dict[str, list[str]]


def shown_frames(capture: Path, text: str | None = None) -> Iterator[ShownFrame]:
    """Every frame of a capture, by our dissector, or by another `text` of one.

    Raises NoTsharkError, and CaptureError where tshark can't read the capture.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise NoTsharkError(f"{PROGRAM} is not installed (Debian: apt-get install {PROGRAM})")
    with tempfile.TemporaryDirectory(prefix="mipconf-wireshark-") as folder:
        plugin = Path(folder) / "plugins" / "mipconf.lua"
        plugin.parent.mkdir()
        plugin.write_text((dissector() if text is None else text) + _SAY_SO, encoding="utf-8")
        errors = Path(folder) / "errors"
        with (
            errors.open("wb") as stderr,
            subprocess.Popen(
                [program, "-r", capture, "-T", "pdml"],
                env=os.environ | {"WIRESHARK_CONFIG_DIR": folder, "HOME": folder},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stderr,
            ) as process,
        ):
            assert process.stdout is not None
            try:
                for frame in _frames(process.stdout):
                    # Lua is loaded before the first frame is read.
                    if frame.number == 1 and _RUNS not in errors.read_text(errors="replace"):
                        raise NoTsharkError(_without_lua(program))
                    yield frame
            finally:
                process.stdout.close()  # it ends where nobody reads on
        if process.returncode:
            raise CaptureError(f"{capture}: {_last_line(errors.read_text(errors='replace'))}")


def _without_lua(program: str) -> str:
    """Why tshark did not load the dissector."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = said.stdout.partition("\n")[0].rstrip(".")
    if re.search(r"without\s+Lua", said.stdout):
        return f"{version} was built without Lua, which the dissector is written in"
    if os.geteuid() == 0:
        return (
            f"{version} ran no Lua: from 4.4 on Wireshark runs none for root; "
            "run mipconf as another user"
        )
    return f"{version} ran no Lua: it may be switched off (enable_lua in Wireshark's preferences)"


def _frames(xml: IO[bytes]) -> Iterator[ShownFrame]:
    from pyshark.tshark.output_parser import tshark_xml  # noqa: PLC0415 - a third of a second

    lines: list[bytes] = []
    for line in xml:
        if line.startswith(b"<packet>"):
            lines = []
        lines.append(line)
        if line.startswith(b"</packet>"):
            yield _shown(tshark_xml.packet_from_xml_packet(b"".join(lines)))


def _shown(frame: Any) -> ShownFrame:
    values: dict[str, list[str]] = {}
    for layer in frame.layers:
        # Its public names are cut down to what Python can call an attribute.
        for name, found in layer._all_fields.items():
            values.setdefault(name, []).extend(each.raw_value or "" for each in found.all_fields)
    return ShownFrame(int(frame.number), values)


def _last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]
