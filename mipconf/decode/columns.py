"""A message as values by column: for the table and for CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from mipconf.decode.selection import nai_of
from mipconf.errors import SelectionError
from mipconf.report.text import printable

COLUMNS = {
    "frame": "frame",
    "time": "time",
    "source": "source",
    "destination": "destination",
    "message": "message",
    "sequence": "seq",
    "code": "code",
    "home_address": "home address",
    "home_agent": "home agent",
    "care_of_address": "care-of",
    "lifetime": "life",
    "identification": "identification",
    "authentication": "auth",
    "malformed": "malformed",
    "retransmission": "R",
    "deleted": "X",
    "part": "part",
    "group": "group",
    "state": "state",
    "priority": "prio",
    "virtual_address": "virtual",
    "flags": "flags",
    "nai": "NAI",
    "lan": "LAN",
}
"""All that there are, in the order of CSV, and what the table has above them."""


def columns_of(names: Sequence[str]) -> tuple[str, ...]:
    """The columns that `-o` names, with commas between; raises `SelectionError` for another."""
    found = [name.strip() for text in names for name in text.split(",")]
    for name in found:
        if name not in COLUMNS:
            raise SelectionError(f"-o {name}: no such column; those are {', '.join(COLUMNS)}")
    return tuple(found)


def rows(document: dict[str, Any]) -> list[dict[str, str]]:
    """A line for each binding of a message, or one where it has none, by the columns' names."""
    return [_row(document, part) for part in document.get("bindings") or [{}]]


def csv_line(values: Sequence[str]) -> str:
    """One line of CSV (RFC 4180), without its end."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _authenticity(authentication: dict[str, Any]) -> str | None:
    """The status, with what would hold; of a router's message, the type."""
    status: str | None = authentication.get("status", authentication.get("type"))
    holds_by = authentication.get("holds_by")
    return status if holds_by is None else f"{status} (holds by {holds_by})"


def _row(document: dict[str, Any], part: dict[str, Any]) -> dict[str, str]:
    whole = {**document, **part}
    authentication = document["authentication"] or {}
    whole |= {
        "authentication": _authenticity(authentication),
        "retransmission": "R" if document.get("retransmission") else None,
        "deleted": "X" if part.get("deleted") else None,
        "part": _part(document),
        "virtual_address": next(iter(document.get("virtual_addresses", [])), None),
        "nai": nai_of(document) or _nai_of_binding(part),
    }
    if part:
        whole["lifetime"] = part["lifetime_remaining"]
    found = ((name, whole.get(name)) for name in COLUMNS)
    return {name: "" if value is None else printable(str(value)) for name, value in found}


def _part(document: dict[str, Any]) -> str | None:
    """The number of a part of a table; a plus says that more follow."""
    if "part" not in document:
        return None
    return f"{document['part']}{'+' if document['more'] else ''}"


def _nai_of_binding(binding: dict[str, Any]) -> str | None:
    return next((each["nai"] for each in binding.get("sub_options", []) if "nai" in each), None)
