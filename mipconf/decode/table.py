"""Messages as lines of a table, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from tabulate import tabulate

from mipconf.decode.story import Step
from mipconf.report.text import printable

COLUMNS = (
    "frame",
    "time",
    "source",
    "destination",
    "message",
    "sequence",
    "code",
    "home_address",
    "home_agent",
    "care_of_address",
    "lifetime",
    "identification",
    "authentication",
    "malformed",
)


def rows(document: dict[str, Any]) -> list[list[Any]]:
    """A line for each binding of a message, or one where it has none."""
    return [[printable(str(value)) for value in _row(document, part)] for part in _parts(document)]


def table(documents: Iterable[dict[str, Any]]) -> str:
    """All messages below each other, a column each of what most of them have."""
    lines = [line for document in documents for line in rows(document)]
    return tabulate(lines, headers=COLUMNS, disable_numparse=True)


def csv_line(values: Sequence[Any]) -> str:
    """One line of CSV (RFC 4180), without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def story_table(steps: Iterable[Step]) -> str:
    """A mobile node's story, the time in seconds from its beginning."""
    steps = list(steps)
    begun = steps[0].said.time if steps else 0
    lines = [
        [step.said.frame, f"{(step.said.time - begun) / 1e9:.6f}", printable(str(step))]
        for step in steps
    ]
    return tabulate(lines, headers=("frame", "seconds", "what happened"), disable_numparse=True)


def _parts(document: dict[str, Any]) -> list[dict[str, Any]]:
    return document.get("bindings") or [{}]


def _row(document: dict[str, Any], part: dict[str, Any]) -> list[Any]:
    whole = {**document, **part}
    authentication = document["authentication"]
    whole["authentication"] = authentication["status"] if authentication else ""
    if part:
        whole["lifetime"] = part["lifetime_remaining"]
    return ["" if whole.get(name) is None else whole.get(name, "") for name in COLUMNS]
