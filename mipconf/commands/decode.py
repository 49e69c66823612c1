"""`mipconf decode`: what nodes and routers said, as a table, JSON lines or CSV, as it comes."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import click

from mipconf.check.authenticators import KnownKeys
from mipconf.commands.failures import foreseeing_failures
from mipconf.commands.profile import usable_profile
from mipconf.decode.columns import COLUMNS, columns_of, csv_line, rows
from mipconf.decode.document import document, moment
from mipconf.decode.following import Told, of_mobile_node
from mipconf.decode.messages import Decoder, Said
from mipconf.decode.selection import Filter, Followed
from mipconf.decode.speech import A11_PORT, PORT
from mipconf.decode.step import Step
from mipconf.decode.story import story
from mipconf.decode.table import WIDEST, Table
from mipconf.decode.timeline import Timeline
from mipconf.errors import CaptureError, ExitStatus, SelectionError
from mipconf.profile.security import Keys
from mipconf.protocol.durations import SECOND
from mipconf.report.counting import Counter
from mipconf.report.text import printable
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.live import listen
from mipconf.trace.octets import STANDARD_INPUT

TABLE, JSON, CSV = "table", "json", "csv"

_PATIENCE = 1000
"""Rows of a file that are looked at before the first is printed."""
_TYPICAL = {"time": 15, "source": 15, "destination": 15, "message": 20}
"""How wide columns are where the first row is printed before the second has come."""


def decode(
    *,
    captures: tuple[Path, ...],
    interface: str | None,
    count: int | None,
    form: str,
    conditions: tuple[str, ...],
    columns: tuple[str, ...],
    follow: str | None,
    strict: bool,
    profile_path: Path | None,
    ports: tuple[int, ...],
) -> ExitStatus:
    """Print the messages; what a capture holds before it breaks off is printed all the same."""
    if bool(captures) == (interface is not None):
        raise click.UsageError("name captures, or an interface with -i: one of the two")
    if columns and (form == JSON or follow is not None):
        raise click.UsageError("-o chooses the columns of a table or of CSV")
    if A11_PORT in ports:
        raise SelectionError(f"--port {A11_PORT}: that is A11 of 3GPP2, which is not read")
    with foreseeing_failures(None):
        chosen = columns_of(columns)
        followed = None if follow is None else Followed.of(follow)
        wanted = Filter(conditions)
        keys = KnownKeys.of(usable_profile(profile_path)).keys
        reading = _Reading(captures, interface, keys, ports)
        told: Iterator[Told] = ((said, document(said)) for said in reading.messages())
        for name in wanted.mobile_nodes:
            told = of_mobile_node(told, name)
        kept = islice((each for each in told if wanted(each[1])), count)
        try:
            if followed is not None:
                printed = _print_story(kept, followed, form, reading)
            elif form == TABLE:
                printed = _print_table(kept, chosen, reading)
            else:
                printed = _print_lines(kept, form, chosen or tuple(COLUMNS), reading)
        finally:
            reading.tell()
        if reading.errors:
            raise CaptureError("; ".join(reading.errors))
        if not printed and interface is None:
            raise SelectionError(reading.nothing(conditions, follow))
    return ExitStatus.UNMET if strict and reading.has_left_out else ExitStatus.MET


class _Reading:
    """Where the messages come from, and what is to be said of that in the end."""

    def __init__(
        self, captures: Sequence[Path], interface: str | None, keys: Keys, ports: Sequence[int]
    ) -> None:
        self.errors: list[str] = []
        self.notes: list[str] = []
        self.is_live = interface is not None or STANDARD_INPUT in captures
        self._captures = captures
        self._interface = interface
        self._keys = keys
        self._ports = ports
        self._decoders: dict[str, Decoder] = {}
        self._counter = Counter("frames")

    def messages(self) -> Iterator[Said]:
        """All messages, in the order of the captures, until they end or break off."""
        if self._interface is not None:
            yield from self._decoded(f"-i {self._interface}", listen(self._interface))
        for path in self._captures:
            frames = self._frames(path)
            counted = frames if self.is_live else self._counter.counting(frames, str(path))
            yield from self._decoded(str(path), counted)

    def echo(self, line: str) -> None:
        """Print a line: at once where somebody waits for it."""
        self._counter.clear()
        sys.stdout.write(f"{line}\n")
        if self.is_live:
            sys.stdout.flush()

    @property
    def has_left_out(self) -> bool:
        """Whether there was anything that could not be shown as it was sent."""
        return any(decoder.left_out for decoder in self._decoders.values())

    def tell(self) -> None:
        """Say what was left out, and what else a reader should know."""
        self._counter.clear()
        sys.stdout.flush()
        for name, decoder in self._decoders.items():
            for line in decoder.left_out:
                click.echo(printable(f"{name}: {line}"), err=True)
            if decoder.copies:
                click.echo(f"{name}: {decoder.copies} copies of packets are told once", err=True)
            if decoder.speech.found:
                found = ", ".join(map(str, decoder.speech.found))
                click.echo(f"{name}: Mobile IP is spoken at port {found}, too", err=True)
        for note in self.notes:
            click.echo(note, err=True)

    def nothing(self, conditions: Sequence[str], follow: str | None) -> str:
        """What to say where no message was printed."""
        where = ", ".join(str(path) for path in self._captures)
        if follow is not None:
            return f"{where}: nothing is said of {follow}"
        if conditions:
            return f"{where}: no message is {' and '.join(conditions)}"
        numbers = ", ".join(map(str, self._ports or (PORT,)))
        return (
            f"{where}: no message on port {numbers}, and none of HSRP or VRRP; --port names another"
        )

    def _decoded(self, name: str, frames: Iterable[CapturedFrame]) -> Iterator[Said]:
        decoder = self._decoders.setdefault(name, Decoder(self._keys, self._ports))
        return decoder.messages(frames)

    def _frames(self, path: Path) -> Iterator[CapturedFrame]:
        try:
            yield from read_capture(path)
        except CaptureError as error:
            self.errors.append(str(error))


def _print_table(told: Iterable[Told], chosen: Sequence[str], reading: _Reading) -> int:
    width = shutil.get_terminal_size((WIDEST, 0)).columns if sys.stdout.isatty() else WIDEST
    if reading.is_live:
        table = Table(reading.echo, min(width, WIDEST), chosen, least=_TYPICAL)
    else:
        table = Table(reading.echo, min(width, WIDEST), chosen, _PATIENCE)
    printed = 0
    try:
        for _, one in told:
            printed += 1
            for row in rows(one):
                table.add(row)
    finally:
        table.flush()
        if table.omitted:
            names = ", ".join(table.omitted)
            reading.notes.append(f"left out to fit the width: {names}; -o chooses the columns")
    return printed


def _print_lines(told: Iterable[Told], form: str, columns: Sequence[str], reading: _Reading) -> int:
    printed = 0
    if form == CSV:
        reading.echo(csv_line(columns))
    for _, one in told:
        printed += 1
        if form == JSON:
            reading.echo(json.dumps(one))
            continue
        for row in rows(one):
            reading.echo(csv_line([row[name] for name in columns]))
    return printed


_STORY = {"frame": 7, "seconds": 12, "group": 28}
"""The columns of a story before what happened, and how wide they are."""


def _print_story(told: Iterable[Told], followed: Followed, form: str, reading: _Reading) -> int:
    timeline = Timeline(followed.group)
    mobile_node = followed.mobile_node
    steps = timeline.steps(told) if mobile_node is None else story(told, mobile_node)
    columns = [name for name in _STORY if name != "group" or mobile_node is None]
    printed = begun = 0
    for step in steps:
        if not printed:
            begun = step.time
            for line in _story_head(columns, form):
                reading.echo(line)
        printed += 1
        if form == TABLE:
            reading.echo(_step_line(step, begun, columns))
            continue
        values = {
            "frame": step.frame,
            "time": moment(step.time),
            "group": step.group,
            "what": str(step),
        }
        reading.echo(json.dumps(values) if form == JSON else csv_line([*map(str, values.values())]))
    if form == TABLE:
        for line in timeline.summary():
            reading.echo(line)
    return printed


def _story_head(columns: Sequence[str], form: str) -> Iterator[str]:
    if form == CSV:
        yield csv_line(["frame", "time", "group", "what"])
    elif form == TABLE:
        yield _aligned({name: name for name in columns}, "what happened")
        yield _aligned({name: "-" * _STORY[name] for name in columns}, "-" * 40)


def _step_line(step: Step, begun: int, columns: Sequence[str]) -> str:
    seconds = (step.time - begun) / SECOND
    values = {"frame": str(step.frame), "seconds": f"{seconds:.6f}", "group": step.group}
    return _aligned({name: values[name] for name in columns}, printable(str(step)))


def _aligned(values: Mapping[str, str], last: str) -> str:
    return "  ".join([*(value.ljust(_STORY[name]) for name, value in values.items()), last])
