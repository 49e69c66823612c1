"""`mipconf decode`: what was said on the Mobile IP port, as a table, JSON lines or CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from mipconf.check.authenticators import KnownKeys
from mipconf.commands.failures import foreseeing_failures
from mipconf.commands.profile import usable_profile
from mipconf.decode.document import document
from mipconf.decode.messages import PORT, Said, messages
from mipconf.decode.selection import Filter, check_address
from mipconf.decode.story import story
from mipconf.decode.table import COLUMNS, csv_line, rows, story_table, table
from mipconf.errors import CaptureError, ExitStatus, SelectionError, UsageError
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.live import listen

TABLE, JSON, CSV = "table", "json", "csv"

Told = tuple[Said, dict[str, Any]]
"""A message, and the JSON of it."""


def decode(
    *,
    captures: tuple[Path, ...],
    interface: str | None,
    count: int | None,
    form: str,
    conditions: tuple[str, ...],
    follow: str | None,
    profile_path: Path | None,
    ports: tuple[int, ...],
) -> ExitStatus:
    """Print the messages; what a capture holds before it breaks off is printed all the same."""
    if bool(captures) == (interface is not None):
        raise UsageError("name captures, or an interface with -i: one of the two")
    with foreseeing_failures(None):
        if follow is not None:
            check_address("--follow", follow)
        keys = KnownKeys.of(usable_profile(profile_path)).keys
        wanted = Filter(conditions)
        errors: list[str] = []
        frames = listen(interface) if interface is not None else _frames(captures, errors)
        said = ((each, document(each)) for each in messages(frames, keys, ports or (PORT,)))
        kept = islice((each for each in said if wanted(each[1])), count)
        printed = _print_story(kept, follow) if follow is not None else _print(kept, form)
        if errors:
            raise CaptureError("; ".join(errors))
        if not printed and interface is None:
            raise SelectionError(_nothing(captures, conditions, follow, ports))
    return ExitStatus.MET


def _frames(paths: Iterable[Path], errors: list[str]) -> Iterator[CapturedFrame]:
    for path in paths:
        try:
            yield from read_capture(path)
        except CaptureError as error:
            errors.append(str(error))


def _print(said: Iterable[Told], form: str) -> int:
    printed = 0
    if form == TABLE:
        documents = [one for _, one in said]
        if documents:
            click.echo(table(documents))
        return len(documents)
    if form == CSV:
        click.echo(csv_line(COLUMNS))
    for _, one in said:
        lines = [json.dumps(one)] if form == JSON else map(csv_line, rows(one))
        for line in lines:
            click.echo(line)
        printed += 1
    return printed


def _print_story(said: Iterable[Told], mobile_node: str) -> int:
    steps = list(story(said, mobile_node))
    if steps:
        click.echo(story_table(steps))
    return len(steps)


def _nothing(
    captures: Iterable[Path], conditions: Iterable[str], follow: str | None, ports: Iterable[int]
) -> str:
    where = ", ".join(str(path) for path in captures)
    if follow is not None:
        return f"{where}: nothing is said of {follow}"
    if conditions := tuple(conditions):
        return f"{where}: no message is {' and '.join(conditions)}"
    numbers = ", ".join(map(str, ports or (PORT,)))
    return f"{where}: no message on port {numbers}; --port names another"
